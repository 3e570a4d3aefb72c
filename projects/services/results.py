"""Results of a project with their indicators, given as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields
from typing import Any

from django.db import transaction

from accounts.models import User
from common.audit.context import acting
from partners.saving import replace_rows
from projects.models import IndicatorPeriod, Project, ProjectResult, ResultIndicator
from projects.rows import Indicator, Result
from projects.services.projects import locked_current, touched


@transaction.atomic
def set_results(*, actor: User | None, project: Project, results: Iterable[Result]) -> Project:
    """Make the results those given; one with the same title is changed, others are replaced.

    Refuses: RecordArchived, ProjectMerged, InvalidData.
    """
    project = locked_current(project)
    wanted = list(results)
    with acting(actor=actor):
        changed = replace_rows(
            parent={"project": project},
            model=ProjectResult,
            wanted=[_row(one, place, "indicators") for place, one in enumerate(wanted)],
            about="results",
            identity=("title",),
        )
        made = {one.title: one for one in project.results.all()}
        parts = [_indicators(made[one.title], one.indicators) for one in wanted]
        if any([changed, *parts]):
            touched(project)
    return project


def _indicators(result: ProjectResult, indicators: Sequence[Indicator]) -> bool:
    changed = replace_rows(
        parent={"result": result},
        model=ResultIndicator,
        wanted=[_row(one, place, "periods") for place, one in enumerate(indicators)],
        about="results",
        identity=("title",),
    )
    made = {one.title: one for one in result.indicators.all()} if indicators else {}
    parts = [
        replace_rows(
            parent={"indicator": made[one.title]},
            model=IndicatorPeriod,
            wanted=[
                {each.name: getattr(row, each.name) for each in fields(row)} for row in periods
            ],
            about="results",
        )
        for one in indicators
        for periods in [one.periods]
    ]
    return any([changed, *parts])


def _row(one: Any, place: int, without: str) -> dict[str, Any]:
    values = {each.name: getattr(one, each.name) for each in fields(one) if each.name != without}
    return values | {"position": place}
