"""How well the ranking finds links that exist: each is hidden in turn, and its rank looked up."""

from __future__ import annotations

import random
import statistics
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from twinning.similarity.learning import SEED, Case, fold_of, learn
from twinning.similarity.places import Columns, Home, KnownLinks, log_size, unit_vector
from twinning.similarity.scoring import score_rows
from twinning.similarity.weights import Learned, Weights

CUTS = (10, 50, 200)
DRAWS = 1000

Scorer = Callable[[Home, Columns, range, KnownLinks], Sequence[float]]


@dataclass(frozen=True, slots=True)
class Result:
    """One line of the table. Percentiles of the candidates: 0 is best, 50 is chance."""

    method: str
    links: int
    candidates: int
    median_percentile: float
    recalls: dict[int, float]
    # Of the median, and of each recall.
    median_interval: Interval
    intervals: dict[int, Interval]


@dataclass(frozen=True, slots=True)
class Interval:
    """Between what 95 of 100 draws of the communities anew would give."""

    low: float
    high: float


class CrossValidated:
    """Every link measured with numbers learned from the links of other communities.

    Communities are dealt into folds by a seeded hash. For each fold the numbers are learned from
    the links of all the others; nothing of the fold's own links is read for that.
    """

    def __init__(self, cases: Sequence[Case], columns: Columns, folds: int) -> None:
        self._folds = folds
        self._columns: dict[int, Columns] = {}
        for fold in sorted({fold_of(case.code, folds) for case in cases}):
            others = [case for case in cases if fold_of(case.code, folds) != fold]
            self._columns[fold] = columns.relearned(learn(others, columns))

    def columns(self, case: Case) -> Columns:
        return self._columns[fold_of(case.code, self._folds)]

    def learned(self) -> list[Learned]:
        return [one.learned for one in self._columns.values()]


def ours(home: Home, columns: Columns, rows: range, known: KnownLinks) -> Sequence[float]:
    return score_rows(home, columns, rows, weights=Weights(), known=known)


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
    columns: Columns | CrossValidated,
    known: KnownLinks,
    *,
    within_country: bool,
    free_only: bool,
) -> Result:
    """One line of the table. With `CrossValidated` each case has its own columns."""
    ranked = []
    for case in cases:
        own = columns.columns(case) if isinstance(columns, CrossValidated) else columns
        country = case.link.country if within_country else ""
        found = rank_of(case, own, known, scorer, country=country, free_only=free_only)
        ranked.append(Ranked(case.code, *found))
    return _result(method, ranked, by_chance=scorer is chance)


@dataclass(frozen=True, slots=True)
class Ranked:
    code: str
    rank: float
    candidates: int

    @property
    def percentile(self) -> float:
        return 100 * self.rank / self.candidates


def _result(method: str, ranked: Sequence[Ranked], *, by_chance: bool) -> Result:
    most = max(one.candidates for one in ranked)
    recalls = {cut: _recall(ranked, cut) for cut in CUTS}
    draws = _draws(ranked)
    return Result(
        method,
        len(ranked),
        most,
        _median(ranked),
        chance_recalls(most) if by_chance else recalls,
        _interval(_median(draw) for draw in draws),
        {cut: _interval(_recall(draw, cut) for draw in draws) for cut in CUTS},
    )


def _median(ranked: Iterable[Ranked]) -> float:
    return statistics.median(one.percentile for one in ranked)


def _recall(ranked: Sequence[Ranked], cut: int) -> float:
    return sum(one.rank <= cut for one in ranked) / len(ranked)


def _draws(ranked: Sequence[Ranked]) -> list[list[Ranked]]:
    """The bootstrap: communities drawn with replacement, each with all of its links."""
    groups: dict[str, list[Ranked]] = defaultdict(list)
    for one in ranked:
        groups[one.code].append(one)
    pool = list(groups.values())
    draw = random.Random(SEED)  # noqa: S311 - no secret
    return [list(chain.from_iterable(draw.choices(pool, k=len(pool)))) for _ in range(DRAWS)]


def _interval(values: Iterable[float]) -> Interval:
    ordered = sorted(values)
    return Interval(ordered[len(ordered) // 40], ordered[-len(ordered) // 40])
