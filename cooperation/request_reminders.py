"""What is done about requests by the clock: going on after a wait, reminders of deadlines.

Asked any number of times a day it does each thing once: a request that goes on waits no longer,
and a notice has the deadline in its name. What waits, is closed or is with the community is not
reminded of a deadline; `is_quiet` ends all reminders about one request, going on excepted.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.utils import timezone

from common.workdays.counting import add_working_days, is_working_day, working_days_between
from cooperation import request_workflow as workflow
from cooperation.models import CoordinationRequest
from cooperation.request_deadlines import SOON_DAYS
from cooperation.request_enums import RUNNING, RequestStatus, Side
from cooperation.request_exceptions import RequestWrongStatus
from cooperation.request_notices import people_in_charge, remind
from cooperation.request_permissions import community_people
from cooperation.services.requests import move_by

# The community is reminded after so many working days that the office waits for its answer.
ANSWER_DAYS = 5


def look_after_requests(today: dt.date | None = None) -> dict[str, int]:
    """Wake what waits until today, remind of the rest; how many of each."""
    today = today or timezone.localdate()
    woken = sum(_wake(one) for one in _rows().to_wake(today))
    if not is_working_day(today):
        return {"woken": woken, "reminded": 0}
    return {"woken": woken, "reminded": sum(_reminders(today))}


def _wake(request: CoordinationRequest) -> int:
    try:
        move_by(actor=None, request=request, step=workflow.WAKE)
    except RequestWrongStatus:
        # Another worker, or a person, was first.
        return 0
    return 1


def _reminders(today: dt.date) -> Iterator[int]:
    soon = add_working_days(today, SOON_DAYS)
    running = _rows().filter(status__in=RUNNING, is_quiet=False, due_on__lte=soon)
    for one in running:
        late = one.due_on < today
        people = people_in_charge(one)
        yield remind(one, "overdue" if late else "soon", people)
    for one in _unanswered():
        if working_days_between(one.paused_since or today, today) >= ANSWER_DAYS:
            yield remind(one, "answer", community_people(one))


def _unanswered() -> Iterator[CoordinationRequest]:
    """The office has asked the community and its deadline stands still."""
    rows = _rows().filter(status=RequestStatus.RETURNED, attention=Side.COMMUNITY, is_quiet=False)
    yield from rows
    waiting = _rows().filter(status=RequestStatus.WAITING, waiting_for="community")
    yield from waiting.filter(is_quiet=False)


def _rows() -> Any:
    return CoordinationRequest.objects.select_related("community", "oblast", "office", "assignee")
