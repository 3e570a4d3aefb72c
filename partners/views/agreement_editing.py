"""Changing agreements: entering, steps, amendments, files, archiving."""

from __future__ import annotations

from typing import Any

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
from common.intake.pressed_twice import a_moment_ago
from common.intake.refusals import ChangedMeanwhile, Refusal
from partners import agreement_permissions as permissions
from partners import agreement_workflow as workflow
from partners.agreement_enums import TermKind
from partners.agreement_exceptions import (
    AgreementArchived,
    AgreementNotInForce,
    AgreementWrongStatus,
)
from partners.agreement_forms import AgreementForm
from partners.agreement_step_forms import AmendmentForm, FileForm, ReasonForm, StepForm
from partners.exceptions import InvalidData
from partners.models import Agreement
from partners.related import Occasion, occasion_of
from partners.services.agreement_corrections import last_step
from partners.services.agreement_files import attach_file
from partners.services.agreement_steps import WAS_IN_FORCE, amend, renew, take_step
from partners.services.agreements import (
    archive_agreement,
    change_agreement,
    refuse_repeated,
    register_agreement,
    restore_agreement,
    warnings_of,
)
from partners.views.agreements import crumbs_of, find_allowed, list_crumbs, refused

METHODS = ["GET", "HEAD", "POST"]


@login_required
@require_http_methods(METHODS)
def agreement_new(request: HttpRequest) -> HttpResponse:
    if not permissions.can_register_agreement(request.user):
        raise PermissionDenied
    occasion = occasion_of(request.user, request.GET)
    known = occasion.known if occasion else {}
    form = AgreementForm(request.POST or None, user=request.user, initial=known)
    if form.is_valid():
        try:
            refuse_repeated(form.data_for(), form.cleaned_data["oblast"])
            agreement = register_agreement(
                actor=signed_in(request),
                oblast=form.cleaned_data["oblast"],
                data=form.data_for(),
                status=form.cleaned_data["status"],
            )
        except InvalidData as error:
            form.refuse(error.errors)
        except AgreementWrongStatus as error:
            form.add_error("status", str(error))
        else:
            _warn(request, form)
            text = _("The agreement is entered under the reference %(reference)s.")
            messages.success(request, text % {"reference": agreement.reference})
            return redirect(_taken(request, occasion, agreement) if occasion else agreement)
    context = {
        "form": form,
        "agreement": None,
        "newest": None,
        "occasion": occasion,
        "crumbs": list_crumbs(Link(_("New agreement"), "")),
    }
    return render(request, "agreements/agreement_form.html", context)


def _taken(request: HttpRequest, occasion: Occasion, agreement: Agreement) -> str:
    """Where to go on: the record that waited for the agreement, or why it did not take it."""
    refusal = occasion.take(signed_in(request), agreement)
    if refusal:
        messages.warning(request, refusal)
        return agreement.get_absolute_url()
    return occasion.url


@login_required
@require_http_methods(METHODS)
def agreement_edit(request: HttpRequest, reference: str) -> HttpResponse:
    agreement = find_allowed(request, reference)
    if agreement.is_archived:
        return refused(request, agreement, AgreementArchived())
    form = AgreementForm(request.POST or None, user=request.user, agreement=agreement)
    done = tried(
        form,
        lambda: change_agreement(
            actor=signed_in(request),
            agreement=agreement,
            data=form.data_for(),
            seen=form.cleaned_data["seen"],
        ),
    )
    newest = find_allowed(request, reference) if isinstance(done, ChangedMeanwhile) else None
    if newest:
        form = AgreementForm(seen_now(request.POST, newest), user=request.user, agreement=newest)
    elif isinstance(done, Refusal):
        return refused(request, agreement, done)
    elif done:
        _warn(request, form)
        messages.success(request, _("The agreement is saved."))
        return redirect(done)
    context = {
        "form": form,
        "agreement": agreement,
        "newest": newest,
        "occasion": None,
        "crumbs": crumbs_of(agreement, Link(_("Change"), "")),
    }
    return render(request, "agreements/agreement_form.html", context, status=409 if newest else 200)


def _warn(request: HttpRequest, form: AgreementForm) -> None:
    for one in warnings_of(form.data_for()):
        messages.warning(request, one.message)


@login_required
@require_http_methods(METHODS)
def agreement_step(request: HttpRequest, reference: str, code: str) -> HttpResponse:
    """Take a step of the table; 409 when it does not lead on from where the agreement is."""
    if not workflow.is_step(code):
        raise Http404
    agreement = find_allowed(request, reference)
    try:
        step = workflow.step_of(agreement, code)
        if not step.by_hand:
            return refused(request, agreement, AgreementWrongStatus())
    except AgreementWrongStatus as error:
        if _is_second_click(request, agreement, code):
            messages.success(request, _("The step is kept."))
            return redirect(agreement)
        return refused(request, agreement, error)
    form = StepForm(request.POST or None, agreement=agreement, step=step)
    done = tried(
        form,
        lambda: take_step(
            actor=signed_in(request),
            agreement=agreement,
            code=code,
            taken=form.taken(),
            document=form.cleaned_data.get("document"),
            signed_place=form.cleaned_data.get("signed_place", ""),
        ),
    )
    if isinstance(done, Refusal):
        return refused(request, agreement, done)
    if done:
        messages.success(request, _("The step is kept."))
        return redirect(agreement)
    return action_page(request, agreement, form, title=str(step.label), lead=str(step.help))


