"""Taking a step of a request: its `status` and `outcome` are written here and nowhere else."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.intake.texts import many_lines
from cooperation import request_workflow as workflow
from cooperation.request_data import request_data_of
from cooperation.request_enums import Side, WaitingFor
from cooperation.request_exceptions import InvalidData, RequestIncomplete, RequestWrongStatus
from cooperation.request_kinds import missing_in

if TYPE_CHECKING:
    from cooperation.models import CoordinationRequest

LARGEST_NOTE = 2000
LONGEST_PAUSE_DAYS = 366


@dataclass(frozen=True, kw_only=True)
class Given:
    """What a person gives with a step."""

    note: str = ""
    officer: User | None = None
    waiting_for: str = ""
    resume_on: dt.date | None = None
    promised_on: dt.date | None = None


def move(request: CoordinationRequest, step: workflow.Step, given: Given | None = None) -> None:
    """Set status, outcome and what the step keeps; the deadline is `request_deadlines`' matter.

    Does not save. Refuses: RequestWrongStatus, InvalidData (note, officer, waiting_for,
    resume_on), RequestIncomplete.
    """
    given = given or Given()
    if not workflow.leads_on(step, request):
        raise RequestWrongStatus(request, step)
    errors = _missing(request, step, given)
    if errors:
        raise InvalidData(errors)
    if workflow.WHOLE in step.needs:
        _refuse_incomplete(request)
    came_from = request.status
    request.status = request.waited_from if step.target == workflow.BACK else step.target
    request.outcome, request.outcome_note = step.outcome, _note(given) if step.outcome else ""
    request.to_add = _note(given) if step is workflow.SEND_BACK else ""
    request.attention = step.turn
    request.assignee = given.officer or request.assignee
    _wait(request, step, given, came_from)
    _date(request)
    request.chased_until = None


def _note(given: Given) -> str:
    return many_lines(given.note)


def _missing(
    request: CoordinationRequest, step: workflow.Step, given: Given
) -> dict[str, list[str]]:
    """What the step needs and was not given: field → words."""
    errors: dict[str, list[str]] = {}
    note = _note(given)
    if workflow.NOTE in step.needs and not note:
        errors["note"] = [_("Write why.")]
    if len(note) > LARGEST_NOTE:
        errors["note"] = [_("The note is too long: at most 2,000 characters.")]
    if workflow.OFFICER in step.needs and not (given.officer or request.assignee):
        errors["officer"] = [_("Choose who deals with it.")]
    if workflow.PAUSE in step.needs:
        errors |= _missing_of_pause(given)
    return errors


def _missing_of_pause(given: Given) -> dict[str, list[str]]:
    errors: dict[str, list[str]] = {}
    today = timezone.localdate()
    if given.waiting_for not in WaitingFor.values:
        errors["waiting_for"] = [_("Say for whom it waits.")]
    if given.resume_on is None:
        errors["resume_on"] = [_("Say from which day it goes on.")]
    elif not 0 < (given.resume_on - today).days <= LONGEST_PAUSE_DAYS:
        errors["resume_on"] = [_("Choose a day after today, within a year.")]
    return errors


def _refuse_incomplete(request: CoordinationRequest) -> None:
    missing = dict(missing_in(request_data_of(request)))
    if missing:
        raise RequestIncomplete(missing)


def _wait(request: CoordinationRequest, step: workflow.Step, given: Given, came_from: Any) -> None:
    waits = step is workflow.WAIT
    request.waiting_for = given.waiting_for if waits else ""
    request.waiting_reason = _note(given) if waits else ""
    request.resume_on = given.resume_on if waits else None
    request.waited_from = came_from if waits else ""
    if waits and given.waiting_for == WaitingFor.COMMUNITY:
        request.attention = Side.COMMUNITY


def _date(request: CoordinationRequest) -> None:
    now = timezone.now()
    if request.status == workflow.SUBMITTED:
        request.submitted_at = now
    if request.status in {workflow.ACCEPTED, workflow.IN_PROGRESS} and request.accepted_at is None:
        request.accepted_at = now
    request.closed_at = now if request.status == workflow.CLOSED else None
