"""Writing requests: the choice of a kind, the form, drafts that save themselves."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.views.common import signed_in
from common.design.parts import Link
from common.intake.forms import seen_now
from cooperation import request_permissions as permissions
from cooperation import request_workflow as workflow
from cooperation.models import CoordinationRequest
from cooperation.request_enums import WRITTEN, RequestKind, RequestStatus
from cooperation.request_exceptions import (
    ChangedMeanwhile,
    InvalidData,
    PartnersError,
    RequestIncomplete,
    RequestNotWritable,
    RequestWrongStatus,
)
from cooperation.request_forms import RequestForm
from cooperation.request_kinds import KINDS, missing_in
from cooperation.services.request_timeline import link_record
from cooperation.services.requests import change_request, take_step, write_request
from cooperation.views.requests import crumbs_of, find_allowed, list_crumbs, refused

METHODS = ["GET", "HEAD", "POST"]


@login_required
@require_http_methods(METHODS)
def request_new(request: HttpRequest) -> HttpResponse:
    if not permissions.can_write_requests(request.user):
        raise PermissionDenied
    kind = _kind(request)
    if not kind:
        return _choose_kind(request)
    draft = _draft_of(request)
    form = RequestForm(request.POST or None, user=request.user, kind=kind, record=draft)
    done = _saved(request, form)
    if isinstance(done, CoordinationRequest):
        text = _("The draft is saved under the number %(reference)s.")
        messages.success(request, text % {"reference": done.reference})
        return _after_writing(request, done)
    if isinstance(done, PartnersError):
        return _conflict(request, form, draft, done)
    return _page(request, form, None)


@login_required
@require_http_methods(METHODS)
def request_edit(request: HttpRequest, reference: str) -> HttpResponse:
    record = find_allowed(request, reference)
    if record.status == RequestStatus.CLOSED:
        return refused(request, record, RequestWrongStatus())
    if not permissions.can_write_now(request.user, record):
        return refused(request, record, RequestNotWritable())
    kind = _kind(request) or record.kind
    form = RequestForm(request.POST or None, user=request.user, kind=kind, record=record)
    done = _saved(request, form)
    if isinstance(done, CoordinationRequest):
        messages.success(request, _("The request is saved."))
        return _after_writing(request, done)
    if isinstance(done, PartnersError):
        return _conflict(request, form, record, done)
    return _page(request, form, record)


@login_required
@require_POST
def request_draft(request: HttpRequest) -> JsonResponse:
    """What is being typed, kept as a draft without a press of a button; asked by `draft.js`.

    Answers with the number, the version now seen and the names of fields that could not be kept.
    """
    kind = _kind(request)
    if not kind or not permissions.can_write_requests(request.user):
        return JsonResponse({"message": _("This cannot be done.")}, status=403)
    record = _draft_of(request)
    form = RequestForm(request.POST, user=request.user, kind=kind, record=record)
    form.is_valid()
    if record is None and {"community", "subject"} & set(form.errors):
        # Nothing to keep yet: the browser keeps it meanwhile.
        return JsonResponse({"reference": "", "left_out": []})
    try:
        done = _write(request, form, record)
    except InvalidData as error:
        for name, texts in error.errors.items():
            form.refuse({name: texts})
        return JsonResponse({"message": " ".join(_left_out(form))}, status=400)
    except PartnersError as error:
        return JsonResponse({"message": str(error)}, status=409)
    return JsonResponse(
        {
            "reference": done.reference,
            "seen": done.updated_at.isoformat(),
            "edit": reverse("requests:request-edit", kwargs={"reference": done.reference}),
            "left_out": _left_out(form),
        }
    )


def _left_out(form: RequestForm) -> list[str]:
    return [str(form[name].label) for name in form.errors if name in form.fields]


def _kind(request: HttpRequest) -> str:
    given = request.POST.get("kind", "") if request.method == "POST" else ""
    kind = given or request.GET.get("kind", "")
    return kind if kind in KINDS else ""


def _draft_of(request: HttpRequest) -> CoordinationRequest | None:
    """The draft that this form has saved already, if the person may still write it."""
    reference = request.POST.get("draft", "")[:24].replace("\x00", "")
    if not reference:
        return None
    rows = CoordinationRequest.objects.visible_to(request.user).filter(status__in=WRITTEN)
    found = rows.select_related("community__oblast", "oblast", "office").filter(reference=reference)
    record: CoordinationRequest | None = found.first()
    if record is None or not permissions.can_write_now(request.user, record):
        raise PermissionDenied
    return record


def _choose_kind(request: HttpRequest) -> HttpResponse:
    address = reverse("requests:request-new")
    context = {
        "kinds": [
            Link(str(RequestKind(code).label), f"{address}?kind={code}", note=str(one.about))
            for code, one in KINDS.items()
        ],
        "crumbs": list_crumbs(Link(_("New request"), "")),
    }
    return render(request, "requests/request_kinds.html", context)


def _saved(request: HttpRequest, form: RequestForm) -> CoordinationRequest | PartnersError | None:
    """The record; a refusal; None when the form is to be shown (again)."""
    if not form.is_valid():
        return None
    try:
        return _write(request, form, form.record)
    except InvalidData as error:
        form.refuse({"linked" if k == "named" else k: v for k, v in error.errors.items()})
    except PartnersError as error:
        return error
    return None


def _write(
    request: HttpRequest, form: RequestForm, record: CoordinationRequest | None
) -> CoordinationRequest:
    actor = signed_in(request)
    if record is None:
        community = form.chosen_community()
        if not permissions.can_write_requests(actor, community):
            raise PermissionDenied
        record = write_request(actor=actor, community=community, data=form.data_for())
    else:
        seen = form.cleaned_data.get("seen")
        record = change_request(actor=actor, request=record, data=form.data_for(), seen=seen)
    if form.cleaned_data.get("linked"):
        link_record(actor=actor, request=record, named=form.cleaned_data["linked"])
    return record


def _after_writing(request: HttpRequest, record: CoordinationRequest) -> HttpResponse:
    """To its page; when it was to be submitted at once, that too, or what it lacks."""
    step = workflow.SUBMIT
    wants = "submit" in request.POST and permissions.can_take(request.user, record, step)
    if not wants or record.status not in step.sources:
        return redirect(record)
    try:
        take_step(actor=signed_in(request), request=record, code=step.code)
    except RequestIncomplete:
        messages.warning(request, _("It is saved, but not submitted: something is missing yet."))
        address = reverse("requests:request-edit", kwargs={"reference": record.reference})
        return redirect(f"{address}?missing")
    messages.success(request, _("The request is submitted. The office will answer."))
    return redirect(record)


def _conflict(
    request: HttpRequest,
    form: RequestForm,
    record: CoordinationRequest | None,
    error: PartnersError,
) -> HttpResponse:
    """Somebody else has saved meanwhile: what was typed stands in the form, to be saved anew."""
    if record is None or not isinstance(error, ChangedMeanwhile):
        if record is None:
            raise PermissionDenied
        return refused(request, record, error)
    newest = find_allowed(request, record.reference)
    again = RequestForm(
        seen_now(request.POST, newest), user=request.user, kind=form["kind"].value(), record=newest
    )
    return _page(request, again, newest, newest=newest)


def _page(
    request: HttpRequest,
    form: RequestForm,
    record: CoordinationRequest | None,
    newest: CoordinationRequest | None = None,
) -> HttpResponse:
    kind = form["kind"].value()
    asks = record is not None and request.method != "POST" and "missing" in request.GET
    missing = dict(missing_in(record)) if record and asks else {}
    crumbs = crumbs_of(record, Link(_("Change"), "")) if record else []
    context: dict[str, Any] = {
        "form": form,
        "record": record,
        "kind": str(RequestKind(kind).label),
        "about": KINDS[kind].about,
        "kinds": [Link(str(one.label), f"?kind={one.value}") for one in RequestKind],
        "newest": newest,
        "missing": [
            (form[name].label, form[name].id_for_label, " ".join(texts))
            for name, texts in missing.items()
            if name in form.fields
        ],
        "saves_itself": record is None or record.status in WRITTEN,
        "today": timezone.localdate(),
        "crumbs": crumbs or list_crumbs(Link(_("New request"), "")),
    }
    return render(request, "requests/request_form.html", context, status=409 if newest else 200)
