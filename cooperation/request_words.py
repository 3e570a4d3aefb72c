"""How requests look on pages: states, the way, deadlines, lines of the timeline."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext

from common.codelists.countries import country_codes
from common.codelists.enums import Visibility
from common.design.formats import current_language, long_date, number
from common.design.parts import Pill, Step, Tone
from common.workdays.counting import working_days_between
from cooperation import request_workflow as workflow
from cooperation.models import CoordinationRequest, RequestEntry
from cooperation.offer_words import step_done
from cooperation.request_deadlines import is_due_soon, is_overdue
from cooperation.request_enums import EntryKind, Outcome, RequestStatus, Urgency
from partners.data import language_names

TONES: dict[str, Tone] = {
    RequestStatus.DRAFT: "quiet",
    RequestStatus.SUBMITTED: "wait",
    RequestStatus.RETURNED: "bad",
    RequestStatus.ACCEPTED: "info",
    RequestStatus.IN_PROGRESS: "info",
    RequestStatus.WAITING: "wait",
    RequestStatus.OFFERED: "good",
    RequestStatus.AGREED: "good",
    RequestStatus.CLOSED: "quiet",
}
OUTCOME_TONES: dict[str, Tone] = {Outcome.FULFILLED: "good", Outcome.NOT_FULFILLED: "bad"}
# “Officials only” would not be true: the community sees what it has written.
READERS: dict[str, Any] = {
    Visibility.INTERNAL: _lazy("the community and the office"),
    Visibility.REGISTERED: Visibility.REGISTERED.label,
    Visibility.PUBLIC: Visibility.PUBLIC.label,
}
# What the words are that a step asks for, by the code of the step.
ASKED: dict[str, Any] = {
    "send_back": _lazy("What has to be added"),
    "wait": _lazy("Why it waits"),
    "answer": _lazy("Your answer"),
    "offer": _lazy("Who offers what"),
    "refuse": _lazy("Why, and where to turn instead"),
    "fulfil": _lazy("What came of it"),
    "not_fulfil": _lazy("What was tried, why it came to nothing"),
    "reopen": _lazy("Why it is opened again"),
    "not_relevant": _lazy("Why it is no longer needed"),
    "fall_through": _lazy("What happened"),
}
# What happened to a meeting about the request, by the code of its step.
MEETINGS: dict[str, Any] = {
    "plan": _lazy("A meeting about it is planned"),
    "announce": _lazy("The meeting about it is announced"),
    "hold": _lazy("The meeting about it took place"),
    "publish": _lazy("The minutes of the meeting about it are published"),
    "cancel": _lazy("The meeting about it is cancelled"),
}
URGENCY_TONES: dict[str, Tone] = {Urgency.URGENT: "wait", Urgency.CRITICAL: "bad"}


def request_pill(status: str, outcome: str = "") -> Pill:
    """A closed request says how it ended."""
    if outcome:
        return Pill(str(Outcome(outcome).label), OUTCOME_TONES.get(outcome, "quiet"))
    return Pill(str(RequestStatus(status).label), TONES[status])


def urgency_pill(urgency: str) -> Pill | None:
    if urgency == Urgency.USUAL:
        return None
    return Pill(str(Urgency(urgency).label), URGENCY_TONES[urgency])


def deadline_pill(request: CoordinationRequest, today: dt.date | None = None) -> Pill | None:
    today = today or timezone.localdate()
    if request.due_on is None:
        return None
    if is_overdue(request, today):
        days = working_days_between(request.due_on, today)
        text = ngettext(
            "overdue by %(count)s working day", "overdue by %(count)s working days", days
        )
        return Pill(text % {"count": number(days)}, "bad")
    return Pill(_("deadline is near"), "wait") if is_due_soon(request, today) else None


def way(request: CoordinationRequest) -> list[Step]:
    """The steps to the end, done and coming; for what waits, where it was before."""
    status = request.status
    if status == RequestStatus.WAITING:
        status = request.waited_from
    if status == RequestStatus.RETURNED:
        status = RequestStatus.SUBMITTED
    if status == RequestStatus.CLOSED and request.outcome != Outcome.FULFILLED:
        return []
    here = workflow.WAY.index(RequestStatus(status))
    return [Step(str(one.label), _state(place, here)) for place, one in enumerate(workflow.WAY)]


def _state(place: int, here: int) -> Any:
    if place < here or here == len(workflow.WAY) - 1:
        return "done"
    return "current" if place == here else "next"


def entry_title(entry: RequestEntry) -> str:
    """What happened, in a few words."""
    if entry.kind == EntryKind.STEP:
        step = next((one for one in workflow.STEPS if one.code == entry.code), None)
        return str(step.done) if step else entry.code
    if entry.kind == EntryKind.OFFER:
        return step_done(entry.code)
    if entry.kind == EntryKind.MEETING:
        return str(MEETINGS.get(entry.code, EntryKind.MEETING.label))
    if entry.kind == EntryKind.NOTE and entry.is_internal:
        return _("Internal note")
    label = str(EntryKind(entry.kind).label)
    return label[:1].upper() + label[1:]


def country_names(codes: list[str]) -> str:
    names = country_codes()
    language = current_language()
    return ", ".join(names[code]["name"][language] if code in names else code for code in codes)


def languages(request: CoordinationRequest) -> str:
    names = language_names(current_language())
    parts = (request.from_language, request.to_language)
    return " → ".join(names.get(code, code) for code in parts if code)


def waiting_line(request: CoordinationRequest) -> str:
    text = _("Waits for: %(whom)s. Resumes by itself on %(day)s.")
    if request.status != RequestStatus.WAITING or request.resume_on is None:
        return ""
    return text % {
        "whom": request.get_waiting_for_display(),
        "day": long_date(request.resume_on),
    }