def _is_second_click(request: HttpRequest, agreement: Agreement, code: str) -> bool:
    """The same person has just taken this very step with this date: nothing more to do."""
    last = last_step(agreement)
    return (
        last is not None
        and (last.code, last.author_id) == (code, signed_in(request).pk)
        and last.happened_on.isoformat() == request.POST.get("on", "")
        and last.created_at > a_moment_ago()
    )


@login_required
@require_http_methods(METHODS)
def agreement_amend(request: HttpRequest, reference: str) -> HttpResponse:
    return _amending(request, reference, renews=False)


@login_required
@require_http_methods(METHODS)
def agreement_renew(request: HttpRequest, reference: str) -> HttpResponse:
    return _amending(request, reference, renews=True)


def _usual(agreement: Agreement, renews: bool) -> dict[str, Any]:  # noqa: FBT001 - one of two pages
    """What a renewal most often is: as long again as before."""
    if not renews or not agreement.term_months:
        return {}
    return {"term": TermKind.MONTHS.value, "term_months": agreement.term_months}


def _amending(request: HttpRequest, reference: str, *, renews: bool) -> HttpResponse:
    agreement = find_allowed(request, reference)
    if agreement.is_archived:
        return refused(request, agreement, AgreementArchived())
    if agreement.status not in WAS_IN_FORCE:
        return refused(request, agreement, AgreementNotInForce())
    form = AmendmentForm(request.POST or None, renews=renews, initial=_usual(agreement, renews))

    def service() -> Any:
        given: dict[str, Any] = {
            "actor": signed_in(request),
            "agreement": agreement,
            "on": form.cleaned_data["on"],
            "summary": form.cleaned_data["summary"],
            "new_term": form.new_term(),
        }
        return renew(**given) if renews else amend(**given)

    done = tried(form, service)
    if isinstance(done, Refusal):
        return refused(request, agreement, done)
    if done:
        messages.success(request, _("The agreement is saved."))
        return redirect(agreement)
    title = _("Renewal") if renews else _("Amendment")
    lead = (
        _("A new term follows the old one; renewed after its end, it begins on that day.")
        if renews
        else _("What was agreed in addition. The term changes only when you choose a new one.")
    )
    return action_page(request, agreement, form, title=title, lead=lead)


@login_required
@require_http_methods(METHODS)
def file_new(request: HttpRequest, reference: str) -> HttpResponse:
    agreement = find_allowed(request, reference)
    if agreement.is_archived:
        return refused(request, agreement, AgreementArchived())
    form = FileForm(request.POST or None, request.FILES or None)

    def service() -> Any:
        given = form.cleaned_data
        return attach_file(
            actor=signed_in(request),
            agreement=agreement,
            kind=given["kind"],
            name=given["file"].name,
            content=given["file"].read(),
            language=given["language"],
            visibility=given["visibility"],
        )

    done = tried(form, service)
    if isinstance(done, Refusal):
        return refused(request, agreement, done)
    if done:
        messages.success(request, _("The file is attached."))
        return redirect(f"{agreement.get_absolute_url()}#files")
    return action_page(request, agreement, form, title=_("Attach a file"), lead="")


@login_required
@require_http_methods(METHODS)
def agreement_archive(request: HttpRequest, reference: str) -> HttpResponse:
    agreement = find_allowed(request, reference)
    if agreement.is_archived:
        return refused(request, agreement, AgreementArchived())
    form = ReasonForm(request.POST or None, label=_("Why it is archived"))
    done = tried(
        form,
        lambda: archive_agreement(
            actor=signed_in(request), agreement=agreement, reason=form.cleaned_data["reason"]
        ),
    )
    if isinstance(done, Refusal):
        return refused(request, agreement, done)
    if done:
        messages.success(request, _("The agreement is archived."))
        return redirect(agreement)
    lead = _("It leaves every list and the open data. Officials find it at the desk.")
    return action_page(request, agreement, form, title=_("Archive the agreement"), lead=lead)


@login_required
@require_POST
def agreement_restore(request: HttpRequest, reference: str) -> HttpResponse:
    agreement = find_allowed(request, reference)
    try:
        restored = restore_agreement(actor=signed_in(request), agreement=agreement)
    except Refusal as error:
        return refused(request, agreement, error)
    messages.success(request, _("The agreement is restored."))
    return redirect(restored)


def action_page(
    request: HttpRequest,
    agreement: Agreement,
    form: Any,
    *,
    title: str,
    lead: str,
    button: str = "",
    other: dict[str, str] | None = None,
) -> HttpResponse:
    """A form about one agreement; `other` is another way out beside the button."""
    context = {
        "agreement": agreement,
        "form": form,
        "title": title,
        "lead": lead,
        "button": button or _("Save"),
        "other": other or {},
        "crumbs": crumbs_of(agreement, Link(title, "")),
    }
    return render(request, "agreements/action_form.html", context)
