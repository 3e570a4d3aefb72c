"""One number for every place abroad: the higher, the more like the links that exist."""

from __future__ import annotations

import math
from collections.abc import Iterator

from twinning.similarity.places import Block, Columns, Home, KnownLinks, log_size, unit_vector
from twinning.similarity.vicinity import near_partners
from twinning.similarity.weights import (
    COUNTRY_TIE,
    FAR_FROM_KM,
    FAR_PER_1000_KM,
    LEARNED,
    MIDDLE,
    OBLAST_TIE,
    SIZE_APART_LEAST,
    USUAL_TIES,
    Learned,
    Weights,
)

EARTH_RADIUS = 6.371  # thousands of kilometres
# Rounding may put a score this much above the limit of its block.
ROUNDING = 1e-9


def size_matters(population: int | None, learned: Learned = LEARNED) -> float:
    """What one decimal step between the sizes costs a community of this size."""
    if not population:
        return 0.0
    more = learned.size_apart_grows * (log_size(population) - MIDDLE)
    return max(SIZE_APART_LEAST, learned.size_apart + more)


def ties_of(home: Home, country: str, known: KnownLinks) -> float:
    """How used Ukraine, and the community's own oblast, are to partners in the country."""
    everywhere = math.log1p(known.per_country[country] + USUAL_TIES.get(country, 0))
    here = math.log1p(known.per_oblast_and_country[home.oblast, country])
    return COUNTRY_TIE * everywhere + OBLAST_TIE * here


class Yardstick:
    """What one community measures every place with: its parts computed once."""

    def __init__(self, home: Home, columns: Columns, weights: Weights, known: KnownLinks) -> None:
        self._home, self._columns, self._known = home, columns, known
        self._apart = weights.size * size_matters(home.population, columns.learned)
        self._size = log_size(home.population)
        self._standing, self._ties = weights.standing, weights.ties
        self.near = near_partners(home, columns, known) if weights.ties else {}
        self._near = weights.ties * columns.learned.near_partner
        self._far = FAR_PER_1000_KM * weights.nearness
        self._point = None
        if self._far and home.latitude is not None and home.longitude is not None:
            self._point = unit_vector(home.latitude, home.longitude)

    def tie(self, country: str) -> float:
        return self._ties * ties_of(self._home, country, self._known)

    def score(self, row: int, tie: float) -> float:
        """All of the score of one place, nearness to partners of the oblast among it."""
        [score] = self.scores(range(row, row + 1), tie)
        return score + self.gain(row)

    def gain(self, row: int) -> float:
        vicinity = self.near.get(row)
        return self._near * vicinity.closeness if vicinity else 0.0

    def scores(self, rows: range, tie: float) -> list[float]:
        """Scores of rows of one country without `gain`, in their order. Written for speed."""
        wide, apart, size = self._standing, self._apart, self._size
        part = slice(rows.start, rows.stop)
        columns = self._columns
        scores = [
            wide * standing - apart * abs(own - size) + tie
            for standing, own in zip(columns.standings[part], columns.sizes[part], strict=True)
        ]
        if self._point is None:
            return scores
        far = self._far
        return [
            score - far * thousands if thousands > 0 else score
            for score, thousands in zip(scores, self._beyond(part), strict=True)
        ]

    def limit(self, block: Block, tie: float, *, may_gain: bool) -> float:
        """No row of the block scores more; with `may_gain` a row may lie at a partner's place."""
        most = tie + (self._near if may_gain else 0.0)
        most += self._standing * block.standing - self._apart * block.apart(self._size)
        if self._point is not None:
            beyond = EARTH_RADIUS * block.away(self._point) - FAR_FROM_KM / 1000
            most -= self._far * max(0.0, beyond)
        return most + ROUNDING

    def _beyond(self, part: slice) -> Iterator[float]:
        """Thousands of kilometres beyond the distance that does not matter (below: negative).

        Along the straight line through the earth: near enough, and much quicker than the arc.
        """
        assert self._point is not None
        x, y, z = self._point
        free = FAR_FROM_KM / 1000
        root = math.sqrt
        columns = self._columns
        axes = zip(columns.xs[part], columns.ys[part], columns.zs[part], strict=True)
        return (
            EARTH_RADIUS * root((x - a) ** 2 + (y - b) ** 2 + (z - c) ** 2) - free
            for a, b, c in axes
        )


def score_rows(
    home: Home, columns: Columns, rows: range, *, weights: Weights, known: KnownLinks
) -> list[float]:
    """Scores of all of `rows`: for the measurement. The list itself looks only where it must."""
    yardstick = Yardstick(home, columns, weights, known)
    scores: list[float] = []
    first = rows.start
    for country, run in columns.countries.items():
        part = range(max(run.start, rows.start), min(run.stop, rows.stop))
        if part:
            scores += yardstick.scores(part, yardstick.tie(country))
    for row in yardstick.near:
        if row in rows:
            scores[row - first] += yardstick.gain(row)
    return scores
