"""How much each thing speaks for a partner. Chosen, then looked at with `evaluate_matching`."""

from __future__ import annotations

from dataclasses import dataclass
from math import log2

from cooperation.matching.evidence import Evidence
from cooperation.matching.needs import Need


@dataclass(frozen=True)
class Weights:
    """Points. What is counted is weighed by its binary logarithm: the tenth project adds little."""

    themes: float = 1.5
    works_here: float = 2.0
    own_projects: float = 1.0
    oblast_projects: float = 0.7
    alike_projects: float = 2.5
    alike_here: float = 1.5
    agreements: float = 1.5
    calls: float = 1.5
    twins: float = 1.5
    ties: float = 0.3
    size: float = 1.0


USUAL = Weights()
# Beyond one decimal step the usual size of the projects says that it does not fit.
FAR_IN_SIZE = 1.0


def points_of(partner: int, need: Need, found: Evidence, weights: Weights = USUAL) -> float:
    """Without the country and the size, which are known for the shortlist only."""
    named = len(found.themes.get(partner, ()))
    share = named / len(need.themes) if need.themes else 0.0
    return (
        weights.themes * share
        + weights.works_here * (partner in found.works_here)
        + weights.own_projects * _much(found.own_projects.get(partner, 0))
        + weights.oblast_projects * _much(found.oblast_projects.get(partner, 0))
        + weights.alike_projects * _much(found.alike_projects.get(partner, 0))
        + weights.alike_here * _much(found.alike_here.get(partner, 0))
        + weights.agreements * _much(found.agreements.get(partner, 0))
        + weights.calls * (partner in found.calls)
        + weights.twins * (partner in found.twins)
    )


def points_of_country(country: str, found: Evidence, weights: Weights = USUAL) -> float:
    return weights.ties * _much(found.ties.get(country, 0))


def points_of_size(apart: float | None, weights: Weights = USUAL) -> float:
    """`apart`: decimal steps between what is needed and what the partner usually supports."""
    if apart is None:
        return 0.0
    return weights.size * max(-1.0, 1.0 - abs(apart) / FAR_IN_SIZE)


def _much(count: int) -> float:
    return log2(1 + count)
