"""Results, their indicators and periods into three tables: the keys are drawn before the rows."""

# ruff: noqa: S608 - names of tables come from the models, values are bound
from __future__ import annotations

from typing import Any

from django.db import models

from projects.iati_import import rows
from projects.iati_import.fields import Plan
from projects.iati_import.results import INDICATOR, PERIOD, RESULT
from projects.models import IndicatorPeriod, ProjectResult, ResultIndicator

_CHANGED = (
    "SELECT project_id FROM iati_batch WHERE NOT is_new AND NOT is_refused "
    "AND 'results' = ANY(take)"
)
_INDICATORS_OF = (
    "SELECT id FROM projects_resultindicator WHERE result_id IN "
    f"(SELECT id FROM projects_projectresult WHERE project_id IN ({_CHANGED}))"
)
DELETE = (
    f"DELETE FROM projects_indicatorperiod WHERE indicator_id IN ({_INDICATORS_OF})",
    f"DELETE FROM projects_resultindicator WHERE id IN ({_INDICATORS_OF})",
    f"DELETE FROM projects_projectresult WHERE project_id IN ({_CHANGED})",
)


def add_results(cursor: Any, found: list[tuple[int, list[Any]]]) -> None:
    """`found`: project, and a result as `results.result` stages it."""
    within = _sent(cursor, ProjectResult, "project_id", RESULT, found)
    within = _sent(cursor, ResultIndicator, "result_id", INDICATOR, within)
    lines = [f"{parent}\t{line}\n" for parent, line in within]
    _send(cursor, IndicatorPeriod, ("indicator_id",), PERIOD, lines)


def _sent(
    cursor: Any,
    model: type[models.Model],
    parent: str,
    plan: Plan,
    found: list[tuple[int, list[Any]]],
) -> list[tuple[int, Any]]:
    """Write the rows; what is in them, each with the key of its row."""
    if not found:
        return []
    cursor.execute(
        f"SELECT nextval(pg_get_serial_sequence('{model._meta.db_table}', 'id')) "
        "FROM generate_series(1, %s)",
        [len(found)],
    )
    keys = [key for (key,) in cursor.fetchall()]
    numbered = list(zip(keys, found, strict=True))
    lines = [f"{key}\t{above}\t{line}\n" for key, (above, (line, _inside)) in numbered]
    _send(cursor, model, ("id", parent), plan, lines)
    return [(key, one) for key, (_above, (_line, inside)) in numbered for one in inside]


def _send(
    cursor: Any, model: type[models.Model], keys: tuple[str, ...], plan: Plan, lines: list[str]
) -> None:
    rows.send(cursor, model._meta.db_table, (*keys, *(name for name, _blank in plan)), lines)
