"""Results of the projects of a programme, added up where that says something."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from common.design.languages import wording
from partners.models import Programme
from projects.enums import IndicatorMeasure
from projects.models import IndicatorPeriod, Project
from projects.words import reached

Key = tuple[str, str]


@dataclass
class Sum:
    """An indicator of several projects: its latest targets and what was reached of them."""

    title: str
    unit: str
    projects: set[int]
    baseline: Decimal = Decimal(0)
    target: Decimal = Decimal(0)
    actual: Decimal = Decimal(0)

    @property
    def done(self) -> int | None:
        return reached(self.baseline, self.target, self.actual)


def results_of(programme: Programme, user: Any) -> list[Sum]:
    """By title and unit, of the projects that the viewer may see. Two queries.

    Only counted units: shares and ranks of several projects have no sum. Of each indicator the
    latest period that has an end is taken, since periods of one indicator may overlap. Results
    that a project says are not to be added up are left out.
    """
    seen = Project.objects.visible_to(user).current().filter(programme=programme)
    periods = (
        IndicatorPeriod.objects.filter(
            indicator__result__project__in=seen.values("pk"),
            indicator__measure=IndicatorMeasure.UNIT,
            target__isnull=False,
        )
        .exclude(indicator__result__is_summable=False)
        .select_related("indicator__result")
        .order_by("indicator", "ends_on", "pk")
    )
    return _sums(_latest(periods).values())


def _latest(periods: Iterable[IndicatorPeriod]) -> dict[int, IndicatorPeriod]:
    """The last period in which something was reached; else the first one to come."""
    found: dict[int, IndicatorPeriod] = {}
    for one in periods:
        if one.actual is not None or one.indicator_id not in found:
            found[one.indicator_id] = one
    return found


def _sums(periods: Iterable[IndicatorPeriod]) -> list[Sum]:
    found: dict[Key, Sum] = {}
    for one in periods:
        indicator = one.indicator
        unit = wording(indicator, "unit").text
        title = wording(indicator, "title").text
        held = found.setdefault((title.casefold(), unit.casefold()), Sum(title, unit, set()))
        held.projects.add(indicator.result.project_id)
        held.baseline += indicator.baseline or Decimal(0)
        held.target += one.target or Decimal(0)
        held.actual += one.actual or Decimal(0)
    return sorted(found.values(), key=lambda one: (-len(one.projects), one.title))
