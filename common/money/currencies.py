"""Currencies by ISO 4217: which are offered, how they are called and written."""

from __future__ import annotations

import re
from decimal import Decimal

from babel.numbers import get_currency_name, get_currency_precision
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from common.design.formats import locale

HRYVNIA = "UAH"
# In which a reader may look at amounts (`?currency=eur`).
VIEWING = (HRYVNIA, "EUR", "USD")
# Those of our partners, in the order in which forms offer them.
OFFERED = (
    *VIEWING,
    *("GBP", "CHF", "SEK", "PLN", "DKK", "NOK", "CAD", "JPY", "CZK", "HUF", "RON", "BGN"),
    *("MDL", "GEL", "ISK", "RSD", "TRY", "ILS", "AUD", "NZD", "KRW", "CNY", "INR", "KZT"),
    *("AED", "SAR", "SGD", "ZAR", "XDR"),
)

CODE = re.compile(r"[A-Z]{3}")
is_currency_code = RegexValidator(
    r"^[A-Z]{3}\Z", _("A currency is three capital letters by ISO 4217, such as EUR.")
)


def currency_choices() -> list[tuple[str, str]]:
    """Code and “EUR – euro”, for forms and filters."""
    return [(code, f"{code} – {currency_name(code)}") for code in OFFERED]


def currency_name(code: str) -> str:
    """The name in the active language; the code itself when nobody knows it."""
    return get_currency_name(code, locale=locale())


def counted_name(code: str, amount: Decimal) -> str:
    """The name as it stands after this amount: гривень, євро, шведські крони."""
    if code == HRYVNIA:
        return pgettext("after an amount", "UAH")
    # 5.00 counts as five does: its noughts would choose the form of a fraction.
    count = int(amount) if amount == int(amount) else amount
    return get_currency_name(code, count=count, locale=locale())


def places_of(code: str) -> int:
    """How many digits follow the point: two, but none of the yen."""
    return get_currency_precision(code)


def cent_of(code: str) -> Decimal:
    """The smallest amount that can be paid: 0.01 of the euro, 1 of the yen."""
    return Decimal(1).scaleb(-places_of(code))
