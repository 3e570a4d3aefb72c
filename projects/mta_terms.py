"""Half-years and terms of Resolution 153 of 15 February 2002.

The recipient hands in a monitoring card (Annex 3) after each half-year: by 10 July for the first
and by 10 January for the second. Paragraph 44: property is published within ten calendar days of
being taken on the balance sheet. Both terms are settings, since the resolution is amended often.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

FIRST, SECOND = 1, 2
EARLIEST_YEAR, LATEST_YEAR = 2002, 2100


@dataclass(frozen=True, order=True)
class HalfYear:
    """`number` is 1 or 2."""

    year: int
    number: int

    @classmethod
    def containing(cls, day: dt.date) -> HalfYear:
        return cls(day.year, FIRST if day.month <= 6 else SECOND)

    @classmethod
    def parsed(cls, key: str) -> HalfYear | None:
        """`2026-1`; None for anything else."""
        year, _dash, number = key.partition("-")
        if len(year) != 4 or not (year.isascii() and year.isdigit()) or number not in {"1", "2"}:
            return None
        return cls(int(year), int(number)) if EARLIEST_YEAR <= int(year) <= LATEST_YEAR else None

    @property
    def key(self) -> str:
        return f"{self.year}-{self.number}"

    @property
    def starts_on(self) -> dt.date:
        return dt.date(self.year, 1 if self.number == FIRST else 7, 1)

    @property
    def ends_on(self) -> dt.date:
        return dt.date(self.year, 6, 30) if self.number == FIRST else dt.date(self.year, 12, 31)

    @property
    def due_on(self) -> dt.date:
        """10 July, or 10 January of the year after."""
        return self.ends_on + dt.timedelta(days=settings.MTA_CARD_DUE_DAYS)

    @property
    def before(self) -> HalfYear:
        if self.number == SECOND:
            return HalfYear(self.year, FIRST)
        return HalfYear(self.year - 1, SECOND)

    def __str__(self) -> str:
        text = _("first half of %(year)s") if self.number == FIRST else _("second half of %(year)s")
        return text % {"year": self.year}


def publish_by(booked_on: dt.date) -> dt.date:
    """The last day for publishing what was taken on the balance sheet on that day."""
    return booked_on + dt.timedelta(days=settings.MTA_PUBLISH_DAYS)
