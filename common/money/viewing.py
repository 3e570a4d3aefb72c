"""In which currency the reader looks at amounts: `?currency=eur`, hryvnias when nothing is said."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest
from django.utils.text import capfirst

from common.design.parts import Link
from common.money.currencies import HRYVNIA, VIEWING, currency_name
from common.money.rates import Rates

PARAMETER = "currency"


def viewing_currency(request: HttpRequest | None) -> str:
    asked = request.GET.get(PARAMETER, "").upper() if request else ""
    return asked if asked in VIEWING else HRYVNIA


def currency_links(request: HttpRequest) -> list[Link]:
    """The same page in each currency, for `{% switch links label %}`."""
    current = viewing_currency(request)
    links = []
    for code in VIEWING:
        query = request.GET.copy()
        query[PARAMETER] = code.lower()
        if code == HRYVNIA:
            del query[PARAMETER]
        address = f"{request.path}?{query.urlencode()}" if query else request.path
        links.append(Link(capfirst(currency_name(code)), address, current=code == current))
    return links


def rates_of(request: HttpRequest | None) -> Rates:
    """The rates of this page, kept with its request so that none is read twice."""
    if request is None:
        return Rates()
    if not hasattr(request, "exchange_rates"):
        request.exchange_rates = Rates()  # type: ignore[attr-defined]
    rates: Rates = request.exchange_rates  # type: ignore[attr-defined]
    return rates


def prime_rows(request: HttpRequest, page: Any, *fields: str) -> None:
    """Read by one statement the rates that the MONEY fields of a list's rows need.

    Rows bring their values in hryvnias along; the page is asked for its `rows` for others only.
    """
    to = viewing_currency(request)
    if to == HRYVNIA:
        return
    values = [row[name] for row in page.rows for name in fields if row.get(name)]
    days = [
        (one["currency"], dt.date.fromisoformat(one["value_date"]))
        for one in values
        if one["value_date"]
    ]
    rates_of(request).prime([*days, *((to, day) for _code, day in days)])
