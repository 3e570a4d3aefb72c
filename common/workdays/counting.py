"""Counting working days: Monday to Friday but holidays. The first day counted is the day after."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from common.workdays.holidays import DAY, holiday_on, is_weekend

# Ten years of working days: a count beyond that is a mistake, not a term.
MOST_DAYS = 2600


def is_working_day(day: dt.date) -> bool:
    return not is_weekend(day) and holiday_on(day) is None


def add_working_days(day: dt.date, count: int) -> dt.date:
    """The `count`-th working day after `day`; the day itself is not counted, nor need it be one.

    0 gives the day itself, or the next working day. Refuses ValueError (negative, too many).
    """
    if not 0 <= count <= MOST_DAYS:
        raise ValueError(count)
    if count == 0:
        return next(_working_days_from(day))
    days = _working_days_from(day + DAY)
    return [next(days) for _number in range(count)][-1]


def working_days_between(start: dt.date, end: dt.date) -> int:
    """Working days after `start` up to and with `end`; 0 when `end` is not later."""
    days = range((end - start).days)
    return sum(is_working_day(start + DAY * (number + 1)) for number in days)


def holidays_between(start: dt.date, end: dt.date) -> list[dt.date]:
    """Days from `start` to `end`, both with, on which nobody works for a holiday."""
    days = (start + DAY * number for number in range((end - start).days + 1))
    return [day for day in days if holiday_on(day) is not None and not is_weekend(day)]


def _working_days_from(day: dt.date) -> Iterator[dt.date]:
    while True:
        if is_working_day(day):
            yield day
        day += DAY
