"""What is looked for: the same few facts of an idea and of a request."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils import timezone

from common.codelists.models import Theme
from common.money.currencies import HRYVNIA
from common.money.equivalents import equivalent
from common.money.rates import Rates
from communities.models import Community
from projects.models import ProjectIdea


@dataclass(frozen=True, slots=True)
class Sum:
    """What is needed, of the day whose rates hold."""

    amount: Decimal
    currency: str
    on: dt.date

    def in_currency(self, currency: str, rates: Rates | None = None) -> Decimal | None:
        """The same in another currency; None while no rate of the day is known."""
        if currency == self.currency:
            return self.amount
        found = equivalent(self.amount, self.currency, self.on, currency, rates=rates)
        return found.amount if found else None


@dataclass(frozen=True, kw_only=True)
class Need:
    """`worth` is the `sum` in hryvnias; None when it is not known. The first community asks."""

    communities: tuple[Community, ...]
    themes: dict[int, Theme]
    sum: Sum | None = None

    @cached_property
    def worth(self) -> Decimal | None:
        return self.sum.in_currency(HRYVNIA) if self.sum else None

    @property
    def community(self) -> Community:
        return self.communities[0]

    @property
    def oblast_id(self) -> int:
        return self.community.oblast_id

    @property
    def keys(self) -> list[int]:
        return [one.pk for one in self.communities]


def need_of(record: Any) -> Need:
    """Of an idea or a request; each has themes, a community and perhaps an amount."""
    return Need(
        communities=(record.community, *_together(record)),
        themes={one.pk: one for one in record.themes.all()},
        sum=_sum(record),
    )


def _together(record: Any) -> Iterable[Community]:
    if not isinstance(record, ProjectIdea):
        return ()
    return record.together_with.select_related("oblast")


def _sum(record: Any) -> Sum | None:
    if record.amount is None:
        return None
    day = getattr(record, "amount_on", None) or timezone.localdate()
    return Sum(record.amount, record.currency, day)
