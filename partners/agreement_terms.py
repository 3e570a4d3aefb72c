"""Until when an agreement is in force: pure dates."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator

from partners.agreement_enums import TermKind


def add_months(day: dt.date, months: int) -> dt.date:
    """The same day so many months later, or the last day of a shorter month.

    A term in months or years ends on that day itself (Civil Code, article 254).
    """
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    last = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(day.day, last))


def last_day(
    *, term: str, months: int | None, until_on: dt.date | None, starts_on: dt.date | None
) -> dt.date | None:
    """The last day of a term that begins on `starts_on`; None when there is none or unknown."""
    if term == TermKind.UNTIL:
        return until_on
    if term == TermKind.MONTHS and months and starts_on:
        return add_months(starts_on, months)
    return None


def renewals(expires_on: dt.date, months: int, today: dt.date) -> Iterator[tuple[dt.date, dt.date]]:
    """(day of renewal, new last day) of each automatic renewal that is due before `today`."""
    first, count = expires_on, 0
    while expires_on < today:
        count += 1
        # Counted from the first end, so that 31 January does not become the 28th for ever.
        following = add_months(first, months * count)
        yield expires_on + dt.timedelta(days=1), following
        expires_on = following
