"""Amounts in words of the page's language, short or in full, with the rates they follow from."""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal

from babel.dates import format_date
from babel.numbers import format_decimal
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from common.design.formats import NBSP, current_language, locale, number
from common.money.currencies import HRYVNIA, counted_name, places_of
from common.money.equivalents import Equivalent
from common.money.rates import Quote

# (from which amount, words) for short forms; the next larger one begins where rounding reaches it.
STEPS = (
    (Decimal(10) ** 9, "billion"),
    (Decimal(10) ** 6, "million"),
)


def full(amount: Decimal, currency: str) -> str:
    """1 200 000 євро / EUR 1,200,000: cents only where there are any."""
    return _with_currency(_digits(amount, currency), amount, currency)


def short(amount: Decimal, currency: str) -> str:
    """1,2 млн євро / EUR 1.2 million."""
    size = abs(amount)
    for start, word in STEPS:
        if size >= start * Decimal("0.99995"):
            tenths = (amount / start).quantize(Decimal("0.1"), ROUND_HALF_UP)
            text = f"{number(tenths)}{NBSP}{_step_word(word)}"
            # Five millions of a currency: the word after a step is always in the plural.
            return _with_currency(text, Decimal(5), currency)
    return full(amount, currency)


def between(smallest: Decimal, largest: Decimal, currency: str) -> str:
    """від 50 000 до 250 000 євро / from EUR 50,000 to 250,000."""
    first, last = _digits(smallest, currency), _digits(largest, currency)
    if current_language() == "en":
        first = _with_currency(first, smallest, currency)
    else:
        last = _with_currency(last, largest, currency)
    return _("from %(smallest)s to %(largest)s") % {"smallest": first, "largest": last}


def _digits(amount: Decimal, currency: str) -> str:
    is_whole = amount == amount.to_integral_value()
    return number(amount, 0 if is_whole else max(places_of(currency), 2))


def _step_word(word: str) -> str:
    return {
        "billion": pgettext("after an amount", "billion"),
        "million": pgettext("after an amount", "million"),
    }[word]


def _with_currency(digits: str, amount: Decimal, currency: str) -> str:
    if current_language() == "en":
        return f"{currency}{NBSP}{digits}"
    return f"{digits}{NBSP}{counted_name(currency, amount)}"


def day(on: dt.date) -> str:
    """15.03.2024 / 15 March 2024."""
    pattern = "d MMMM y" if current_language() == "en" else "dd.MM.y"
    return format_date(on, format=pattern, locale=locale())


def rate_text(rate: Decimal) -> str:
    """42,9447: as many digits as the bank publishes, never rounded to kopecks."""
    text = format_decimal(rate, format="#,##0.00######", locale=locale())
    return text.replace("\N{NARROW NO-BREAK SPACE}", NBSP)


def rates_told(equivalent: Equivalent) -> str:
    """“at the rate of 42.94 on 15 March 2024”; between two foreign currencies, both rates."""
    if len(equivalent.quotes) == 1 and equivalent.currency == HRYVNIA:
        quote = equivalent.quotes[0]
        return _("at the rate of %(rate)s on %(day)s") % {
            "rate": rate_text(quote.rate),
            "day": day(quote.rate_on),
        }
    return _("at the rates: %(rates)s") % {"rates": "; ".join(map(_quote, equivalent.quotes))}


def _quote(quote: Quote) -> str:
    return _("%(rate)s UAH for 1 %(currency)s on %(day)s") % {
        "rate": rate_text(quote.rate),
        "currency": quote.currency,
        "day": day(quote.rate_on),
    }
