"""Results of a project with their indicators, given as a whole or one table at a time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common.audit.context import acting
from common.intake.texts import many_lines, one_line
from partners.saving import replace_rows, save_checked
from projects.enums import IndicatorMeasure, ResultKind
from projects.exceptions import InvalidData
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


# One table at a time, each row known by its key


@dataclass(frozen=True, kw_only=True)
class ResultLine:
    """A result as a row of a flat table; `pk` is None for a new one."""

    pk: int | None = None
    title: str
    title_en: str = ""
    kind: str = ResultKind.OUTPUT.value
    description: str = ""
    description_en: str = ""
    is_summable: bool | None = None

    @classmethod
    def of(cls, row: ProjectResult) -> ResultLine:
        return cls(**{one.name: getattr(row, one.name) for one in fields(cls)})


@dataclass(frozen=True, kw_only=True)
class IndicatorLine:
    """`owner` is the key of the result."""

    pk: int | None = None
    owner: int
    title: str
    title_en: str = ""
    measure: str = IndicatorMeasure.UNIT.value
    unit: str = ""
    unit_en: str = ""
    is_ascending: bool = True
    baseline: Decimal | None = None
    baseline_year: int | None = None

    @classmethod
    def of(cls, row: ResultIndicator) -> IndicatorLine:
        plain = {one.name: getattr(row, one.name) for one in fields(cls) if one.name != "owner"}
        return cls(owner=row.result_id, **plain)


@dataclass(frozen=True, kw_only=True)
class PeriodLine:
    """`owner` is the key of the indicator."""

    pk: int | None = None
    owner: int
    starts_on: dt.date
    ends_on: dt.date
    target: Decimal | None = None
    actual: Decimal | None = None
    actual_comment: str = ""
    actual_comment_en: str = ""

    @classmethod
    def of(cls, row: IndicatorPeriod) -> PeriodLine:
        plain = {one.name: getattr(row, one.name) for one in fields(cls) if one.name != "owner"}
        return cls(owner=row.indicator_id, **plain)


def set_result_lines(
    *, actor: User | None, project: Project, lines: Iterable[ResultLine]
) -> Project:
    """Make the results those given, in their order.

    Refuses: RecordArchived, ProjectMerged, InvalidData (also when a result that has indicators
    would go).
    """
    rows = [
        _plain(one) | {"project_id": project.pk, "position": place}
        for place, one in enumerate(lines)
    ]
    return _keep(actor, project, ProjectResult.objects.filter(project=project), rows)


def set_indicator_lines(
    *, actor: User | None, project: Project, lines: Iterable[IndicatorLine]
) -> Project:
    """Make the indicators of all results those given. Refuses as `set_result_lines`."""
    owners = set(project.results.values_list("pk", flat=True))
    rows = [
        _owned(one, "result_id", owners) | {"position": place} for place, one in enumerate(lines)
    ]
    held = ResultIndicator.objects.filter(result__project=project)
    return _keep(actor, project, held, rows)


def set_period_lines(
    *, actor: User | None, project: Project, lines: Iterable[PeriodLine]
) -> Project:
    """Make targets and what was reached those given. Refuses as `set_result_lines`."""
    owners = ResultIndicator.objects.filter(result__project=project).values_list("pk", flat=True)
    known = set(owners)
    rows = [_owned(one, "indicator_id", known) for one in lines]
    held = IndicatorPeriod.objects.filter(indicator__result__project=project)
    return _keep(actor, project, held, rows)


def _plain(line: Any) -> dict[str, Any]:
    """Texts on one line, but for descriptions."""
    values = {one.name: getattr(line, one.name) for one in fields(line) if one.name != "owner"}
    return {
        name: (many_lines if name.startswith("description") else one_line)(value)
        if isinstance(value, str)
        else value
        for name, value in values.items()
    }


def _owned(line: Any, column: str, owners: set[int]) -> dict[str, Any]:
    if line.owner not in owners:
        raise InvalidData({"results": [_("This is not of this project any more.")]})
    return _plain(line) | {column: line.owner}


@transaction.atomic
def _keep(
    actor: User | None, project: Project, held: Any, rows: Sequence[dict[str, Any]]
) -> Project:
    """Rows that are the same stay untouched: history tells real changes only."""
    project = locked_current(project)
    known = {one.pk: one for one in held}
    changed = False
    with acting(actor=actor):
        for values in rows:
            row = known.pop(values.pop("pk"), None) or held.model()
            changed |= _written(row, values)
        if known:
            _remove(held.filter(pk__in=known))
        if changed or known:
            touched(project)
    return project


def _written(row: Any, values: dict[str, Any]) -> bool:
    if row.pk and all(getattr(row, name) == value for name, value in values.items()):
        return False
    for name, value in values.items():
        setattr(row, name, value)
    save_checked(row, about="results")
    return True


PARTS = {ProjectResult: "indicators", ResultIndicator: "periods"}


def _remove(rows: Any) -> None:
    parts = PARTS.get(rows.model)
    full = rows.filter(**{f"{parts}__isnull": False}).first() if parts else None
    if full is not None:
        text = _("“%(title)s” has rows of its own: remove those first, on the next pages.")
        raise InvalidData({"results": [text % {"title": full.title}]})
    rows.delete()
