"""What was decided goes into the register: by statements over a batch, each in one transaction.

A batch and the marks on its activities stand or fall together: whatever interrupts the work,
taking it up again repeats nothing. History is written by the triggers, as for any other change.
Of a large file two batches go in beside each other, each by a connection of its own.
"""

# ruff: noqa: S608 - names of tables and columns come from the models, values are bound
from __future__ import annotations

import json
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass, field
from functools import cache
from threading import Lock
from typing import Any
from uuid import uuid4

from django.db import DataError, IntegrityError, OperationalError, connection, transaction
from django.utils import timezone

from common.audit.context import Source, acting
from communities.models import Office
from projects.iati_enums import StagedResult
from projects.iati_import.fields import BY_FIELD, RESULTS, TABLES, Table
from projects.iati_import.project_rows import Activity, Parties, Projects
from projects.iati_import.results_rows import DELETE, add_results
from projects.iati_import.rows import send
from projects.models import IatiImport, Project, StagedActivity

logger = logging.getLogger(__name__)

BATCH = 1000
# So many activities one connection takes in before a second one is ready to help.
ALONE = 2 * BATCH
CONNECTIONS = 2
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
   FOR UPDATE OF staged SKIP LOCKED
"""
REFUSE_CHANGED = """
UPDATE iati_batch AS batch SET is_refused = TRUE
  FROM (SELECT id FROM projects_project
         WHERE id = ANY(%(known)s)
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
# Their keys are given: joined with the batch, PostgreSQL looked at all that changed since then,
# which is all that this import has brought.
KNOWN = "SELECT project_id FROM iati_batch WHERE NOT is_new"
LOCK = "SELECT id FROM projects_project WHERE id = ANY(%(known)s) ORDER BY id FOR UPDATE"
GOING = """
SELECT batch.project_id, batch.is_new, batch.is_own, batch.take, staged.payload
  FROM iati_batch AS batch JOIN projects_stagedactivity AS staged ON staged.id = batch.staged_id
 WHERE NOT batch.is_refused ORDER BY batch.number
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
    parties = Parties(job)
    if not connection.in_atomic_block and _waiting(job).count() > ALONE:
        _take_beside(job, parties, progress)
    size = BATCH
    while True:
        try:
            taken = take_batch(job, parties, size)
            size = min(BATCH, size * 10)
        except (IntegrityError, DataError):
            if size > 1:
                size = max(1, size // 10)
                continue
            logger.exception("iati_activity_refused", extra={"job": job.pk})
            taken = _refuse_next(job)
        if not taken:
            return
        progress(taken)


def _take_beside(job: IatiImport, parties: Parties, progress: Callable[[int], None]) -> None:
    """Batch after batch by several connections, until none is left or one is refused."""
    telling = Lock()

    def take() -> None:
        try:
            while taken := take_batch(job, parties, BATCH):
                with telling:
                    progress(taken)
        except (IntegrityError, DataError, OperationalError):
            # Nothing of that batch is in: it is taken apart when nobody works beside us.
            logger.warning("iati_batch_refused", extra={"job": job.pk}, exc_info=True)
        finally:
            connection.close()

    with ThreadPoolExecutor(CONNECTIONS) as pool:
        for done in [pool.submit(copy_context().run, take) for _ in range(CONNECTIONS)]:
            done.result()


def _waiting(job: IatiImport) -> Any:
    return StagedActivity.objects.filter(job=job, result="").exclude(take=[])


def _refuse_next(job: IatiImport) -> int:
    first = _waiting(job).order_by("number").values("pk")[:1]
    return StagedActivity.objects.filter(pk__in=first).update(
        result=StagedResult.REFUSED, applied_at=timezone.now()
    )


def take_batch(job: IatiImport, parties: Parties, size: int) -> int:
    """Take in the next `size` activities; how many there were. Raises what the register says."""
    note = f"{job.file_name}, {job.public_id}"
    with (
        transaction.atomic(),
        acting(actor=job.uploaded_by, source=Source.IMPORT, note=note),
        connection.cursor() as cursor,
    ):
        found = _chosen(cursor, job, size)
        if found:
            _take(cursor, job, parties, has_known=_held_known(cursor, job))
    return found


def _take(cursor: Any, job: IatiImport, parties: Parties, *, has_known: bool) -> None:
    going = _Going(job, parties)
    cursor.execute(GOING)
    for row in cursor.fetchall():
        going.add(Activity(*row))
    if has_known:
        _make_room(cursor)
        cursor.execute(FORGET_OLDER_SOURCES, {"job": job.pk})
    for table in TABLES:
        _add(cursor, table, going.lines[table.field])
    add_results(cursor, going.results)
    # After their rows, whose foreign keys are looked at when all is in: from here on whoever
    # else makes a project waits for its reference.
    going.projects.send(cursor)
    cursor.execute(REMEMBER_SOURCES, {"job": job.pk})
    cursor.execute(MARK)


@dataclass(slots=True)
class _Going:
    """The lines of a batch, by table."""

    job: IatiImport
    parties: Parties
    projects: Projects = field(init=False)
    lines: dict[str, list[str]] = field(default_factory=lambda: {one.field: [] for one in TABLES})
    results: list[tuple[int, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.projects = Projects(self.job)

    def add(self, one: Activity) -> None:
        said = json.loads(one.values)
        self.projects.add(one, said)
        for name in one.take:
            table = BY_FIELD.get(name)
            if table is not None:
                self._rows(table, said.get(name, ()), one)
        if RESULTS.field in one.take:
            self.results += [(one.project, result) for result in said.get(RESULTS.field, ())]

    def _rows(self, table: Table, found: list[Any], one: Activity) -> None:
        start, tail = f"{one.project}\t", tail_of(table.field, one.is_own)
        add = self.lines[table.field].append
        if table.sides:
            words = self.parties.words
            for line, *keys in found:
                sides = "".join(map(words, table.sides, keys))
                add(f"{start}{line}{sides}{tail}\n")
        elif table.draws_key:
            for line in found:
                add(f"{start}{line}{tail}\t{uuid4()}\n")
        else:
            for line in found:
                add(f"{start}{line}{tail}\n")


@cache
def tail_of(name: str, is_own: bool) -> str:  # noqa: FBT001 - a value, not a switch
    return BY_FIELD[name].tail(is_own=is_own)


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
        # What is joined by; to look through all columns takes longer than the joins.
        cursor.execute("ANALYZE iati_batch (staged_id, project_id, number, is_new, is_refused)")
        cursor.execute(REFUSE_TAKEN)
    return found


def _held_known(cursor: Any, job: IatiImport) -> bool:
    """Whether any of the batch is in the register already. Those are held, or refused."""
    cursor.execute(KNOWN)
    known = [key for (key,) in cursor.fetchall()]
    if known:
        cursor.execute(LOCK, {"known": known})
        cursor.execute(REFUSE_CHANGED, {"known": known, "checked": job.checked_at})
    return bool(known)


def _make_room(cursor: Any) -> None:
    """What the file says anew of projects that are there already goes first."""
    for table in TABLES:
        if not table.is_only_added:
            owned = f"AND {table.owned}" if table.owned else ""
            cursor.execute(
                f"DELETE FROM {table.name} WHERE project_id IN (SELECT project_id FROM iati_batch "
                f"WHERE NOT is_new AND NOT is_refused AND '{table.field}' = ANY(take)) {owned}"
            )
    for statement in DELETE:
        cursor.execute(statement)


def _add(cursor: Any, table: Table, lines: list[str]) -> None:
    if not table.may_stand_already or not lines:
        send(cursor, table.name, table.columns, lines)
        return
    columns = ", ".join(table.columns)
    cursor.execute("DROP TABLE IF EXISTS pg_temp.iati_rows")
    cursor.execute(
        "CREATE TEMPORARY TABLE iati_rows ON COMMIT DROP AS "
        f"SELECT {columns} FROM {table.name} WITH NO DATA"
    )
    send(cursor, "iati_rows", table.columns, lines)
    cursor.execute(
        f"INSERT INTO {table.name} ({columns}) SELECT {columns} FROM iati_rows "
        "ON CONFLICT DO NOTHING"
    )
