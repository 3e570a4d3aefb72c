"""Until when the office answers, and how that day was computed.

The term is so many working days by kind and urgency (`request_kinds`), counted from the day after
submitting. While the request is with the community or waits it stands still: the working days of
the pause are added. An extension names a day instead; a pause after it moves that day too. Once
it is agreed, the day until which help is promised is the deadline.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.design.formats import long_date, number
from common.workdays.counting import add_working_days, holidays_between, working_days_between
from common.workdays.holidays import holidays_are_worked
from cooperation.request_enums import RUNNING, RequestStatus
from cooperation.request_kinds import term_of

if TYPE_CHECKING:
    from cooperation.models import CoordinationRequest

SOON_DAYS = 3


def begin(request: CoordinationRequest, today: dt.date) -> None:
    """Count anew from today."""
    request.counted_from = today
    request.term_days = term_of(request.kind, request.urgency)
    request.paused_days, request.paused_since = 0, None
    request.extended_to, request.extended_why = None, ""
    request.due_on = _computed(request)


def keep_up(request: CoordinationRequest, came_from: str, today: dt.date) -> None:
    """After a step: begin, pause, go on, end. `came_from` is the status before it."""
    if request.status == RequestStatus.SUBMITTED and came_from != RequestStatus.RETURNED:
        begin(request, today)
    elif request.status in {RequestStatus.RETURNED, RequestStatus.WAITING}:
        request.paused_since = request.paused_since or today
    elif request.status in RUNNING:
        go_on(request, today)
    elif request.status == RequestStatus.DRAFT:
        request.counted_from = request.term_days = request.due_on = None
        request.paused_since = None


def go_on(request: CoordinationRequest, today: dt.date) -> None:
    """End the pause: its working days are added. Pausing and going on within a day adds none."""
    if request.paused_since is None:
        return
    days = working_days_between(request.paused_since, today)
    request.paused_since = None
    if request.counted_from is None:
        return
    request.paused_days += days
    if request.extended_to is None:
        request.due_on = _computed(request)
    elif days:
        request.extended_to = add_working_days(request.extended_to, days)
        request.due_on = request.extended_to


def recount(request: CoordinationRequest) -> None:
    """Kind or urgency was changed. What an official extended stays."""
    if request.counted_from is None:
        return
    request.term_days = term_of(request.kind, request.urgency)
    if request.extended_to is None:
        request.due_on = _computed(request)


def extend(request: CoordinationRequest, until: dt.date, why: str) -> None:
    request.extended_to, request.extended_why, request.due_on = until, why, until


def _computed(request: CoordinationRequest) -> dt.date | None:
    if request.counted_from is None or request.term_days is None:
        return None
    return add_working_days(request.counted_from, request.term_days + request.paused_days)


def is_overdue(request: CoordinationRequest, today: dt.date | None = None) -> bool:
    today = today or timezone.localdate()
    return request.status in RUNNING and request.due_on is not None and request.due_on < today


def is_due_soon(request: CoordinationRequest, today: dt.date | None = None) -> bool:
    """Within three working days, today with them."""
    today = today or timezone.localdate()
    if request.status not in RUNNING or request.due_on is None or request.due_on < today:
        return False
    return working_days_between(today, request.due_on) <= SOON_DAYS


def how_computed(request: CoordinationRequest) -> list[str]:
    """Sentences in the language of the moment that say how the deadline came about."""
    if request.counted_from is None or request.due_on is None:
        return []
    said = [_term(request, request.counted_from)]
    if request.paused_days:
        text = ngettext(
            "%(count)s working day was added: the deadline stood still.",
            "%(count)s working days were added: the deadline stood still.",
            request.paused_days,
        )
        said.append(text % {"count": number(request.paused_days)})
    if request.extended_to:
        text = _("Extended to %(day)s: %(why)s")
        said.append(text % {"day": long_date(request.extended_to), "why": request.extended_why})
    if request.paused_since:
        text = _("It has stood still since %(day)s; the working days of the pause will be added.")
        said.append(text % {"day": long_date(request.paused_since)})
    said.append(_calendar(request.counted_from, request.due_on))
    return said


def _term(request: CoordinationRequest, counted_from: dt.date) -> str:
    days = request.term_days or 0
    text = ngettext(
        "%(count)s working day for “%(kind)s”, urgency “%(urgency)s”, after %(day)s.",
        "%(count)s working days for “%(kind)s”, urgency “%(urgency)s”, after %(day)s.",
        days,
    )
    return text % {
        "count": number(days),
        "kind": request.get_kind_display(),
        "urgency": request.get_urgency_display(),
        "day": long_date(counted_from),
    }


def _calendar(start: dt.date, end: dt.date) -> str:
    """What of the calendar mattered."""
    off = holidays_between(start, end)
    if off:
        text = _("Saturdays, Sundays and these holidays are not counted: %(days)s.")
        return text % {"days": ", ".join(long_date(one) for one in off)}
    if holidays_are_worked(end):
        return _(
            "Saturdays and Sundays are not counted; under martial law public holidays are "
            "working days."
        )
    return _("Saturdays and Sundays are not counted.")
