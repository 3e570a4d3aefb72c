"""What was decided goes into the register: by statements over a batch, each in one transaction.

A batch and the marks on its activities stand or fall together: whatever interrupts the work,
taking it up again repeats nothing. History is written by the triggers, as for any other change.
"""

# ruff: noqa: S608 - names of tables and columns come from the models, values are bound
from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from django.db import DataError, IntegrityError, connection, transaction
from django.utils import timezone

from common.audit.context import Source, acting
from common.references.allocation import allocate_many
from communities.models import Office
from communities.prefixes import reference_prefix
from projects.enums import RecordSource, RecordStatus
from projects.iati_enums import StagedResult
from projects.iati_import.fields import (
    SCALARS,
    TABLES,
    Table,
    column,
    default_sql,
    kept_columns,
    name_of,
    sql_type,
)
from projects.iati_import.results_sql import replace_results
from projects.models import IatiImport, Project, StagedActivity
from projects.services.projects import SERIES

logger = logging.getLogger(__name__)

BATCH = 1000
PROJECTS = Project._meta.db_table

# Keys only: the payloads stay where they are. Nobody else changes the matched projects meanwhile;
# one that was changed after the check is refused, and so is an identifier that came meanwhile.
CHOOSE = """
CREATE TEMPORARY TABLE iati_batch ON COMMIT DROP AS
SELECT staged.id AS staged_id, staged.number, staged.take, staged.identifier,
       staged.reporting_ref, staged.hashes,
       (staged.project_id IS NULL OR staged.decision = 'new') AS is_new,
       CASE WHEN staged.project_id IS NULL OR staged.decision = 'new'
            THEN nextval(pg_get_serial_sequence(%(projects)s, 'id'))
            ELSE staged.project_id END AS project_id,
       staged.reporting_ref = ANY(%(own)s) AS is_own,
       FALSE AS is_refused
  FROM projects_stagedactivity AS staged
 WHERE staged.job_id = %(job)s AND staged.result = '' AND staged.take <> '{}'
 ORDER BY staged.number LIMIT %(batch)s
"""
REFUSE_CHANGED = """
UPDATE iati_batch AS batch SET is_refused = TRUE
  FROM (SELECT id FROM projects_project
         WHERE id IN (SELECT project_id FROM iati_batch WHERE NOT is_new)
           AND (updated_at > %(checked)s OR record_status = 'archived')
           FOR UPDATE) AS changed
 WHERE batch.project_id = changed.id
"""
REFUSE_TAKEN = """
UPDATE iati_batch AS batch SET is_refused = TRUE
 WHERE batch.is_new AND EXISTS (
       SELECT FROM projects_projectidentifier AS held
        WHERE held.kind = 'iati' AND held.value = batch.identifier)
"""
LOCK = """
SELECT id FROM projects_project WHERE id IN (SELECT project_id FROM iati_batch WHERE NOT is_new)
 ORDER BY id FOR UPDATE
"""
MARK = """
UPDATE projects_stagedactivity AS staged
   SET result = CASE WHEN batch.is_refused THEN 'refused'
                     WHEN batch.is_new THEN 'created' ELSE 'changed' END,
       project_id = CASE WHEN batch.is_refused AND batch.is_new THEN NULL
                         ELSE batch.project_id END,
       applied_at = now()
  FROM iati_batch AS batch WHERE staged.id = batch.staged_id
"""
FORGET_OLDER_SOURCES = """
UPDATE projects_fieldsource AS source SET fields = source.fields - batch.take::text[]
  FROM iati_batch AS batch
 WHERE source.project_id = batch.project_id AND NOT batch.is_new AND NOT batch.is_refused
   AND source.job_id <> %(job)s
"""
# The clock of now, not of the transaction's beginning: later than every event of this batch.
REMEMBER_SOURCES = """
INSERT INTO projects_fieldsource
       (project_id, job_id, activity_id, number, reporting_ref, imported_at, fields)
SELECT batch.project_id, %(job)s, batch.identifier, batch.number, batch.reporting_ref,
       clock_timestamp(),
       CASE WHEN batch.is_new THEN batch.hashes
            ELSE (SELECT jsonb_object_agg(one, batch.hashes -> one) FROM unnest(batch.take) AS one)
       END
  FROM iati_batch AS batch WHERE NOT batch.is_refused
    ON CONFLICT (project_id, job_id) DO UPDATE
       SET fields = projects_fieldsource.fields || excluded.fields,
           imported_at = excluded.imported_at
"""


