"""How well the ranking finds links that exist: each is hidden in turn, and its rank looked up."""

from __future__ import annotations

import hashlib
import statistics
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from twinning.similarity.places import Columns, Home, KnownLink, KnownLinks, log_size, unit_vector
from twinning.similarity.scoring import score_rows
from twinning.similarity.weights import Weights

SEED = "mosty-1"
CUTS = (10, 50, 200)

Scorer = Callable[[Home, Columns, range, KnownLinks], Sequence[float]]


@dataclass(frozen=True, slots=True)
class Case:
    """A known link and the community that it belongs to; `code` (KATOTTG) decides the split."""

    home: Home
    link: KnownLink
    code: str


@dataclass(frozen=True, slots=True)
class Result:
    """One line of the table. Percentiles of the candidates: 0 is best, 50 is chance."""

    method: str
    links: int
    candidates: int
    median_percentile: float
    recalls: dict[int, float]


def is_for_tuning(code: str) -> bool:
    """Half of the communities, by a seeded hash: all links of one are on the same side."""
    return hashlib.sha256(f"{SEED}:{code}".encode()).digest()[0] % 2 == 0


def ours(weights: Weights) -> Scorer:
    def score(home: Home, columns: Columns, rows: range, known: KnownLinks) -> Sequence[float]:
        return score_rows(home, columns, rows, weights=weights, known=known)

    return score


def nearest_population(
    home: Home, columns: Columns, rows: range, known: KnownLinks
) -> Sequence[float]:
    size = log_size(home.population)
    return [-abs(own - size) for own in columns.sizes[rows.start : rows.stop]]


def biggest_first(home: Home, columns: Columns, rows: range, known: KnownLinks) -> Sequence[float]:
    return columns.sizes[rows.start : rows.stop]


def nearest_distance(
    home: Home, columns: Columns, rows: range, known: KnownLinks
) -> Sequence[float]:
    """The cosine of the angle between two places falls as the distance grows."""
    x, y, z = unit_vector(home.latitude or 0, home.longitude or 0)
    part = slice(rows.start, rows.stop)
    vectors = zip(columns.xs[part], columns.ys[part], columns.zs[part], strict=True)
    return [x * a + y * b + z * c for a, b, c in vectors]


def chance(home: Home, columns: Columns, rows: range, known: KnownLinks) -> Sequence[float]:
    """Every place alike: ties count by their middle, which is what chance gives on average."""
    return [0.0] * len(rows)


BASELINES: dict[str, Scorer] = {
    "random": chance,
    "nearest population": nearest_population,
    "nearest distance": nearest_distance,
    "biggest city first": biggest_first,
}


def rank_of(
    case: Case,
    columns: Columns,
    known: KnownLinks,
    scorer: Scorer,
    *,
    country: str,
    free_only: bool,
) -> tuple[float, int]:
    """Rank (1 is best, ties by their middle) of the hidden place, and how many candidates."""
    rest = known.without(case.link)
    rows = columns.rows(country)
    scores = scorer(case.home, columns, rows, rest)
    target = columns.row_of[case.link.municipality]
    own = scores[target - rows.start]
    better = sum(score > own for score in scores)
    ties = sum(score == own for score in scores) - 1
    if free_only:
        for row in _linked_rows(columns, rows, rest, target):
            better -= scores[row - rows.start] > own
            ties -= scores[row - rows.start] == own
    return better + ties / 2 + 1, len(rows)


def _linked_rows(columns: Columns, rows: range, known: KnownLinks, target: int) -> Iterable[int]:
    """Places shown apart because others have them; never the place looked for."""
    found = (columns.row_of.get(key) for key in known.by_municipality)
    return (row for row in found if row is not None and row in rows and row != target)


def chance_recalls(candidates: int) -> dict[int, float]:
    return {cut: cut / candidates for cut in CUTS}


def evaluate(
    method: str,
    scorer: Scorer,
    cases: Sequence[Case],
    columns: Columns,
    known: KnownLinks,
    *,
    within_country: bool,
    free_only: bool,
) -> Result:
    ranks, sizes = [], []
    for case in cases:
        country = case.link.country if within_country else ""
        rank, size = rank_of(case, columns, known, scorer, country=country, free_only=free_only)
        ranks.append(rank)
        sizes.append(size)
    percentiles = [100 * rank / size for rank, size in zip(ranks, sizes, strict=True)]
    recalls = {cut: sum(rank <= cut for rank in ranks) / len(ranks) for cut in CUTS}
    if scorer is chance:
        recalls = chance_recalls(max(sizes))
    return Result(method, len(cases), max(sizes), statistics.median(percentiles), recalls)
