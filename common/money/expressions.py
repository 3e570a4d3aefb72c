"""The same equivalents made by PostgreSQL, for registers, totals and sorting."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import (
    Case,
    DateField,
    DecimalField,
    F,
    Func,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Round
from django.db.models.lookups import IsNull

from common.money.currencies import HRYVNIA, places_of
from common.money.models import ExchangeRate
from common.money.rates import OLDEST_DAYS
from common.registers.expressions import JsonObject, Today

RATE = DecimalField(max_digits=18, decimal_places=8)
AMOUNT = DecimalField(max_digits=30, decimal_places=2)


class Earlier(Func):
    function = "least"
    output_field = DateField()


class DaysBefore(Func):
    template = f"(%(expressions)s - {OLDEST_DAYS})"
    output_field = DateField()


def rate_of(currency: str, on: str) -> Case:
    """Hryvnias for one unit of the row's currency on the row's day, as `Rates.quote` finds it.

    `currency` and `on` are columns; null when no rate is known or the day is not.
    """
    return Case(
        When(Q(**{currency: HRYVNIA}), then=Value(1, output_field=RATE)),
        default=Subquery(_latest(OuterRef(currency), on).values("rate")[:1]),
        output_field=RATE,
    )


def rate_on_of(currency: str, on: str) -> Case:
    """The day of that rate; null for hryvnias, which need none."""
    return Case(
        When(Q(**{currency: HRYVNIA}), then=Value(None, output_field=DateField())),
        default=Subquery(_latest(OuterRef(currency), on).values("rate_on")[:1]),
        output_field=DateField(),
    )


def rate_to(code: str, on: str) -> Any:
    """Hryvnias for one unit of a fixed currency on the row's day."""
    if code == HRYVNIA:
        return Value(1, output_field=RATE)
    return Subquery(_latest(Value(code), on).values("rate")[:1], output_field=RATE)


def _latest(currency: Any, on: str) -> models.QuerySet[ExchangeRate]:
    """`least` passes over a day that is not known: the plain comparison lets nothing through."""
    return ExchangeRate.objects.filter(
        currency=currency,
        rate_on__lte=OuterRef(on),
        rate_on__range=(DaysBefore(Earlier(OuterRef(on), Today())), Today()),
    ).order_by("-rate_on")


def equivalent_of(amount: str, currency: str, on: str, to: str = HRYVNIA) -> Any:
    """The row's amount in `to`, rounded as `equivalents.equivalent` does; null without a rate.

    An amount that is in `to` already is itself.
    """
    exchanged = Cast(F(amount), AMOUNT) * rate_of(currency, on) / rate_to(to, on)
    return Case(
        When(Q(**{currency: to}), then=Cast(F(amount), AMOUNT)),
        default=Round(exchanged, precision=places_of(to)),
        output_field=AMOUNT,
    )


def money_json(amount: str, currency: str, on: str) -> Case:
    """A field of the kind MONEY: the amount, its day, and its value in hryvnias with the rate.

    `in_uah` is null for hryvnias and where no rate is known; the whole is null without an amount.
    """
    equivalent = Case(
        When(
            ~Q(**{currency: HRYVNIA}) & Q(IsNull(rate_of(currency, on), False)),
            then=JsonObject(
                amount=equivalent_of(amount, currency, on),
                rate=rate_of(currency, on),
                rate_on=rate_on_of(currency, on),
            ),
        ),
        output_field=models.JSONField(),
    )
    return Case(
        When(
            **{f"{amount}__isnull": False},
            then=JsonObject(
                amount=F(amount), currency=F(currency), value_date=F(on), in_uah=equivalent
            ),
        ),
        output_field=models.JSONField(),
    )
