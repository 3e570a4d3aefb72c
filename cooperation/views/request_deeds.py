"""Deeds with a request: steps of the table, messages, people, offices, the deadline, links."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from accounts.views.common import signed_in
from common.design.parts import Link
from common.intake.forms import tried
from common.intake.refusals import Refusal
from cooperation import request_permissions as permissions
from cooperation import request_step_forms as step_forms
from cooperation import request_workflow as workflow
from cooperation.models import CoordinationRequest, RequestEntry
from cooperation.request_enums import OPEN, RUNNING, EntryKind, RequestStatus
from cooperation.request_exceptions import RequestIncomplete, RequestWrongStatus
from cooperation.services import request_timeline as timeline
from cooperation.services.pressed_twice import is_step_just_taken, just_entered, steps_of
from cooperation.services.request_files import attach_file, withdraw_file
from cooperation.services.requests import change_readers, take_step
from cooperation.views.requests import crumbs_of, field_label, find_allowed, find_request, refused

METHODS = ["GET", "HEAD", "POST"]


@login_required
@require_http_methods(METHODS)
def request_step(request: HttpRequest, reference: str, code: str) -> HttpResponse:
    """Take a step of the table; 403 for others' steps, 409 when it does not lead on from here."""
    step = workflow.named(code)
    if step is None:
        raise Http404
    record = find_request(request, reference)
    if not permissions.can_take(request.user, record, step):
        raise PermissionDenied
    if not workflow.leads_on(step, record):
        return _not_from_here(request, record, code, RequestWrongStatus(record, step))
    data = request.POST if request.method == "POST" else None
    form = step_forms.RequestStepForm(data, step=step, record=record, user=request.user)
    try:
        done = tried(
            form,
            lambda: take_step(
                actor=signed_in(request), request=record, code=code, given=form.given()
            ),
            lets=(RequestIncomplete,),
        )
    except RequestIncomplete:
        return _to_complete(request, record)
    if isinstance(done, Refusal):
        return _not_from_here(request, record, code, done)
    if done:
        messages.success(request, f"{record.reference}: {step.done}.")
        return redirect(record)
    return _page(request, record, form, title=str(step.label), lead=str(step.help))


def _not_from_here(
    request: HttpRequest, record: CoordinationRequest, code: str, error: Refusal
) -> HttpResponse:
    """Refused, unless the same person has just taken the step: the button was pressed twice."""
    actor, steps = signed_in(request), steps_of(record)
    if request.method == "POST" and is_step_just_taken(actor=actor, steps=steps, code=code):
        return redirect(record)
    return refused(request, record, error)


def _to_complete(request: HttpRequest, record: CoordinationRequest) -> HttpResponse:
    messages.warning(request, _("Something is missing yet: fill it in first."))
    if not permissions.can_write_now(request.user, record):
        return redirect(record)
    address = reverse("requests:request-edit", kwargs={"reference": record.reference})
    return redirect(f"{address}?missing")


@login_required
@require_http_methods(METHODS)
def request_note(request: HttpRequest, reference: str) -> HttpResponse:
    """Write a message; what is refused comes back with all that was typed."""
    record = find_allowed(request, reference)
    if not permissions.can_note(request.user, record):
        raise PermissionDenied
    form = step_forms.NoteForm(
        request.POST or None, request.FILES or None, user=request.user, record=record
    )
    try:
        done = tried(
            form, lambda: _note(signed_in(request), record, form), lets=(RequestIncomplete,)
        )
    except RequestIncomplete as error:
        done = form.add_error("answers", _lacks(error))
    if isinstance(done, Refusal):
        return refused(request, record, done)
    if done:
        is_step = done.kind == EntryKind.STEP
        said = _("The office has your answer.") if is_step else _("The message is on the timeline.")
        messages.success(request, said)
        return redirect(f"{record.get_absolute_url()}#timeline")
    return _page(request, record, form, title=_("Write a message"))


def _lacks(error: RequestIncomplete) -> str:
    """What has to be filled in before the answer submits the request again."""
    names = ", ".join(field_label(name) for name in error.errors)
    text = _("The request itself still needs: %(fields)s. Fill it in first, or untick this.")
    return text % {"fields": names}


def _note(actor: User, record: CoordinationRequest, form: forms.Form) -> RequestEntry:
    given = form.cleaned_data
    said = {"text": given["text"], "mentioned": tuple(given.get("mentioned", ()))}
    if given.get("answers") and not given.get("is_internal"):
        entry = timeline.answer_office(actor=actor, request=record, **said)
    else:
        entry = timeline.write_note(
            actor=actor,
            request=record,
            is_internal=given.get("is_internal", False),
            asks=given.get("asks", False),
            **said,
        )
    file = given.get("file")
    if file:
        attach_file(actor=actor, request=record, name=file.name, content=file.read(), entry=entry)
    return entry


@dataclass(frozen=True)
class Deed:
    """One thing to do with a request besides its steps; `sources` as those of steps."""

    title: Any
    form: type[forms.Form]
    service: Callable[[User, CoordinationRequest, dict[str, Any]], Any]
    done: Any
    lead: Any = ""
    button: Any = ""
    may: Callable[[Any, CoordinationRequest], bool] = permissions.can_lead
    sources: tuple[RequestStatus, ...] = OPEN


def _attach(actor: User, record: CoordinationRequest, given: dict[str, Any]) -> Any:
    file = given["file"]
    return attach_file(
        actor=actor,
        request=record,
        name=file.name,
        content=file.read(),
        visibility=given["visibility"],
    )


