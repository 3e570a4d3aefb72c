"""Writing requests: the choice of a kind, the form, drafts that save themselves."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.views.common import signed_in
from common.design.formats import long_date
from common.design.parts import Link
from common.intake.forms import seen_now, tell
from common.intake.refusals import ChangedMeanwhile, Refusal
from cooperation import request_permissions as permissions
from cooperation import request_workflow as workflow
from cooperation.models import CoordinationRequest
from cooperation.request_data import request_data_of
from cooperation.request_enums import WRITTEN, RequestKind, RequestStatus
from cooperation.request_exceptions import (
    InvalidData,
    RequestIncomplete,
    RequestKnown,
    RequestNotWritable,
    RequestWrongStatus,
)
from cooperation.request_forms import RequestForm
from cooperation.request_kinds import KINDS, missing_in
from cooperation.services.pressed_twice import is_step_just_taken, steps_of
from cooperation.services.request_files import attach_file
from cooperation.services.request_timeline import link_record
from cooperation.services.requests import change_request, take_step, write_request
from cooperation.views.requests import (
    crumbs_of,
    file_link,
    files_of,
    find_allowed,
    list_crumbs,
    refused,
)
from projects.services.kept_files import Given

METHODS = ["GET", "HEAD", "POST"]
# What services call otherwise than the form does.
FIELDS = {"named": "linked", "file": "documents"}


@login_required
@require_http_methods(METHODS)
def request_new(request: HttpRequest) -> HttpResponse:
    if not permissions.can_write_requests(request.user):
        raise PermissionDenied
    kind = _kind(request)
    if not kind:
        return _choose_kind(request)
    draft = _draft_of(request)
    form = RequestForm(*_sent(request), user=request.user, kind=kind, record=draft)
    done = _saved(request, form)
    if isinstance(done, CoordinationRequest) and done.status not in WRITTEN:
        return _submitted_before(request, done)
    if isinstance(done, CoordinationRequest):
        text = _("The draft is saved under the number %(reference)s.")
        return _after_writing(request, done, text % {"reference": done.reference})
    if isinstance(done, RequestKnown) and (known := _known(request)):
        # Pressed twice within a moment: the other press has saved it.
        return redirect(known)
    if isinstance(done, Refusal):
        return _conflict(request, form, draft, done)
    return _page(request, form, None)


@login_required
@require_http_methods(METHODS)
def request_edit(request: HttpRequest, reference: str) -> HttpResponse:
    record = find_allowed(request, reference)
    if record.status == RequestStatus.CLOSED:
        return refused(request, record, RequestWrongStatus())
    if not permissions.can_write_now(request.user, record):
        return _too_late(request, record)
    kind = _kind(request) or record.kind
    form = RequestForm(*_sent(request), user=request.user, kind=kind, record=record)
    done = _saved(request, form)
    if isinstance(done, CoordinationRequest):
        return _after_writing(request, done, _("The request is saved."))
    if isinstance(done, Refusal):
        return _conflict(request, form, record, done)
    return _page(request, form, record)


def _too_late(request: HttpRequest, record: CoordinationRequest) -> HttpResponse:
    """It is with the office: pressed twice, or changed after going back. What was typed stays."""
    if request.method != "POST":
        return refused(request, record, RequestNotWritable())
    kind = _kind(request) or record.kind
    form = RequestForm(*_sent(request), user=request.user, kind=kind, record=record)
    is_said = form.is_valid() and form.data_for().cleaned() == request_data_of(record)
    if is_said and _is_just_submitted(request, record):
        return _submitted_before(request, record)
    form.add_error(None, _("This change is not saved."))
    form.add_error(None, str(RequestNotWritable()))
    return _page(request, form, record, is_late=True)


@login_required
@require_POST
def request_draft(request: HttpRequest) -> JsonResponse:
    """What is being typed, kept as a draft without a press of a button; asked by `draft.js`.

    Answers with the number, the version now seen and the names of fields that could not be kept.
    """
    kind = _kind(request)
    if not kind or not permissions.can_write_requests(request.user):
        return JsonResponse({"message": _("This cannot be done.")}, status=403)
    try:
        record = _draft_of(request) or _typed_before(request)
    except PermissionDenied:
        return JsonResponse({"message": str(RequestNotWritable())}, status=403)
    form = RequestForm(request.POST, user=request.user, kind=kind, record=record)
    form.is_valid()
    if record is None and {"community", "subject"} & set(form.errors):
        # Nothing to keep yet: the browser keeps it meanwhile.
        return JsonResponse({"reference": "", "left_out": []})
    try:
        with transaction.atomic():
            done = _kept(request, form, record)
    except InvalidData as error:
        for name, texts in error.errors.items():
            form.refuse({name: texts})
        return JsonResponse({"message": " ".join(_left_out(form))}, status=400)
    except Refusal as error:
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
    """Labels of the fields that were not kept; a half-typed number is linked by the button only."""
    wanting = [*form.errors, *(["linked"] if form.cleaned_data.get("linked") else [])]
    return [str(form[name].label) for name in wanting if name in form.fields]


def _sent(request: HttpRequest) -> tuple[Any, Any]:
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def _kind(request: HttpRequest) -> str:
    given = request.POST.get("kind", "") if request.method == "POST" else ""
    kind = given or request.GET.get("kind", "")
    return kind if kind in KINDS else ""


def _draft_of(request: HttpRequest) -> CoordinationRequest | None:
    """The draft that this form names. PermissionDenied when the person may not write it now."""
    reference = request.POST.get("draft", "")[:24].replace("\x00", "")
    return _writable(request, reference=reference) if reference else None


def _typed_before(request: HttpRequest) -> CoordinationRequest | None:
    """The draft that this form has saved: the answer that named it may have been lost."""
    known = _known(request)
    return _writable(request, pk=known.pk) if known and known.status in WRITTEN else None


def _writable(request: HttpRequest, **named: Any) -> CoordinationRequest:
    rows = CoordinationRequest.objects.visible_to(request.user).filter(status__in=WRITTEN)
    found = rows.select_related("community__oblast", "oblast", "office").filter(**named)
    record: CoordinationRequest | None = found.first()
    if record is None or not permissions.can_write_now(request.user, record):
        raise PermissionDenied
    return record


def _known(request: HttpRequest) -> CoordinationRequest | None:
    """What the person has written with this very form."""
    key = _as_key(request.POST.get("key", ""))
    if key is None:
        return None
    rows = CoordinationRequest.objects.filter(public_id=key, author=signed_in(request))
    found: CoordinationRequest | None = rows.select_related(
        "community__oblast", "oblast", "office"
    ).first()
    return found


def _as_key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


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


def _saved(request: HttpRequest, form: RequestForm) -> CoordinationRequest | Refusal | None:
    """The record; a refusal; None when the form is to be shown (again)."""
    if not form.is_valid():
        _keep_files(request, form)
        return None
    try:
        with transaction.atomic():
            return _write(request, form, form.record)
    except InvalidData as error:
        form.refuse({FIELDS.get(k, k): v for k, v in error.errors.items()})
    except Refusal as error:
        return error
    return None


def _keep_files(request: HttpRequest, form: RequestForm) -> None:
    """A browser does not send files twice: those that came with a mistake elsewhere are kept."""
    files = form.cleaned_data.get("documents", []) if form.is_bound else []
    if files and form.record is None:
        form.add_error("documents", _("Choose the files once more: they could not be kept yet."))
    elif files and form.record:
        try:
            with transaction.atomic():
                _attach(request, form.record, files)
        except Refusal as error:
            tell(form, error, FIELDS)
            return
        names = ", ".join(one.name for one in files)
        messages.success(request, _("Attached: %(names)s.") % {"names": names})


def _attach(request: HttpRequest, record: CoordinationRequest, files: list[Given]) -> None:
    for one in files:
        attach_file(actor=signed_in(request), request=record, name=one.name, content=one.content)


def _write(
    request: HttpRequest, form: RequestForm, record: CoordinationRequest | None
) -> CoordinationRequest:
    """All that the form says. Pressed twice, the record of the first press: nothing is added."""
    again = None if record else _pressed_before(request, form)
    if again and again.status not in WRITTEN:
        return again
    record = again or _kept(request, form, record)
    if form.cleaned_data.get("linked"):
        link_record(actor=signed_in(request), request=record, named=form.cleaned_data["linked"])
    _attach(request, record, form.cleaned_data.get("documents", []))
    return record


def _kept(
    request: HttpRequest, form: RequestForm, record: CoordinationRequest | None
) -> CoordinationRequest:
    """The fields, in the record or in a new one: without what they link and what is attached."""
    actor, data = signed_in(request), form.data_for()
    if record is not None:
        seen = form.cleaned_data.get("seen")
        return change_request(actor=actor, request=record, data=data, seen=seen)
    community = form.chosen_community()
    if not permissions.can_write_requests(actor, community):
        raise PermissionDenied
    # What is typed into the same form after going back to it is another request.
    key = None if _known(request) else form.cleaned_data.get("key")
    return write_request(actor=actor, community=community, data=data, key=key)


def _pressed_before(request: HttpRequest, form: RequestForm) -> CoordinationRequest | None:
    """What this form has written, if it said the same for the same community."""
    known = _known(request)
    if known is None or known.community_id != form.chosen_community().pk:
        return None
    if request_data_of(known) != form.data_for().cleaned():
        return None
    return _writable(request, pk=known.pk) if known.status in WRITTEN else known


def _submitted_before(request: HttpRequest, record: CoordinationRequest) -> HttpResponse:
    """The button was pressed twice: the other press has saved and submitted it."""
    if record.status == RequestStatus.SUBMITTED:
        _say_submitted(request, record)
    return redirect(record)


def _say_submitted(request: HttpRequest, record: CoordinationRequest) -> None:
    day = long_date(record.due_on) if record.due_on else ""
    text = _("The request is with the office, which answers by %(day)s.") % {"day": day}
    messages.success(request, text if day else _("The request is submitted."))


def _is_just_submitted(request: HttpRequest, record: CoordinationRequest) -> bool:
    return "submit" in request.POST and is_step_just_taken(
        actor=signed_in(request), steps=steps_of(record), code=workflow.SUBMIT.code
    )


def _after_writing(request: HttpRequest, record: CoordinationRequest, saved: str) -> HttpResponse:
    """To its page; when it was to be submitted at once, that too, or what it lacks."""
    step = workflow.SUBMIT
    if record.status == RequestStatus.SUBMITTED and _is_just_submitted(request, record):
        return _submitted_before(request, record)
    wants = "submit" in request.POST and permissions.can_take(request.user, record, step)
    if not wants or record.status not in step.sources:
        messages.success(request, saved)
        return redirect(record)
    try:
        done = take_step(actor=signed_in(request), request=record, code=step.code)
    except RequestIncomplete:
        messages.warning(request, _("It is saved, but not submitted: something is missing yet."))
        address = reverse("requests:request-edit", kwargs={"reference": record.reference})
        return redirect(f"{address}?missing")
    except RequestWrongStatus:
        # Two presses at once: the other one was the first.
        return redirect(record)
    _say_submitted(request, done)
    return redirect(record)


def _conflict(
    request: HttpRequest,
    form: RequestForm,
    record: CoordinationRequest | None,
    error: Refusal,
) -> HttpResponse:
    """Somebody else has saved meanwhile: what was typed stands in the form, to be saved anew."""
    if record is None or not isinstance(error, ChangedMeanwhile):
        if record is None:
            raise PermissionDenied
        return refused(request, record, error)
    newest = find_allowed(request, record.reference)
    _keep_files(request, form)
    again = RequestForm(
        seen_now(request.POST, newest), user=request.user, kind=form["kind"].value(), record=newest
    )
    if "documents" in form.errors:
        again.refuse({"documents": list(map(str, form.errors["documents"]))})
    return _page(request, again, newest, newest=newest)


def _page(
    request: HttpRequest,
    form: RequestForm,
    record: CoordinationRequest | None,
    newest: CoordinationRequest | None = None,
    *,
    is_late: bool = False,
) -> HttpResponse:
    """The form; `newest` is what somebody else has saved, `is_late`: nothing is saved any more."""
    kind = form["kind"].value()
    asks = record is not None and request.method != "POST" and "missing" in request.GET
    missing = dict(missing_in(request_data_of(record))) if record and asks else {}
    crumbs = crumbs_of(record, Link(_("Change"), "")) if record else []
    context: dict[str, Any] = {
        "form": form,
        "record": record,
        "kind": str(RequestKind(kind).label),
        "about": KINDS[kind].about,
        "kinds": [Link(str(one.label), f"?kind={one.value}") for one in RequestKind],
        "newest": newest,
        "attached": [file_link(one) for one in files_of(record, request.user)] if record else [],
        "missing": [
            (form[name].label, form[name].id_for_label, " ".join(texts))
            for name, texts in missing.items()
            if name in form.fields
        ],
        "saves_itself": record is None or (record.status in WRITTEN and not is_late),
        "may_save": not is_late,
        "may_submit": permissions.can_submit(request.user, record),
        "today": timezone.localdate(),
        "crumbs": crumbs or list_crumbs(Link(_("New request"), "")),
    }
    status = 409 if newest or is_late else 200
    return render(request, "requests/request_form.html", context, status=status)
