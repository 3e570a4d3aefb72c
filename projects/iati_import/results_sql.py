"""Results, their indicators and periods: three tables, filled by one statement.

The keys are drawn before anything is written, so that a row can name the one that it belongs to.
"""

# ruff: noqa: S608 - names of tables and columns come from the models, values are bound
from __future__ import annotations

from typing import Any

from django.db import models

from projects.iati_import.fields import default_sql, kept_columns, name_of, sql_type
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


def replace_results(cursor: Any) -> None:
    for statement in DELETE:
        cursor.execute(statement)
    cursor.execute(_insert_sql())


def _insert_sql() -> str:
    result, indicator, period = (
        _Level(ProjectResult, "project_id", "indicators"),
        _Level(ResultIndicator, "result_id", "periods"),
        _Level(IndicatorPeriod, "indicator_id", ""),
    )
    return (
        "WITH results AS MATERIALIZED ("
        f"SELECT {result.key} AS id, batch.project_id AS parent, given.* FROM iati_batch AS batch "
        "JOIN projects_stagedactivity AS staged ON staged.id = batch.staged_id "
        f"CROSS JOIN LATERAL jsonb_to_recordset(staged.payload -> 'results') {result.record} "
        "WHERE NOT batch.is_refused AND 'results' = ANY(batch.take)), "
        f"made AS ({result.insert('results')}), "
        f"indicators AS MATERIALIZED (SELECT {indicator.key} AS id, results.id AS parent, given.* "
        f"FROM results CROSS JOIN LATERAL jsonb_to_recordset(results.indicators) "
        f"{indicator.record}), "
        f"measured AS ({indicator.insert('indicators')}), "
        f"periods AS MATERIALIZED (SELECT {period.key} AS id, indicators.id AS parent, given.* "
        f"FROM indicators CROSS JOIN LATERAL jsonb_to_recordset(indicators.periods) "
        f"{period.record}) "
        f"{period.insert('periods')}"
    )


class _Level:
    """One of the three tables. `inner` is the list of the next one."""

    def __init__(self, model: type[models.Model], parent: str, inner: str) -> None:
        self.model, self.parent = model, parent
        self.table = model._meta.db_table
        self.key = f"nextval(pg_get_serial_sequence('{self.table}', 'id'))"
        said = [
            f'"{name_of(one)}" {sql_type(model, name_of(one))}'
            for one in kept_columns(model)
            if name_of(one) != parent
        ]
        inside = [f"{inner} jsonb"] if inner else []
        self.record = f"AS given({', '.join([*said, *inside])})"

    def insert(self, source: str) -> str:
        columns, values = ["id"], [f"{source}.id"]
        for one in kept_columns(self.model):
            columns.append(name_of(one))
            if name_of(one) == self.parent:
                values.append(f"{source}.parent")
            elif one.null:
                values.append(f"{source}.{name_of(one)}")
            else:
                values.append(f"COALESCE({source}.{name_of(one)}, {default_sql(one)})")
        return (
            f"INSERT INTO {self.table} ({', '.join(columns)}) "
            f"SELECT {', '.join(values)} FROM {source} ORDER BY {source}.id"
        )