def take_all(job: IatiImport, progress: Callable[[int], None]) -> None:
    """Take in what waits; `progress` is told how many activities each batch dealt with.

    When the register refuses one of a batch, they go in fewer at a time until it stands alone.
    """
    size = BATCH
    while True:
        try:
            taken = take_batch(job, size)
            size = min(BATCH, size * 10)
        except (IntegrityError, DataError):
            if size > 1:
                size //= 10
                continue
            logger.exception("iati_activity_refused", extra={"job": job.pk})
            taken = _refuse_next(job)
        if not taken:
            return
        progress(taken)


def _refuse_next(job: IatiImport) -> int:
    waiting = StagedActivity.objects.filter(job=job, result="").exclude(take=[])
    first = waiting.order_by("number").values("pk")[:1]
    return StagedActivity.objects.filter(pk__in=first).update(
        result=StagedResult.REFUSED, applied_at=timezone.now()
    )


def take_batch(job: IatiImport, size: int = BATCH) -> int:
    """Take in the next `size` activities; how many there were. Raises what the register says."""
    note = f"{job.file_name}, {job.public_id}"
    with (
        transaction.atomic(),
        acting(actor=job.uploaded_by, source=Source.IMPORT, note=note),
        connection.cursor() as cursor,
    ):
        found = _chosen(cursor, job, size)
        if found:
            _take(cursor, job)
    return found


def _take(cursor: Any, job: IatiImport) -> None:
    _insert_projects(cursor, job)
    _change_projects(cursor)
    for table in TABLES:
        _replace(cursor, table, job)
    replace_results(cursor)
    cursor.execute(FORGET_OLDER_SOURCES, {"job": job.pk})
    cursor.execute(REMEMBER_SOURCES, {"job": job.pk})
    cursor.execute(MARK)


def own_refs() -> list[str]:
    """Identifiers under which offices of ours publish."""
    codes = Office.objects.exclude(edrpou="").values_list("edrpou", flat=True)
    return [f"UA-EDR-{code}" for code in codes]


def _chosen(cursor: Any, job: IatiImport, size: int) -> int:
    # Inside a longer transaction an earlier batch is still there.
    cursor.execute("DROP TABLE IF EXISTS pg_temp.iati_batch")
    cursor.execute(CHOOSE, {"job": job.pk, "projects": PROJECTS, "own": own_refs(), "batch": size})
    found: int = cursor.rowcount
    if found:
        cursor.execute("ANALYZE iati_batch")
        cursor.execute(LOCK)
        cursor.execute(REFUSE_CHANGED, {"checked": job.checked_at})
        cursor.execute(REFUSE_TAKEN)
    return found


def _insert_projects(cursor: Any, job: IatiImport) -> None:
    cursor.execute("SELECT count(*) FROM iati_batch WHERE is_new AND NOT is_refused")
    count = cursor.fetchone()[0]
    if not count:
        return
    references = allocate_many(
        prefix=reference_prefix(job.oblast.code),
        series=SERIES,
        year=timezone.localdate().year,
        count=count,
    )
    columns, values = ["id"], ["numbered.project_id"]
    for one in kept_columns(Project):
        columns.append(name_of(one))
        values.append(_project_value(name_of(one)))
    cursor.execute(
        f"INSERT INTO {PROJECTS} ({', '.join(columns)}) "
        f"SELECT {', '.join(values)} FROM (SELECT project_id, staged_id, row_number() OVER (ORDER "
        "BY number) AS place FROM iati_batch WHERE is_new AND NOT is_refused) AS numbered "
        "JOIN projects_stagedactivity AS staged ON staged.id = numbered.staged_id "
        "ORDER BY numbered.place",
        {
            "references": references,
            "oblast": job.oblast_id,
            "office": Office.objects.filter(oblast=job.oblast_id)
            .values_list("pk", flat=True)
            .first(),
            "kind": job.kind,
            "record_status": RecordStatus.PUBLISHED if job.publishes else RecordStatus.DRAFT,
            "source": RecordSource.IATI,
            "source_note": job.file_name,
        },
    )


