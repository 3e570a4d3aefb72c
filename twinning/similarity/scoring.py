"""One number for every place abroad: the higher, the more like the links that exist."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import repeat

from twinning.similarity.places import Columns, Home, KnownLinks, log_size, unit_vector
from twinning.similarity.weights import (
    COUNTRY_TIE,
    FAR_FROM_KM,
    FAR_PER_1000_KM,
    MIDDLE,
    OBLAST_TIE,
    SIZE_APART,
    SIZE_APART_GROWS,
    SIZE_APART_LEAST,
    USUAL_TIES,
    Weights,
)

EARTH_DIAMETER_KM = 2 * 6371


def size_matters(population: int | None) -> float:
    """What one decimal step between the sizes costs a community of this size."""
    if not population:
        return 0.0
    return max(SIZE_APART_LEAST, SIZE_APART + SIZE_APART_GROWS * (log_size(population) - MIDDLE))


def ties_of(home: Home, country: str, known: KnownLinks) -> float:
    """How used Ukraine, and the community's own oblast, are to partners in the country."""
    everywhere = math.log1p(known.per_country[country] + USUAL_TIES.get(country, 0))
    here = math.log1p(known.per_oblast_and_country[home.oblast, country])
    return COUNTRY_TIE * everywhere + OBLAST_TIE * here


def score_rows(
    home: Home, columns: Columns, rows: range, *, weights: Weights, known: KnownLinks
) -> list[float]:
    """Scores of `rows` in their order. Written for speed: this is all the work there is."""
    part = slice(rows.start, rows.stop)
    apart = weights.size * size_matters(home.population)
    size = log_size(home.population)
    wide, far = weights.standing, FAR_PER_1000_KM * weights.nearness
    scores = [
        wide * standing - apart * abs(own - size) + tie
        for standing, own, tie in zip(
            columns.standings[part],
            columns.sizes[part],
            _ties(home, columns, rows, weights, known),
            strict=True,
        )
    ]
    if home.latitude is None or home.longitude is None or not far:
        return scores
    return [
        score - far * thousands if thousands > 0 else score
        for score, thousands in zip(scores, _beyond(home, columns, part), strict=True)
    ]


def _ties(
    home: Home, columns: Columns, rows: range, weights: Weights, known: KnownLinks
) -> Iterator[float]:
    """The tie of each row's country, run by run."""
    for country, run in columns.countries.items():
        length = min(run.stop, rows.stop) - max(run.start, rows.start)
        if length > 0:
            yield from repeat(weights.ties * ties_of(home, country, known), length)


def _beyond(home: Home, columns: Columns, part: slice) -> Iterator[float]:
    """Thousands of kilometres beyond the distance that does not matter (below it: negative).

    Along the straight line through the earth: near enough, and much quicker than the arc.
    """
    assert home.latitude is not None
    assert home.longitude is not None
    x, y, z = unit_vector(home.latitude, home.longitude)
    free = FAR_FROM_KM / 1000
    scale = EARTH_DIAMETER_KM / 2 / 1000
    root = math.sqrt
    # |a-b|² = 2 - 2ab for points on the sphere; the maximum keeps rounding from a negative root.
    return (
        scale * root(max(0.0, 2 - 2 * (x * a + y * b + z * c))) - free
        for a, b, c in zip(columns.xs[part], columns.ys[part], columns.zs[part], strict=True)
    )
