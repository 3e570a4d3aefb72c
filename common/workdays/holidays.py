"""Public holidays of Ukraine, each with the years in which it is one: Labour Code, article 73.

Under martial law that article does not apply (law 2136-IX, article 6, in force since
2022-03-24): the days stay in the table, and they are worked. When martial law ends, say so in
the setting `MARTIAL_LAW_ENDED_ON`; nothing else has to be changed.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

HOLIDAYS_WORKED_SINCE = dt.date(2022, 3, 24)
SATURDAY = 5
DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Holiday:
    """On this day of every year; `after_easter` instead of a day of a month."""

    name: _StrPromise
    month: int = 0
    day: int = 0
    after_easter: int | None = None
    first_year: int = 1991
    last_year: int = 9999

    def in_year(self, year: int) -> dt.date | None:
        if not self.first_year <= year <= self.last_year:
            return None
        if self.after_easter is not None:
            return easter(year) + dt.timedelta(days=self.after_easter)
        return dt.date(year, self.month, self.day)


HOLIDAYS = (
    Holiday(_("New Year"), 1, 1),
    Holiday(_("Christmas by the Julian calendar"), 1, 7, last_year=2023),
    Holiday(_("International Women’s Day"), 3, 8),
    Holiday(_("Easter"), after_easter=0),
    Holiday(_("Labour Day"), 5, 1),
    Holiday(_("Labour Day, second day"), 5, 2, last_year=2017),
    Holiday(_("Day of remembrance and victory"), 5, 8, first_year=2024),
    Holiday(_("Victory Day"), 5, 9, last_year=2023),
    Holiday(_("Trinity"), after_easter=49),
    Holiday(_("Constitution Day"), 6, 28, first_year=1996),
    Holiday(_("Statehood Day"), 7, 28, first_year=2022, last_year=2023),
    Holiday(_("Statehood Day"), 7, 15, first_year=2024),
    Holiday(_("Independence Day"), 8, 24),
    Holiday(_("Defenders’ Day"), 10, 14, first_year=2015, last_year=2022),
    Holiday(_("Defenders’ Day"), 10, 1, first_year=2023),
    Holiday(_("Christmas"), 12, 25, first_year=2017),
)


@cache
def easter(year: int) -> dt.date:
    """Easter Sunday of the Eastern churches: Meeus’ Julian algorithm, as a Gregorian date."""
    moon = (19 * (year % 19) + 15) % 30
    sunday = (2 * (year % 4) + 4 * (year % 7) - moon + 34) % 7
    month, day = divmod(moon + sunday + 114, 31)
    apart = year // 100 - year // 400 - 2
    return dt.date(year, month, day + 1) + dt.timedelta(days=apart)


@cache
def days_off(year: int) -> dict[dt.date, _StrPromise]:
    """Day → holiday, with the days to which holidays of a weekend move (article 67)."""
    found: dict[dt.date, _StrPromise] = {}
    for one in HOLIDAYS:
        day = one.in_year(year)
        if day:
            found[day] = one.name
    for day in sorted(one for one in found if is_weekend(one)):
        moved = day + DAY
        while is_weekend(moved) or moved in found:
            moved += DAY
        found[moved] = found[day]
    return found


def is_weekend(day: dt.date) -> bool:
    return day.weekday() >= SATURDAY


def holidays_are_worked(day: dt.date) -> bool:
    """Martial law: the rules on holidays do not apply."""
    ended: dt.date | None = settings.MARTIAL_LAW_ENDED_ON
    return day >= HOLIDAYS_WORKED_SINCE and (ended is None or day <= ended)


def holiday_on(day: dt.date) -> _StrPromise | None:
    """The holiday for which nobody works on this day; None on others, weekends among them."""
    return None if holidays_are_worked(day) else days_off(day.year).get(day)
