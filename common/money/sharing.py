"""Splitting an amount, exact to the cent: the parts always sum up to the whole."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_DOWN, Decimal, localcontext

from common.money.currencies import cent_of

PRECISION = 60


class UnusableShares(ValueError):
    """The shares are negative, or there is nothing to split by."""


def split(amount: Decimal, shares: Sequence[Decimal | int], currency: str) -> list[Decimal]:
    """The amount in proportion to the shares, in cents of the currency.

    What rounding leaves goes, a cent each, to those who lost most by it (the earlier first when
    they lost the same), so that nobody is more than a cent off and the sum is exact. A share of
    zero gets nothing. Refuses negative shares and shares that are all zero.
    """
    if any(share < 0 for share in shares) or not any(shares):
        raise UnusableShares("Shares must not be negative, and one of them must not be zero.")
    if amount < 0:
        return [-part for part in split(-amount, shares, currency)]
    with localcontext(prec=PRECISION):
        return _largest_remainders(amount, [Decimal(share) for share in shares], cent_of(currency))


def _largest_remainders(amount: Decimal, shares: list[Decimal], cent: Decimal) -> list[Decimal]:
    whole = sum(shares)
    exact = [amount * share / whole for share in shares]
    parts = [part.quantize(cent, ROUND_DOWN) for part in exact]
    left = amount - sum(parts)
    receiving = [place for place, share in enumerate(shares) if share]
    by_loss = sorted(receiving, key=lambda place: parts[place] - exact[place])
    for place in by_loss:
        given = min(cent, left)
        parts[place] += given
        left -= given
    return parts
