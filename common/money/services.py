"""Official rates in: what a published file holds, all of it or nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.db import transaction
from django.db.models import Q

from common.audit.context import acting
from common.money.models import ExchangeRate


@dataclass(frozen=True, slots=True)
class PublishedRate:
    """A row of a published file; `rate` is hryvnias for one unit. `row` is its number there."""

    row: int
    currency: str
    rate_on: dt.date
    rate: Decimal


@dataclass(frozen=True, slots=True)
class Difference:
    published: PublishedRate
    known: Decimal


@dataclass
class TakenIn:
    new: int = 0
    unchanged: int = 0
    corrected: int = 0
    differing: list[Difference] = field(default_factory=list)


@transaction.atomic
def take_in_rates(
    *,
    actor: object,
    published: Sequence[PublishedRate],
    source: str,
    overwrite: bool = False,
) -> TakenIn:
    """Add the rates that are not known yet; the same rates again change nothing.

    A rate that differs from the known one is given back and not written, unless `overwrite`.
    """
    result = TakenIn()
    known = _known(published)
    with acting(actor=actor):  # type: ignore[arg-type]
        fresh = [one for one in published if (one.currency, one.rate_on) not in known]
        ExchangeRate.objects.bulk_create(
            ExchangeRate(currency=one.currency, rate_on=one.rate_on, rate=one.rate, source=source)
            for one in fresh
        )
        result.new = len(fresh)
        for one in published:
            rate = known.get((one.currency, one.rate_on))
            if rate is not None:
                _compare(result, one, rate, source=source, overwrite=overwrite)
    return result


def _known(published: Iterable[PublishedRate]) -> dict[tuple[str, dt.date], ExchangeRate]:
    days = {one.rate_on for one in published}
    currencies = {one.currency for one in published}
    rows = ExchangeRate.objects.filter(Q(rate_on__in=days) & Q(currency__in=currencies))
    return {(one.currency, one.rate_on): one for one in rows.select_for_update()}


def _compare(
    result: TakenIn, one: PublishedRate, known: ExchangeRate, *, source: str, overwrite: bool
) -> None:
    if known.rate == one.rate:
        result.unchanged += 1
    elif overwrite:
        known.rate, known.source = one.rate, source
        known.save(update_fields=["rate", "source"])
        result.corrected += 1
    else:
        result.differing.append(Difference(one, known.rate))
