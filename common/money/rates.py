"""Which official rate holds on a day, for one amount or for all of a page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from django.db import connection
from django.utils import timezone

from common.money.currencies import HRYVNIA

# A rate may be so much older than the amount it is applied to. Offices bring rates in daily,
# monthly or by quarter; what is older than a quarter would be a guess, and no equivalent is told.
OLDEST_DAYS = 100


@dataclass(frozen=True, slots=True)
class Quote:
    """So many hryvnias for one unit of the currency, official on the day."""

    currency: str
    rate: Decimal
    rate_on: dt.date


@dataclass
class Rates:
    """The rates that a page needs, each read once. `prime` reads many by one statement."""

    _known: dict[tuple[str, dt.date], Quote | None] = field(default_factory=dict)

    def quote(self, currency: str, on: dt.date) -> Quote | None:
        """The latest rate on or before the day, unless it is older than `OLDEST_DAYS`.

        Tomorrow's rates are unknown: a day to come counts as today.
        """
        day = min(on, timezone.localdate())
        if currency == HRYVNIA:
            return Quote(HRYVNIA, Decimal(1), day)
        if (currency, day) not in self._known:
            self.prime([(currency, day)])
        return self._known[currency, day]

    def prime(self, wanted: Iterable[tuple[str, dt.date]]) -> None:
        """Read the rates of these currencies and days by one statement."""
        today = timezone.localdate()
        asked = {(currency, min(on, today)) for currency, on in wanted if currency != HRYVNIA}
        missing = sorted(asked - self._known.keys())
        if not missing:
            return
        found = _latest(missing)
        for key in missing:
            self._known[key] = found.get(key)


# For each pair the index of (currency, rate_on) is read once, from the day backwards.
LATEST = """
SELECT asked.currency, asked.day, latest.rate, latest.rate_on
FROM unnest(%s::text[], %s::date[]) AS asked (currency, day)
CROSS JOIN LATERAL (
    SELECT rate, rate_on FROM money_exchangerate
    WHERE currency = asked.currency AND rate_on BETWEEN asked.day - %s AND asked.day
    ORDER BY rate_on DESC LIMIT 1
) latest
"""


def _latest(pairs: list[tuple[str, dt.date]]) -> dict[tuple[str, dt.date], Quote]:
    currencies, days = map(list, zip(*pairs, strict=True))
    with connection.cursor() as cursor:
        cursor.execute(LATEST, (currencies, days, OLDEST_DAYS))
        return {
            (currency, day): Quote(currency, rate, rate_on)
            for currency, day, rate, rate_on in cursor.fetchall()
        }