_SAID = {
    "reference": "(%(references)s::text[])[numbered.place]",
    "oblast_id": "%(oblast)s",
    "office_id": "%(office)s",
    "kind": "CASE WHEN staged.payload -> 'humanitarian' IS NOT NULL THEN 'humanitarian' "
    "WHEN staged.payload #>> '{terms,finance_type}' LIKE '4%%' THEN 'credit' ELSE %(kind)s END",
    "record_status": "%(record_status)s",
    "source": "%(source)s",
    "source_note": "%(source_note)s",
}
_GROUP = {name: group for group, names in SCALARS.items() for name in names}


def _project_value(name: str) -> str:
    if name in _SAID:
        return _SAID[name]
    default = default_sql(column(Project, name))
    return f"COALESCE({_from_payload(name)}, {default})" if name in _GROUP else default


def _from_payload(name: str) -> str:
    return f"(staged.payload #>> '{{{_GROUP[name]},{name}}}')::{sql_type(Project, name)}"


def _change_projects(cursor: Any) -> None:
    """The columns of the fields that are taken; `updated_at` for whatever changes."""
    parts = [
        f"{name} = CASE WHEN '{group}' = ANY(batch.take) THEN "
        f"COALESCE({_from_payload(name)}, {default_sql(column(Project, name))}) "
        f"ELSE project.{name} END"
        for group, names in SCALARS.items()
        for name in names
    ]
    cursor.execute(
        f"UPDATE {PROJECTS} AS project SET updated_at = now(), {', '.join(parts)} "
        "FROM iati_batch AS batch JOIN projects_stagedactivity AS staged "
        "ON staged.id = batch.staged_id "
        "WHERE project.id = batch.project_id AND NOT batch.is_new AND NOT batch.is_refused"
    )


def _replace(cursor: Any, table: Table, job: IatiImport) -> None:
    if not table.is_only_added:
        owned = f"AND {table.owned}" if table.owned else ""
        cursor.execute(
            f"DELETE FROM {table.name} WHERE project_id IN (SELECT project_id FROM iati_batch "
            f"WHERE NOT is_new AND NOT is_refused AND '{table.field}' = ANY(take)) {owned}"
        )
    cursor.execute(_insert_sql(table), {"job": job.pk})


def _insert_sql(table: Table) -> str:
    columns, values = [], []
    for one in kept_columns(table.model):
        columns.append(name_of(one))
        values.append(_row_value(table, one))
    keys = [one.partition(":") for one in table.joins]
    record = [f'"{name}" {sql_type(table.model, name)}' for name in table.given]
    record += [f'"{key}" text' for _alias, _colon, key in keys]
    joins = " ".join(
        f"LEFT JOIN projects_stagedbody AS {alias} ON {alias}.job_id = %(job)s "
        f"AND {alias}.key = given.{key}"
        for alias, _colon, key in keys
    )
    return (
        f"INSERT INTO {table.name} ({', '.join(columns)}) SELECT {', '.join(values)} "
        "FROM iati_batch AS batch "
        "JOIN projects_stagedactivity AS staged ON staged.id = batch.staged_id "
        f"CROSS JOIN LATERAL ROWS FROM (jsonb_to_recordset(staged.payload -> '{table.field}') "
        f"AS ({', '.join(record)})) WITH ORDINALITY AS given {joins} "
        f"WHERE NOT batch.is_refused AND '{table.field}' = ANY(batch.take) "
        "ORDER BY batch.number, given.ordinality ON CONFLICT DO NOTHING"
    )


def _row_value(table: Table, one: Any) -> str:
    if name_of(one) == "project_id":
        return "batch.project_id"
    said = table.computed.get(name_of(one))
    if said is None and name_of(one) in table.given:
        said = f'given."{name_of(one)}"'
    if said is None:
        return default_sql(one)
    return said if one.null else f"COALESCE({said}, {default_sql(one)})"
