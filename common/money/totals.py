"""Sums of many amounts in one currency, each by the rate of its own day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet, Sum

from common.money.currencies import HRYVNIA
from common.money.expressions import equivalent_of, rate_on_of


@dataclass(frozen=True, slots=True)
class Total:
    """`amount` of `currency` for `counted` records; `without_rate` could not be exchanged.

    `rates_from` and `rates_until` are the days of the oldest and the latest rate used.
    """

    amount: Decimal
    currency: str
    counted: int
    without_rate: int
    rates_from: dt.date | None
    rates_until: dt.date | None


def with_equivalents(
    rows: QuerySet[Any],
    *,
    to: str = HRYVNIA,
    amount: str = "amount",
    currency: str = "currency",
    on: str = "value_date",
) -> QuerySet[Any]:
    """Annotates `equivalent` (null without a rate) and `equivalent_rate_on`."""
    annotated: QuerySet[Any] = rows.order_by().annotate(
        equivalent=equivalent_of(amount, currency, on, to),
        equivalent_rate_on=rate_on_of(currency, on),
    )
    return annotated


def total_columns(amount: str = "amount") -> dict[str, Any]:
    """Aggregates over rows `with_equivalents`, for a total or for one per group."""
    has_amount = Q(**{f"{amount}__isnull": False})
    return {
        "sum": Sum("equivalent"),
        "counted": Count("pk", filter=has_amount & Q(equivalent__isnull=False)),
        "without_rate": Count("pk", filter=has_amount & Q(equivalent__isnull=True)),
        "rates_from": Min("equivalent_rate_on"),
        "rates_until": Max("equivalent_rate_on"),
    }


def total_from(columns: dict[str, Any], to: str) -> Total:
    return Total(
        amount=columns["sum"] or Decimal(0),
        currency=to,
        counted=columns["counted"],
        without_rate=columns["without_rate"],
        rates_from=columns["rates_from"],
        rates_until=columns["rates_until"],
    )
