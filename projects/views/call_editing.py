"""Changing calls: entering, documents, publishing, archiving."""

from __future__ import annotations

from typing import Any
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
from communities.models import Office
from communities.permissions import curated_offices
from projects.call_forms import CallForm
from projects.call_permissions import can_propose_call, can_register_call
from projects.models import Call
from projects.record_forms import CallFileForm
from projects.services.calls import (
    attach_call_file,
    change_call,
    propose_call,
    register_call,
    take_call_step,
    withdraw_call_file,
)
from projects.views.calls import crumbs_of, find_allowed, find_mendable, list_crumbs
from projects.views.record_pages import METHODS, edit_page, file_page, step_page, withdraw_page


def office_of(user: Any) -> Office | None:
    """The office for which the person enters records; none for an administrator."""
    return Office.objects.filter(pk__in=curated_offices(user)).select_related("oblast").first()


@login_required
@require_http_methods(METHODS)
def call_new(request: HttpRequest) -> HttpResponse:
    proposes = not can_register_call(request.user)
    if proposes and not can_propose_call(request.user):
        raise PermissionDenied
    form = CallForm(request.POST or None, user=request.user)
    made = tried(form, lambda: _entered(request, form, proposes=proposes))
    if isinstance(made, Call):
        text = _("Entered under the reference %(reference)s.")
        if proposes:
            text = _("Proposed under the reference %(reference)s. An official publishes it.")
        messages.success(request, text % {"reference": made.reference})
        return redirect(made)
    crumbs = list_crumbs(Link(_("New call"), ""))
    context = {"form": form, "record": None, "proposes": proposes, "crumbs": crumbs}
    return render(request, "calls/call_form.html", context)


def _entered(request: HttpRequest, form: CallForm, *, proposes: bool) -> Call:
    actor, data = signed_in(request), form.data_for()
    if proposes:
        return propose_call(actor=actor, data=data)
    return register_call(
        actor=actor,
        office=office_of(request.user),
        data=data,
        record_status=form.cleaned_data["record_status"],
    )


@login_required
@require_http_methods(METHODS)
def call_edit(request: HttpRequest, reference: str) -> HttpResponse:
    return edit_page(
        request,
        template="calls/call_form.html",
        find=lambda: find_mendable(request, reference),
        form_of=lambda given, call: CallForm(given, user=request.user, call=call),
        change=lambda call, form: change_call(
            actor=signed_in(request),
            call=call,
            data=form.data_for(),
            seen=form.cleaned_data["seen"],
        ),
        crumbs=crumbs_of,
    )


@login_required
@require_http_methods(METHODS)
def call_step(request: HttpRequest, reference: str, code: str) -> HttpResponse:
    call = find_allowed(request, reference)
    return step_page(
        request,
        call,
        code,
        lambda here: crumbs_of(call, here),
        lambda reason: take_call_step(
            actor=signed_in(request), call=call, code=code, reason=reason
        ),
    )


@login_required
@require_http_methods(METHODS)
def file_new(request: HttpRequest, reference: str) -> HttpResponse:
    call = find_mendable(request, reference)
    form = CallFileForm(request.POST or None, request.FILES or None)
    return file_page(
        request,
        call,
        form,
        lambda: attach_call_file(
            actor=signed_in(request),
            call=call,
            title=form.cleaned_data["title"],
            given=form.given(),
            language=form.cleaned_data["language"],
        ),
        crumbs=crumbs_of,
        title=_("Attach a document"),
    )


@login_required
@require_POST
def file_withdraw(request: HttpRequest, reference: str, public_id: UUID) -> HttpResponse:
    return withdraw_page(
        request,
        find_mendable(request, reference),
        public_id,
        lambda found: withdraw_call_file(actor=signed_in(request), file=found),
    )
