"""What an amount was worth in another currency, with the rates it follows from."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext

from common.money.currencies import HRYVNIA, cent_of
from common.money.rates import Quote, Rates

# More digits than any sum of the portal has, so that only the last step rounds.
PRECISION = 40


@dataclass(frozen=True, slots=True)
class Equivalent:
    """`amount` of `currency`, and the official rates (hryvnias for one unit) it follows from.

    One quote when hryvnias are on either side, two (of the amount's own currency first) between
    two foreign currencies.
    """

    amount: Decimal
    currency: str
    quotes: tuple[Quote, ...]

    @property
    def rate(self) -> Decimal:
        """The rate to tell: hryvnias for one unit of the first foreign currency."""
        return self.quotes[0].rate

    @property
    def rate_on(self) -> dt.date:
        """The oldest of the days: the equivalent is no fresher than its oldest rate."""
        return min(quote.rate_on for quote in self.quotes)


def equivalent(
    amount: Decimal,
    currency: str,
    on: dt.date,
    to: str = HRYVNIA,
    *,
    rates: Rates | None = None,
) -> Equivalent | None:
    """The amount in `to`, by the latest rates on or before the day `on`, rounded half up to cents.

    None when there is nothing to tell: the same currency, or no rate within `OLDEST_DAYS` before
    the day. Foreign currencies are exchanged through the hryvnia. `rates` keeps what was read.
    """
    if currency == to:
        return None
    rates = rates or Rates()
    own, other = rates.quote(currency, on), rates.quote(to, on)
    if own is None or other is None:
        return None
    return Equivalent(
        exchanged(amount, own.rate, other.rate, to),
        to,
        tuple(quote for quote in (own, other) if quote.currency != HRYVNIA),
    )


def exchanged(amount: Decimal, rate: Decimal, rate_to: Decimal, to: str) -> Decimal:
    with localcontext(prec=PRECISION):
        return (amount * rate / rate_to).quantize(cent_of(to), ROUND_HALF_UP)
