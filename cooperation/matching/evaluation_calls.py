"""How well the order finds calls: those of the partners that a real project found.

Who applied to which call the registers do not know. So a call counts as found for a project when
it is of a partner that gives money to the project or carries it out: a stand-in, and said to be
one wherever its figures stand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from cooperation.matching.evaluation import Case, Result
from cooperation.matching.needs import Need
from cooperation.matching.others import calls_for, open_calls
from projects.models import Call

Points = dict[int, float]


def _by_deadline(calls: Sequence[Call], need: Need, user: Any) -> Points:
    return {one.pk: -float(place) for place, one in enumerate(calls)}


def _by_themes(calls: Sequence[Call], need: Need, user: Any) -> Points:
    return {
        one.pk: float(sum(theme.pk in need.themes for theme in one.themes.all())) for one in calls
    }


def _ours(calls: Sequence[Call], need: Need, user: Any) -> Points:
    """What the page does not show stands behind all that it shows."""
    shown = [fit.call.pk for fit in calls_for(need, user, limit=len(calls))]
    return {one.pk: 0.0 for one in calls} | {
        key: float(len(shown) - place) for place, key in enumerate(shown)
    }


METHODS = {
    "random": lambda calls, need, user: {one.pk: 0.0 for one in calls},
    "what closes first": _by_deadline,
    "most shared themes": _by_themes,
    "matching (as on the page)": _ours,
}


def evaluate_calls(found: Iterable[Case], user: Any) -> list[Result]:
    """Every method on the same cases; `candidates` is the middle number of open calls."""
    ranks: dict[str, list[float]] = {name: [] for name in METHODS}
    sizes: list[int] = []
    for case in found:
        calls = list(open_calls(case.need, user))
        own = {one.pk for one in calls if one.partner_id in case.partners}
        sizes += [len(calls)] * len(own)
        for name, method in METHODS.items():
            ranks[name] += _ranks(method(calls, case.need, user), own)
    middle = sorted(sizes)[len(sizes) // 2] if sizes else 0
    return [Result(name, each, middle) for name, each in ranks.items() if each]


def _ranks(points: Points, own: set[int]) -> Iterator[float]:
    """Ties count by their middle."""
    for key in own:
        better = sum(1 for one in points.values() if one > points[key])
        equal = sum(1 for one in points.values() if one == points[key])
        yield better + (equal + 1) / 2
