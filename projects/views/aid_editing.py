"""Changing aid received: entering, files, publishing, archiving."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.views.common import signed_in
from common.design.parts import Link
from common.intake.forms import seen_now, tried
from common.intake.refusals import ChangedMeanwhile, Refusal
from partners.programme_enums import RecordStatus
from partners.record_workflow import RecordArchived
from projects.aid_forms import AidForm
from projects.aid_permissions import can_register_aid
from projects.models import AidDelivery
from projects.record_forms import AidFileForm
from projects.services.aid import change_aid, register_aid, take_aid_step
from projects.services.aid_files import attach_aid_file, withdraw_aid_file
from projects.views.aid import crumbs_of, find_allowed, list_crumbs
from projects.views.record_pages import METHODS, action_page, refused, step_page


@login_required
@require_http_methods(METHODS)
def aid_new(request: HttpRequest) -> HttpResponse:
    if not can_register_aid(request.user):
        raise PermissionDenied
    form = AidForm(request.POST or None, user=request.user)
    made = tried(
        form,
        lambda: register_aid(
            actor=signed_in(request),
            data=form.data_for(),
            record_status=form.cleaned_data["record_status"],
        ),
    )
    if isinstance(made, AidDelivery):
        text = _("Entered under the reference %(reference)s.")
        messages.success(request, text % {"reference": made.reference})
        return redirect(made)
    context = {"form": form, "delivery": None, "crumbs": list_crumbs(Link(_("New delivery"), ""))}
    return render(request, "aid/aid_form.html", context)


@login_required
@require_http_methods(METHODS)
def aid_edit(request: HttpRequest, reference: str) -> HttpResponse:
    delivery = find_allowed(request, reference)
    if delivery.record_status == RecordStatus.ARCHIVED:
        return _refused(request, delivery, RecordArchived())
    form = AidForm(request.POST or None, user=request.user, delivery=delivery)
    done = tried(
        form,
        lambda: change_aid(
            actor=signed_in(request),
            delivery=delivery,
            data=form.data_for(),
            seen=form.cleaned_data["seen"],
        ),
    )
    newest = find_allowed(request, reference) if isinstance(done, ChangedMeanwhile) else None
    if newest:
        form = AidForm(seen_now(request.POST, newest), user=request.user, delivery=newest)
    elif isinstance(done, Refusal):
        return _refused(request, delivery, done)
    elif done:
        messages.success(request, _("Saved."))
        return redirect(done)
    context = {
        "form": form,
        "delivery": delivery,
        "newest": newest,
        "crumbs": crumbs_of(delivery, Link(_("Change"), "")),
    }
    return render(request, "aid/aid_form.html", context, status=409 if newest else 200)


@login_required
@require_http_methods(METHODS)
def aid_step(request: HttpRequest, reference: str, code: str) -> HttpResponse:
    delivery = find_allowed(request, reference)
    return step_page(
        request,
        delivery,
        code,
        lambda here: crumbs_of(delivery, here),
        lambda reason: take_aid_step(
            actor=signed_in(request), delivery=delivery, code=code, reason=reason
        ),
    )


@login_required
@require_http_methods(METHODS)
def file_new(request: HttpRequest, reference: str) -> HttpResponse:
    delivery = find_allowed(request, reference)
    if delivery.record_status == RecordStatus.ARCHIVED:
        return _refused(request, delivery, RecordArchived())
    form = AidFileForm(request.POST or None, request.FILES or None)
    done = tried(
        form,
        lambda: attach_aid_file(
            actor=signed_in(request),
            delivery=delivery,
            kind=form.cleaned_data["kind"],
            given=form.given(),
            caption=form.cleaned_data["caption"],
            caption_en=form.cleaned_data["caption_en"],
        ),
    )
    if isinstance(done, Refusal):
        return _refused(request, delivery, done)
    if done:
        messages.success(request, _("The file is attached."))
        return redirect(f"{delivery.get_absolute_url()}#files")
    crumbs = crumbs_of(delivery, Link(_("Attach a file"), ""))
    return action_page(request, delivery, crumbs, form, title=_("Attach a file"))


@login_required
@require_POST
def file_withdraw(request: HttpRequest, reference: str, public_id: UUID) -> HttpResponse:
    delivery = find_allowed(request, reference)
    found = delivery.files.filter(public_id=public_id).first()
    if found is None:
        raise Http404
    withdraw_aid_file(actor=signed_in(request), file=found)
    messages.success(request, _("The file is withdrawn: only those who keep the record see it."))
    return redirect(f"{delivery.get_absolute_url()}#files")


def _refused(request: HttpRequest, delivery: AidDelivery, error: Refusal) -> HttpResponse:
    return refused(request, delivery, crumbs_of(delivery, Link(_("Not done"), "")), error)
