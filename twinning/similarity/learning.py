"""The learned numbers from known links: a conditional logit, in plain Python.

Every link is a choice of one place among the free places of its country. The numbers make the
choices that happened likeliest, less a penalty that keeps them small (ridge). A few hundred of the
places, drawn by a seed, stand for all: the numbers come out the same but for a little noise.
"""

from __future__ import annotations

import hashlib
import math
import random
import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import mul

from twinning.similarity.places import Columns, Home, KnownLink, KnownLinks, log_size
from twinning.similarity.vicinity import Vicinity, near_partners
from twinning.similarity.weights import MIDDLE, Learned

SEED = "mosty-1"
ALTERNATIVES = 600
PENALTY = 3.0
MOST_STEPS = 30
ENOUGH = 1e-6
# In the order of the numbers below: see `Learned`.
NAMES = ("size_apart", "size_apart_grows", "standing_size", "part_of_another", "near_partner")

Vector = list[float]
Matrix = list[Vector]
UNSCALED = [1.0] * len(NAMES)


@dataclass(frozen=True, slots=True)
class Case:
    """A known link and the community that it belongs to; `code` (KATOTTG) decides its fold."""

    home: Home
    link: KnownLink
    code: str


@dataclass(frozen=True, slots=True)
class Choice:
    """What the place chosen and the places left had, in units of one standard deviation."""

    chosen: Vector
    left: Matrix


def learn(cases: Sequence[Case], columns: Columns) -> Learned:
    """From these links alone: of no other link anything is read, not even that it exists.

    Cases without a population of the community teach nothing. Raises ValueError without cases.
    """
    usable = [case for case in cases if case.home.population]
    if not usable:
        raise ValueError("no links to learn from")
    taken = {columns.row_of[case.link.municipality] for case in usable}
    known = KnownLinks(tuple(case.link for case in usable))
    raw = [_choice(case, columns, taken, known) for case in usable]
    spread = _spread(raw)
    weights = _likeliest([_scaled(choice, spread) for choice in raw])
    numbers = [weight / unit for weight, unit in zip(weights, spread, strict=True)]
    return Learned(**dict(zip(NAMES, numbers, strict=True)))


def traits(home: Home, columns: Columns, near: Mapping[int, Vicinity], row: int) -> Vector:
    """What each of the learned numbers is multiplied by, for one place."""
    closeness = near[row].closeness if row in near else 0.0
    size, own = columns.sizes[row], log_size(home.population)
    apart = abs(size - own)
    return [-apart, -apart * (own - MIDDLE), size - 4, -float(columns.parts[row]), closeness]


def _choice(case: Case, columns: Columns, taken: set[int], known: KnownLinks) -> Choice:
    near = near_partners(case.home, columns, known.without(case.link))
    chosen = columns.row_of[case.link.municipality]
    free = [row for row in columns.rows(case.link.country) if row not in taken]
    draw = random.Random(f"{SEED}:{case.code}:{chosen}")  # noqa: S311 - no secret
    rows = draw.sample(free, min(ALTERNATIVES, len(free)))
    return Choice(
        traits(case.home, columns, near, chosen),
        [traits(case.home, columns, near, row) for row in rows],
    )


def _spread(choices: Sequence[Choice]) -> Vector:
    """Standard deviation of each trait among the places of one choice, as a mean over choices.

    What differs between choices only tells nothing of which place was chosen. 1 where nothing
    differs.
    """
    found = [
        [statistics.pstdev(values) for values in zip(*choice.left, strict=True)]
        for choice in choices
        if choice.left
    ]
    return [statistics.fmean(values) or 1.0 for values in zip(*found, strict=True)] or UNSCALED


def _scaled(choice: Choice, spread: Vector) -> Choice:
    def scale(vector: Vector) -> Vector:
        return [value / unit for value, unit in zip(vector, spread, strict=True)]

    return Choice(scale(choice.chosen), [scale(vector) for vector in choice.left])


def _likeliest(choices: Sequence[Choice]) -> Vector:
    """Newton's method: the penalised likelihood has one top, and few steps lead there."""
    weights = [0.0] * len(NAMES)
    level, slope, bend = _likelihood(choices, weights)
    for _ in range(MOST_STEPS):
        step = _solve(bend, slope)
        share = 1.0
        while True:
            tried = [old + share * change for old, change in zip(weights, step, strict=True)]
            found = _likelihood(choices, tried)
            if found[0] >= level or share < ENOUGH:
                break
            share /= 2
        gained, weights = found[0] - level, tried
        level, slope, bend = found
        if gained < ENOUGH:
            break
    return weights


def _likelihood(choices: Iterable[Choice], weights: Vector) -> tuple[float, Vector, Matrix]:
    """Logarithm of the penalised likelihood, its slope, and minus its second derivative."""
    many = range(len(weights))
    level = -PENALTY / 2 * math.fsum(weight * weight for weight in weights)
    slope = [-PENALTY * weight for weight in weights]
    bend = [[PENALTY if one == other else 0.0 for other in many] for one in many]
    for choice in choices:
        gain, mean, square = _moments(choice, weights)
        level += gain
        for one in many:
            slope[one] += choice.chosen[one] - mean[one]
            for other in many:
                bend[one][other] += square[one][other] - mean[one] * mean[other]
    return level, slope, bend


def _moments(choice: Choice, weights: Vector) -> tuple[float, Vector, Matrix]:
    """Log-probability of what was chosen; mean and mean square of the traits by probability."""
    options = [choice.chosen, *choice.left]
    scores = [_product(weights, option) for option in options]
    most = max(scores)
    odds = [math.exp(score - most) for score in scores]
    total = math.fsum(odds)
    columns = list(zip(*options, strict=True))
    heavy = [[odd * value for odd, value in zip(odds, column, strict=True)] for column in columns]
    mean = [math.fsum(column) / total for column in heavy]
    square = [[_product(one, other) / total for other in columns] for one in heavy]
    return scores[0] - most - math.log(total), mean, square


def _product(one: Sequence[float], other: Sequence[float]) -> float:
    return float(sum(map(mul, one, other)))


def _solve(matrix: Matrix, right: Vector) -> Vector:
    """Gauss's elimination; the penalty keeps the matrix from being singular."""
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    for index in range(len(rows)):
        pivot = max(range(index, len(rows)), key=lambda one: abs(rows[one][index]))
        rows[index], rows[pivot] = rows[pivot], rows[index]
        head = rows[index]
        for other, row in enumerate(rows):
            if other != index:
                share = row[index] / head[index]
                rows[other] = [a - share * b for a, b in zip(row, head, strict=True)]
    return [row[-1] / row[index] for index, row in enumerate(rows)]


def fold_of(code: str, folds: int) -> int:
    """By a seeded hash of the community, so that all links of one are in the same fold."""
    digest = hashlib.sha256(f"{SEED}:{code}".encode()).digest()
    return int.from_bytes(digest[:4], "big") % folds
