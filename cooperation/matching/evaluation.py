"""How well the order finds partners that exist: each project is hidden in turn.

A project with its themes, oblast and communities is taken for a need; the order is made from all
the others; the rank of its own partners is looked up. Ties count by their middle.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Any

from communities.models import Community
from cooperation.matching.evidence import Evidence, evidence_for
from cooperation.matching.needs import Need
from cooperation.matching.weights import USUAL, Weights, points_of
from partners.models import Partner
from projects.enums import IATI_ROLES
from projects.models import Project

CUTS = (1, 5, 10, 25)
Scorer = Callable[[int, Need, Evidence], float]


@dataclass(frozen=True)
class Case:
    """A hidden project: the need that it would have been, and who came."""

    project: int
    need: Need
    partners: frozenset[int]


@dataclass(frozen=True)
class Result:
    """`ranks` are those of all hidden partners, among `candidates` of them."""

    method: str
    ranks: Sequence[float]
    candidates: int

    @property
    def middle(self) -> float:
        return median(self.ranks)

    def share_within(self, cut: int) -> float:
        return sum(1 for one in self.ranks if one <= cut) / len(self.ranks)


def _share(partner: int, need: Need, found: Evidence) -> float:
    return len(found.themes.get(partner, ())) / max(1, len(need.themes))


def _ours(weights: Weights) -> Scorer:
    return lambda partner, need, found: points_of(partner, need, found, weights)


PROFILE = ("themes", "works_here", "calls")
PAST = replace(USUAL, **dict.fromkeys(PROFILE, 0.0))
METHODS: dict[str, Scorer] = {
    "random": lambda partner, need, found: 0.0,
    "declared themes alone": _share,
    "declared oblast alone": lambda partner, need, found: float(partner in found.works_here),
    "most projects in the oblast": lambda partner, need, found: found.oblast_projects.get(
        partner, 0
    ),
    "most projects on the themes": lambda partner, need, found: found.alike_projects.get(
        partner, 0
    ),
    "matching without the partners’ profiles": _ours(PAST),
    "matching (as on the page)": _ours(USUAL),
}


def cases() -> Iterator[Case]:
    """Projects with a theme, a community and a partner; a few queries for each."""
    rows = Project.objects.current().filter(
        themes__isnull=False,
        territories__community__isnull=False,
        roles__partner__isnull=False,
        roles__role__in=IATI_ROLES,
    )
    for project in rows.distinct().order_by("pk"):
        communities = Community.objects.filter(project_territories__project=project)
        chosen = tuple(communities.select_related("oblast").distinct().order_by("pk"))
        roles = project.roles.filter(partner__isnull=False, role__in=IATI_ROLES)
        need = Need(communities=chosen, themes={one.pk: one for one in project.themes.all()})
        yield Case(project.pk, need, frozenset(roles.values_list("partner", flat=True)))


def evaluate(found: Iterable[Case], user: Any) -> list[Result]:
    """Every method on the same cases, each with its project hidden."""
    everybody = list(Partner.objects.current().values_list("pk", flat=True))
    ranks: dict[str, list[float]] = {name: [] for name in METHODS}
    for case in found:
        evidence = evidence_for(case.need, user, without=case.project)
        for name, scorer in METHODS.items():
            ranks[name] += _ranks(scorer, case, evidence, everybody)
    return [Result(name, each, len(everybody)) for name, each in ranks.items() if each]


def _ranks(
    scorer: Scorer, case: Case, evidence: Evidence, everybody: Sequence[int]
) -> Iterator[float]:
    points = {key: scorer(key, case.need, evidence) for key in everybody}
    for partner in case.partners & points.keys():
        mine = points[partner]
        better = sum(1 for one in points.values() if one > mine)
        equal = sum(1 for one in points.values() if one == mine)
        yield better + (equal + 1) / 2
