"""Amounts on pages: `{% money amount currency day %}`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import template
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from common.design.parts import Link
from common.money import wording
from common.money.currencies import HRYVNIA
from common.money.equivalents import Equivalent, equivalent, exchanged
from common.money.rates import Quote
from common.money.totals import Total
from common.money.viewing import currency_links, rates_of, viewing_currency

register = template.Library()


@register.simple_tag(takes_context=True)
def money(
    context: template.Context,
    amount: Decimal | float | str | None,
    currency: str,
    on: dt.date | str | None = None,
    *,
    form: str = "full",
) -> SafeString:
    """1 200 000 євро (≈ 51 533 640 грн за курсом 42,9447 на 15.03.2024).

    `form="short"` abbreviates both amounts (1,2 млн євро) and keeps the exact one for a pointer;
    without a day, or without a rate near it, the amount stands alone. The equivalent is in the
    currency that the reader chose.
    """
    if amount in (None, ""):
        return SafeString("")
    value = Decimal(str(amount))
    request: HttpRequest | None = context.get("request")
    found = None
    if on:
        day = dt.date.fromisoformat(on) if isinstance(on, str) else on
        found = equivalent(value, currency, day, viewing_currency(request), rates=rates_of(request))
    return told(value, currency, found, form=form)


def told(amount: Decimal, currency: str, found: Equivalent | None, *, form: str) -> SafeString:
    write = wording.short if form == "short" else wording.full
    own = format_html(
        '<data class="nowrap" value="{} {}" title="{}">{}</data>',
        currency,
        amount,
        wording.full(amount, currency),
        write(amount, currency),
    )
    if found is None:
        return own
    return format_html(
        '{} <span class="muted"><span class="nowrap">(≈ {}</span> {})</span>',
        own,
        write(found.amount, found.currency),
        wording.rates_told(found),
    )


@register.inclusion_tag("money/total.html")
def money_total(total: Total) -> dict[str, Any]:
    """A sum with the days of its rates, and how many records it leaves out."""
    return {"total": total, "amount": wording.full(total.amount, total.currency)}


@register.simple_tag(takes_context=True)
def currencies_to_view(context: template.Context) -> list[Link]:
    return currency_links(context["request"])


@register.simple_tag(takes_context=True)
def money_of(context: template.Context, value: Any, *, form: str = "short") -> SafeString:
    """A register row's field of the kind MONEY; the row brings its value in hryvnias along."""
    if not value:
        return SafeString("")
    amount, currency = Decimal(str(value["amount"])), value["currency"]
    if viewing_currency(context.get("request")) != HRYVNIA:
        return money(context, amount, currency, value["value_date"], form=form)
    return told(amount, currency, _brought_along(amount, value), form=form)


def _brought_along(amount: Decimal, value: Mapping[str, Any]) -> Equivalent | None:
    known = value["in_uah"]
    if known is None:
        return None
    rate = Decimal(str(known["rate"]))
    quote = Quote(value["currency"], rate, dt.date.fromisoformat(known["rate_on"]))
    return Equivalent(exchanged(amount, rate, Decimal(1), HRYVNIA), HRYVNIA, (quote,))


@register.filter
def exact_rate(rate: Decimal) -> str:
    """42,9447: as many digits as the bank publishes."""
    return wording.rate_text(rate)
