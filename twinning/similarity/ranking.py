"""The list for a community: free places first, those with a partner in Ukraine apart."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import dataclass

from twinning.similarity.places import Block, Columns, Home, KnownLink, KnownLinks, kilometres
from twinning.similarity.scoring import Yardstick
from twinning.similarity.weights import Weights


@dataclass(frozen=True, slots=True)
class Near:
    """A partner of another community of the oblast, and how far from it the place is."""

    link: KnownLink
    kilometres: float


@dataclass(frozen=True, slots=True)
class Match:
    """A place by its key in the database, how well it fits, and what partner it lies near."""

    municipality: int
    score: float
    near: Near | None = None


@dataclass(frozen=True, slots=True)
class Ranking:
    free: list[Match]
    linked: list[Match]


def rank(
    home: Home,
    columns: Columns,
    *,
    known: KnownLinks,
    weights: Weights,
    country: str = "",
    limit: int = 25,
    linked_limit: int = 10,
) -> Ranking:
    """The best of all places, or of one country. Places the community has already are left out."""
    yardstick = Yardstick(home, columns, weights, known)
    ties = {
        code: yardstick.tie(code) for code in columns.countries if not country or code == country
    }
    linked = _linked_rows(columns, known, ties)
    own = {link.municipality for link in known.of_community(home.key)}
    free = _best(yardstick, columns, ties, linked, limit)
    taken = heapq.nlargest(
        linked_limit,
        (
            (yardstick.score(row, ties[code]), row)
            for row, code in linked.items()
            if columns.keys[row] not in own
        ),
    )

    def match(row: int, score: float) -> Match:
        return Match(columns.keys[row], score, _near(yardstick, columns, row))

    return Ranking(
        [match(-row, score) for score, row in free], [match(row, score) for score, row in taken]
    )


def _near(yardstick: Yardstick, columns: Columns, row: int) -> Near | None:
    vicinity = yardstick.near.get(row)
    if vicinity is None or vicinity.link.municipality == columns.keys[row]:
        return None
    centre = columns.row_of[vicinity.link.municipality]
    return Near(vicinity.link, kilometres(columns.point(row), columns.point(centre)))


def _linked_rows(columns: Columns, known: KnownLinks, ties: dict[str, float]) -> dict[int, str]:
    """Rows of places with a partner in Ukraine, and their country."""
    links = ((columns.row_of.get(link.municipality), link.country) for link in known.links)
    return {row: code for row, code in links if row is not None and code in ties}


def _best(
    yardstick: Yardstick,
    columns: Columns,
    ties: dict[str, float],
    linked: dict[int, str],
    limit: int,
) -> list[tuple[float, int]]:
    """The best free rows as (score, minus row), best first; of equal places the first wins.

    Blocks are looked into from the most promising down, until none can hold a better place.
    """
    best: list[tuple[float, int]] = []
    near = yardstick.near
    for most, block, tie in _promising(yardstick, columns, ties):
        if len(best) >= limit and most < best[-1][0]:
            break
        scores = zip(yardstick.scores(block.rows, tie), block.rows, strict=True)
        found = [
            (score + yardstick.gain(row) if row in near else score, -row)
            for score, row in scores
            if row not in linked
        ]
        best = heapq.nlargest(limit, [*best, *found])
    return best


def _promising(
    yardstick: Yardstick, columns: Columns, ties: dict[str, float]
) -> Iterator[tuple[float, Block, float]]:
    """Blocks with what their rows cannot exceed, the highest first."""
    near = columns.countries_of(yardstick.near)
    found = [
        (yardstick.limit(block, tie, may_gain=code in near), block, tie)
        for code, tie in ties.items()
        for block in columns.blocks[code]
    ]
    found.sort(key=lambda one: one[0], reverse=True)
    return iter(found)
