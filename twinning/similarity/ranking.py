"""The list for a community: free places first, those with a partner in Ukraine apart."""

from __future__ import annotations

import heapq
from dataclasses import dataclass

from twinning.similarity.places import Columns, Home, KnownLinks
from twinning.similarity.scoring import score_rows
from twinning.similarity.weights import Weights


@dataclass(frozen=True, slots=True)
class Match:
    """A place by its key in the database, and how well it fits."""

    municipality: int
    score: float


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
    rows = columns.rows(country)
    scores = score_rows(home, columns, rows, weights=weights, known=known)
    own = {link.municipality for link in known.of_community(home.key)}
    linked = {
        row
        for key in known.by_municipality
        if (row := columns.row_of.get(key)) is not None and row in rows
    }
    first = rows.start
    needed = heapq.nlargest(limit + len(linked), scores)
    least = needed[-1] if needed else 0.0
    # Rows count downwards, so that of equal places the first one wins.
    falling = range(-first, -rows.stop, -1)
    near = [pair for pair in zip(scores, falling, strict=True) if pair[0] >= least]
    best = heapq.nlargest(limit + len(linked), near)
    free = [Match(columns.keys[-row], score) for score, row in best if -row not in linked]
    taken = heapq.nlargest(
        linked_limit,
        ((scores[row - first], row) for row in linked if columns.keys[row] not in own),
    )
    return Ranking(free[:limit], [Match(columns.keys[row], score) for score, row in taken])
