"""How the money of a project is shared among its territories: stated shares, the rest equally."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from common.money.sharing import split
from projects.models import ProjectTerritory

WHOLE = Decimal(100)
CENT = Decimal("0.01")


@dataclass(frozen=True)
class Share:
    """`percentage` of the project's money; not stated: an equal part of what the others leave."""

    territory: ProjectTerritory
    percentage: Decimal
    is_stated: bool


def shares_of(territories: Iterable[ProjectTerritory]) -> list[Share]:
    """The share of every territory; together they are 100 per cent, exact to the hundredth."""
    rows = list(territories)
    open_rows = [one for one in rows if one.percentage is None]
    stated = sum((one.percentage for one in rows if one.percentage is not None), Decimal(0))
    rest = max(WHOLE - stated, Decimal(0))
    equal = _parts(rest, len(open_rows))
    return [
        Share(one, equal.pop(0), is_stated=False)
        if one.percentage is None
        else Share(one, one.percentage, is_stated=True)
        for one in rows
    ]


def amounts_of(
    amount: Decimal, currency: str, territories: Iterable[ProjectTerritory]
) -> list[tuple[Share, Decimal]]:
    """The part of the amount that falls to each territory; the parts sum up to the whole."""
    shares = shares_of(territories)
    if not any(one.percentage for one in shares):
        return [(one, Decimal(0)) for one in shares]
    parts = split(amount, [one.percentage for one in shares], currency)
    return list(zip(shares, parts, strict=True))


def _parts(rest: Decimal, count: int) -> list[Decimal]:
    """Equal parts in hundredths; the first ones take what rounding leaves."""
    if not count:
        return []
    hundredths = int((rest / CENT).to_integral_value(ROUND_HALF_UP))
    each, more = divmod(hundredths, count)
    return [CENT * (each + (place < more)) for place in range(count)]
