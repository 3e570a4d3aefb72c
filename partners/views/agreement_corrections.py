"""Mending what was entered wrongly: steps, amendments and files are taken back with a reason."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.views.common import signed_in
from common.intake.forms import tried
from common.intake.refusals import Refusal
from partners import agreement_permissions as permissions
from partners import agreement_workflow as workflow
from partners.agreement_enums import AmendmentKind
from partners.agreement_exceptions import AgreementArchived, AgreementWrongStatus, StepStays
from partners.agreement_step_forms import AmendmentForm, ReasonForm
from partners.models import Agreement, AgreementAmendment, AgreementFile
from partners.services.agreement_corrections import (
    correct_amendment,
    is_correctable,
    last_step,
    take_back_amendment,
    take_back_step,
    why_step_stays,
)
from partners.services.agreement_files import give_back_file, withdraw_file
from partners.views.agreement_editing import METHODS, action_page
from partners.views.agreements import find_allowed, refused


@login_required
@require_http_methods(METHODS)
def step_take_back(request: HttpRequest, reference: str) -> HttpResponse:
    """Take back the last step: who recorded it, or the head of the office."""
    agreement = find_allowed(request, reference)
    last = last_step(agreement)
    if agreement.is_archived or last is None:
        error = AgreementArchived() if agreement.is_archived else AgreementWrongStatus()
        return refused(request, agreement, error)
    if not permissions.can_take_back(request.user, agreement, last.author_id):
        raise PermissionDenied
    why = why_step_stays(agreement, last)
    if why:
        return refused(request, agreement, StepStays(why))
    form = ReasonForm(
        request.POST or None, label=_("Why it is taken back"), initial={"seen": str(last.pk)}
    )
    if request.method == "POST" and request.POST.get("seen") != str(last.pk):
        return refused(request, agreement, AgreementWrongStatus())
    done = tried(
        form,
        lambda: take_back_step(
            actor=signed_in(request),
            agreement=agreement,
            step=last,
            reason=form.cleaned_data["reason"],
        ),
    )
    if isinstance(done, Refusal):
        return refused(request, agreement, done)
    if done:
        messages.success(request, _("The step is taken back."))
        return redirect(agreement)
    step = workflow.step_called(last.code)
    title = _("Take back: %(step)s") % {"step": step.label}
    lead = _(
        "The agreement stands again where it stood before this step. The step stays in the "
        "history with your reason; officials see it."
    )
    return action_page(
        request, agreement, form, title=title, lead=lead, button=_("Take the step back")
    )


def _amendment(agreement: Agreement, public_id: UUID) -> AgreementAmendment:
    found: AgreementAmendment | None = agreement.amendments.filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


@login_required
@require_http_methods(METHODS)
def amendment_edit(request: HttpRequest, reference: str, public_id: UUID) -> HttpResponse:
    agreement = find_allowed(request, reference)
    amendment = _amendment(agreement, public_id)
    if agreement.is_archived:
        return refused(request, agreement, AgreementArchived())
    if not is_correctable(amendment):
        return refused(request, agreement, StepStays(_("It was taken back, or came by itself.")))
    form = AmendmentForm.correcting(request.POST or None, amendment)
    done = tried(
        form,
        lambda: correct_amendment(
            actor=signed_in(request),
            amendment=amendment,
            on=form.cleaned_data["on"],
            summary=form.cleaned_data["summary"],
            new_term=form.new_term(),
        ),
    )
    if isinstance(done, Refusal):
        return refused(request, agreement, done)
    if done:
        messages.success(request, _("The agreement is saved."))
        return redirect(agreement)
    return action_page(
        request,
        agreement,
        form,
        title=_("Correct: %(what)s") % {"what": AmendmentKind(amendment.kind).label},
        lead=_("Write it as it should have been. What stood here before stays in the history."),
        other=_taking_back(request, agreement, amendment),
    )


def _taking_back(
    request: HttpRequest, agreement: Agreement, amendment: AgreementAmendment
) -> dict[str, str]:
    """The other way: it was never concluded at all."""
    if not permissions.can_take_back(request.user, agreement, amendment.author_id):
        return {}
    keys: dict[str, Any] = {"reference": agreement.reference}
    if amendment.kind == AmendmentKind.RENEWAL:
        last = last_step(agreement)
        if last is None or last.code != workflow.RENEW.code:
            return {}
        return {"url": reverse("agreements:step-take-back", kwargs=keys), "label": _("Take back")}
    keys["public_id"] = amendment.public_id
    return {"url": reverse("agreements:amendment-take-back", kwargs=keys), "label": _("Take back")}


@login_required
@require_http_methods(METHODS)
def amendment_take_back(request: HttpRequest, reference: str, public_id: UUID) -> HttpResponse:
    agreement = find_allowed(request, reference)
    amendment = _amendment(agreement, public_id)
    if not permissions.can_take_back(request.user, agreement, amendment.author_id):
        raise PermissionDenied
    if agreement.is_archived:
        return refused(request, agreement, AgreementArchived())
    form = ReasonForm(request.POST or None, label=_("Why it is taken back"))
    done = tried(
        form,
        lambda: take_back_amendment(
            actor=signed_in(request), amendment=amendment, reason=form.cleaned_data["reason"]
        ),
    )
    if isinstance(done, Refusal):
        return refused(request, agreement, done)
    if done:
        messages.success(request, _("The amendment is taken back."))
        return redirect(agreement)
    lead = _("It counts no longer, and stays in the history with your reason; officials see it.")
    return action_page(
        request,
        agreement,
        form,
        title=_("Take back: %(step)s") % {"step": AmendmentKind(amendment.kind).label},
        lead=lead,
        button=_("Take the amendment back"),
    )


def _file(agreement: Agreement, public_id: UUID) -> AgreementFile:
    found: AgreementFile | None = agreement.files.filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


@login_required
@require_http_methods(METHODS)
def file_withdraw(request: HttpRequest, reference: str, public_id: UUID) -> HttpResponse:
    agreement = find_allowed(request, reference)
    file = _file(agreement, public_id)
    if agreement.is_archived:
        return refused(request, agreement, AgreementArchived())
    form = ReasonForm(request.POST or None, label=_("Why the file is withdrawn"))
    done = tried(
        form,
        lambda: withdraw_file(
            actor=signed_in(request), file=file, reason=form.cleaned_data["reason"]
        ),
    )
    if isinstance(done, Refusal):
        return refused(request, agreement, done)
    if done:
        messages.success(request, _("The file is withdrawn: only officials see it now."))
        return redirect(f"{agreement.get_absolute_url()}#files")
    return action_page(
        request,
        agreement,
        form,
        title=_("Withdraw the file %(name)s") % {"name": file.name},
        lead=_("Only officials see it from now on. It is not deleted and can be given back."),
        button=_("Withdraw"),
    )


@login_required
@require_POST
def file_give_back(request: HttpRequest, reference: str, public_id: UUID) -> HttpResponse:
    agreement = find_allowed(request, reference)
    try:
        give_back_file(actor=signed_in(request), file=_file(agreement, public_id))
    except Refusal as error:
        return refused(request, agreement, error)
    messages.success(request, _("The file is shown again to whom it was shown before."))
    return redirect(f"{agreement.get_absolute_url()}#files")
