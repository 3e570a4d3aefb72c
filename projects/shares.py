"""How the money of a project is shared among its territories: stated shares, the rest equally."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from common.money.equivalents import equivalent
from common.money.rates import Rates
from common.money.sharing import split
from communities.models import Community
from projects.models import Project, ProjectTerritory

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


@dataclass(frozen=True)
class CommunityPart:
    """What falls to one community, in one currency; `left_out` have no cost, or no rate of it."""

    amount: Decimal
    currency: str
    counted: int
    left_out: int


def part_of_community(
    projects: Iterable[Project], community: Community, *, to: str, rates: Rates
) -> CommunityPart:
    """The community's own part of each project's cost, by the rate of the cost's day.

    The whole is exchanged first and divided then: the parts of all territories of a project sum up
    to its cost to the cent. Projects come with their territories prefetched.
    """
    rows = list(projects)
    rates.prime(
        (code, one.amount_on) for one in rows if one.amount_on for code in (one.currency, to)
    )
    total, counted = Decimal(0), 0
    for one in rows:
        whole = cost_in(one, to, rates)
        if whole is None:
            continue
        counted += 1
        total += sum(
            (
                part
                for share, part in amounts_of(whole, to, one.territories.all())
                if share.territory.community_id == community.pk
            ),
            Decimal(0),
        )
    return CommunityPart(total, to, counted, len(rows) - counted)


def cost_in(project: Project, to: str, rates: Rates) -> Decimal | None:
    """The cost in another currency; nothing without a cost, or without a rate of its day."""
    if project.amount is None or project.currency == to:
        return project.amount
    if project.amount_on is None:
        return None
    found = equivalent(project.amount, project.currency, project.amount_on, to, rates=rates)
    return found.amount if found else None


def _parts(rest: Decimal, count: int) -> list[Decimal]:
    """Equal parts in hundredths; the first ones take what rounding leaves."""
    if not count:
        return []
    hundredths = int((rest / CENT).to_integral_value(ROUND_HALF_UP))
    each, more = divmod(hundredths, count)
    return [CENT * (each + (place < more)) for place in range(count)]