DEEDS = {
    "assign": Deed(
        gettext_lazy("Give to a colleague"),
        step_forms.AssignForm,
        lambda actor, record, given: timeline.assign(actor=actor, request=record, **given),
        gettext_lazy("The request has another officer now."),
        gettext_lazy("The officer gets a notice."),
    ),
    "hand-over": Deed(
        gettext_lazy("Hand over to another office"),
        step_forms.HandOverForm,
        lambda actor, record, given: timeline.hand_over(actor=actor, request=record, **given),
        gettext_lazy("The request is handed over."),
        gettext_lazy("The other office deals with it from now on; the deadline stays."),
    ),
    "extend": Deed(
        gettext_lazy("Extend the deadline"),
        step_forms.ExtendForm,
        lambda actor, record, given: timeline.extend_deadline(actor=actor, request=record, **given),
        gettext_lazy("The deadline is extended; the community was told."),
        sources=RUNNING,
    ),
    "chase": Deed(
        gettext_lazy("Note that you reminded somebody"),
        step_forms.ChaseForm,
        lambda actor, record, given: timeline.chase(actor=actor, request=record, **given),
        gettext_lazy("It rests for three working days, or until something happens to it."),
        gettext_lazy(
            "You have called or written to somebody. It leaves the list of what needs attention "
            "for three working days; the deadline stays."
        ),
    ),
    "link": Deed(
        gettext_lazy("Link a record"),
        step_forms.LinkForm,
        lambda actor, record, given: timeline.link_record(actor=actor, request=record, **given),
        gettext_lazy("The record is linked."),
    ),
    "quiet": Deed(
        gettext_lazy("Reminders about this request"),
        step_forms.QuietForm,
        lambda actor, record, given: timeline.set_quiet(actor=actor, request=record, **given),
        gettext_lazy("Saved."),
        button=gettext_lazy("Save"),
    ),
    "readers": Deed(
        gettext_lazy("Change who may see it"),
        step_forms.ReadersForm,
        lambda actor, record, given: change_readers(actor=actor, request=record, **given),
        gettext_lazy("Saved."),
        gettext_lazy(
            "At once it is seen only by those whom you choose: on the pages, in the search, in "
            "open data. The community, the office and the partner who helped go on seeing it. "
            "Who has read it or taken a copy before keeps that."
        ),
        button=gettext_lazy("Save"),
        may=permissions.can_change_request,
        sources=(RequestStatus.CLOSED,),
    ),
    "attach": Deed(
        gettext_lazy("Attach a file"),
        step_forms.RequestFileForm,
        _attach,
        gettext_lazy("The file is attached."),
        may=permissions.can_change_request,
        sources=(RequestStatus.DRAFT, *OPEN),
    ),
}


@login_required
@require_http_methods(METHODS)
def request_deed(request: HttpRequest, reference: str, deed: str) -> HttpResponse:
    """One address for what is done besides steps; 403 and 409 as steps answer."""
    named = DEEDS.get(deed)
    if named is None:
        raise Http404
    record = find_request(request, reference)
    if not named.may(request.user, record):
        return _not_any_more(request, record)
    if record.status not in named.sources:
        return refused(request, record, RequestWrongStatus(record))
    make: Any = named.form
    posted = request.method == "POST"
    form = make(
        request.POST if posted else None,
        request.FILES if posted else None,
        user=request.user,
        record=record,
    )
    done = tried(form, lambda: named.service(signed_in(request), record, form.cleaned_data))
    if isinstance(done, Refusal):
        return refused(request, record, done)
    if done:
        messages.success(request, str(named.done))
        return redirect(record)
    words = {"title": str(named.title), "lead": str(named.lead), "button": str(named.button)}
    return _page(request, record, form, **words)


def _not_any_more(request: HttpRequest, record: CoordinationRequest) -> HttpResponse:
    """The record is closed; or with another office, where the same person has just given it."""
    kind = EntryKind.HANDED_OVER
    if request.method == "POST" and just_entered(
        actor=signed_in(request), request=record, kind=kind
    ):
        return redirect(record)
    if permissions.is_office_of(request.user, record):
        return refused(request, record, RequestWrongStatus(record))
    raise PermissionDenied


@login_required
@require_POST
def request_undo(request: HttpRequest, reference: str) -> HttpResponse:
    """Untie a linked record (`link`) or withdraw a file (`file`)."""
    record = find_allowed(request, reference)
    link, file = request.POST.get("link", ""), request.POST.get("file", "")
    if link.isdecimal() and len(link) < 19 and permissions.can_lead(request.user, record):
        timeline.unlink(actor=signed_in(request), link=_or_404(record.links.filter(pk=int(link))))
        messages.success(request, _("The record is not linked any more."))
    elif file and permissions.can_write_now(request.user, record):
        found = next((one for one in record.files.all() if str(one.public_id) == file), None)
        withdraw_file(actor=signed_in(request), file=found or _or_404(record.files.none()))
        messages.success(request, _("The file is withdrawn: only officials see it now."))
    else:
        raise PermissionDenied
    return redirect(record)


def _or_404(rows: Any) -> Any:
    found = rows.first()
    if found is None:
        raise Http404
    return found


def _page(
    request: HttpRequest,
    record: CoordinationRequest,
    form: Any,
    *,
    title: str,
    lead: str = "",
    button: str = "",
) -> HttpResponse:
    """`button` where the title is no name of what it does."""
    context = {
        "record": record,
        "form": form,
        "title": title,
        "lead": lead,
        "button": button,
        "crumbs": crumbs_of(record, Link(title, "")),
    }
    return render(request, "requests/action_form.html", context)
