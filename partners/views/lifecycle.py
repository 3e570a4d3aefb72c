"""Steps in the life of a partner's record."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.views.common import signed_in
from common.design.parts import Link
from common.intake.refusals import Refusal
from partners import permissions, services, workflow
from partners.exceptions import InvalidData, ReasonMissing, WrongStatus
from partners.forms import ArchiveForm
from partners.views.common import crumbs_of, find_allowed, refused
from partners.views.moved import follows_merges
from partners.words import status_pill


def step_view(step: workflow.Step) -> Callable[..., HttpResponse]:
    """Take the step by POST; 409 with a page of words when the status has changed meanwhile."""
    (target,) = step.targets

    @login_required
    @require_POST
    @follows_merges
    def take(request: HttpRequest, slug: str) -> HttpResponse:
        partner = find_allowed(request, slug, permissions.can_move_partner)
        try:
            services.set_status(actor=signed_in(request), partner=partner, status=target)
        except Refusal as error:
            return refused(request, partner, error)
        messages.success(request, _("The status is saved."))
        return redirect(partner)

    return take


partner_activate = step_view(workflow.ACTIVATE)
partner_rest = step_view(workflow.REST)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@follows_merges
def partner_archive(request: HttpRequest, slug: str) -> HttpResponse:
    partner = find_allowed(request, slug, permissions.can_archive_partner)
    if workflow.ARCHIVE not in workflow.steps_from(partner):
        return refused(request, partner, WrongStatus())
    form = ArchiveForm(request.POST or None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            services.archive_partner(actor=signed_in(request), partner=partner, reason=reason)
        except InvalidData as error:
            form.add_error("reason", error.errors["reason"])
        except ReasonMissing as error:
            form.add_error("reason", str(error))
        except Refusal as error:
            return refused(request, partner, error)
        else:
            messages.success(request, _("The partner is archived. It can be restored at any time."))
            return redirect(partner)
    context = {
        "form": form,
        "partner": partner,
        "crumbs": crumbs_of(partner, Link(_("Archive"), "")),
    }
    return render(request, "partners/partner_archive.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@follows_merges
def partner_restore(request: HttpRequest, slug: str) -> HttpResponse:
    partner = find_allowed(request, slug, permissions.can_archive_partner)
    if request.method == "POST":
        try:
            services.restore_partner(actor=signed_in(request), partner=partner)
        except Refusal as error:
            return refused(request, partner, error)
        messages.success(request, _("The partner is back in the register."))
        return redirect(partner)
    if workflow.RESTORE not in workflow.steps_from(partner):
        return refused(request, partner, WrongStatus())
    context = {
        "partner": partner,
        "target": status_pill(services.status_before(partner)),
        "crumbs": crumbs_of(partner, Link(_("Restore"), "")),
    }
    return render(request, "partners/partner_restore.html", context)
