"""Changing aid received: entering, files, publishing, archiving."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.views.common import signed_in
from common.design.parts import Link
from common.intake.forms import tried
from projects.aid_forms import AidForm
from projects.aid_permissions import can_register_aid
from projects.models import AidDelivery
from projects.record_forms import AidFileForm
from projects.services.aid import change_aid, register_aid, take_aid_step
from projects.services.aid_files import attach_aid_file, withdraw_aid_file
from projects.views.aid import crumbs_of, find_allowed, list_crumbs
from projects.views.record_pages import METHODS, edit_page, file_page, step_page, withdraw_page


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
    context = {"form": form, "record": None, "crumbs": list_crumbs(Link(_("New delivery"), ""))}
    return render(request, "aid/aid_form.html", context)


@login_required
@require_http_methods(METHODS)
def aid_edit(request: HttpRequest, reference: str) -> HttpResponse:
    return edit_page(
        request,
        template="aid/aid_form.html",
        find=lambda: find_allowed(request, reference),
        form_of=lambda given, delivery: AidForm(given, user=request.user, delivery=delivery),
        change=lambda delivery, form: change_aid(
            actor=signed_in(request),
            delivery=delivery,
            data=form.data_for(),
            seen=form.cleaned_data["seen"],
        ),
        crumbs=crumbs_of,
    )


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
    form = AidFileForm(request.POST or None, request.FILES or None)
    return file_page(
        request,
        delivery,
        form,
        lambda: attach_aid_file(
            actor=signed_in(request),
            delivery=delivery,
            kind=form.cleaned_data["kind"],
            given=form.given(),
            caption=form.cleaned_data["caption"],
            caption_en=form.cleaned_data["caption_en"],
        ),
        crumbs=crumbs_of,
        title=_("Attach a file"),
    )


@login_required
@require_POST
def file_withdraw(request: HttpRequest, reference: str, public_id: UUID) -> HttpResponse:
    return withdraw_page(
        request,
        find_allowed(request, reference),
        public_id,
        lambda found: withdraw_aid_file(actor=signed_in(request), file=found),
    )
