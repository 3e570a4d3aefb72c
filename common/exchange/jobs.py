"""Uploading a table, checking it, deciding, taking it in. Who may is asked by whoever calls."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator, Mapping
from itertools import islice, zip_longest
from typing import Any

from django.core.files import File
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from common.design.languages import in_languages
from common.exchange import workflow
from common.exchange.columns import heading_key
from common.exchange.enums import Decision, JobStatus, Outcome
from common.exchange.imports import Importer, Judge, importer
from common.exchange.json_tables import as_table
from common.exchange.locks import working
from common.exchange.models import ImportJob, ImportRow
from common.exchange.problems import UnreadableTable
from common.exchange.reading import Table, open_table
from common.exchange.results import RESULT_HEADINGS
from common.exchange.taking_in import take_in_row

# Up to here the person waits for the answer; beyond, a worker does it and the page shows progress.
AT_ONCE = 200
BATCH = 500
# What a killed worker leaves is taken up again by itself this often; then a person must ask.
MOST_ATTEMPTS = 5
# Tables may hold personal data: nobody needs the file once its rows have long gone in.
KEPT_FOR = dt.timedelta(days=90)


class NothingToTakeIn(Exception):
    status = 409

    def __str__(self) -> str:
        return str(_("There is nothing to take in: no row is new or changes anything."))


class UnknownRecord(Exception):
    status = 400

    def __str__(self) -> str:
        return str(_("This record is not among those offered for the row."))


# Uploading


def upload_table(
    *, actor: Any, door: Importer, file: UploadedFile[Any], office: str = ""
) -> ImportJob:
    """Keep the file and say what it is; reading it is `check_table`'s work.

    Looks at the heading and the first rows only. Raises UnreadableTable; keeps nothing then.
    """
    file = as_table(door, file)
    stream: Any = file.file
    with open_table(stream, door.columns) as table:
        rows = sum(1 for _row in islice(table.rows, AT_ONCE + 1))
        if not rows:
            raise UnreadableTable(_("There are no rows under the heading."))
    stream.seek(0)
    job = ImportJob(
        register=door.name,
        file_name=(file.name or "table")[-200:],
        sha256=_digest(stream),
        size=file.size or 0,
        uploaded_by=actor,
        office=office,
        total_rows=rows,
    )
    stream.seek(0)
    # The person's own file name is shown, never used on the disk.
    job.file.save(str(job.public_id), File(stream), save=False)
    job.save()
    return job


def _digest(stream: Any) -> str:
    stream.seek(0)
    return hashlib.file_digest(stream, "sha256").hexdigest()


def is_small(job: ImportJob) -> bool:
    return job.total_rows <= AT_ONCE


# Checking


def check_table(job: ImportJob) -> None:
    """Judge every row of the file. May be repeated: what an earlier try left is thrown away."""
    with working(job) as free:
        job.refresh_from_db()
        if not free or job.status != JobStatus.UPLOADED:
            return
        job.rows.all().delete()
        try:
            _read_rows(job)
        except UnreadableTable as error:
            job.rows.all().delete()
            job.refusal = error.texts()
            job.save(update_fields=["refusal"])
            _move(job, JobStatus.FAILED)
        else:
            _move(job, JobStatus.PREVIEWED)


def _read_rows(job: ImportJob) -> None:
    door = importer(job.register)
    with job.file.open("rb") as file, open_table(file, door.columns, sheet=job.sheet) as table:
        _describe(job, door, table)
        judge = Judge(door, door.open(job), job.uploaded_by)
        read, nameless = 0, False
        for batch in _batches(job, table):
            nameless = nameless or any(_under_no_heading(row) for row in batch)
            judge.judge(batch)
            ImportRow.objects.bulk_create(batch)
            read += len(batch)
            _progress(job, read, read)
    if not read:
        raise UnreadableTable(_("There are no rows under the heading."))
    if nameless:
        job.notes.append(in_languages(_("Columns without a heading were left out.")))
    job.counts = job.rows.counted()
    job.total_rows = read
    job.save(update_fields=["notes", "counts", "total_rows"])


def _under_no_heading(row: ImportRow) -> bool:
    headers: list[str] = row.job.headers
    cells = zip_longest(row.raw, headers[: len(row.raw)], fillvalue="")
    return any(cell and not header for cell, header in cells)


def _batches(job: ImportJob, table: Table) -> Iterator[list[ImportRow]]:
    rows = (ImportRow(job=job, number=row.number, raw=row.cells) for row in table.rows)
    while batch := list(islice(rows, BATCH)):
        yield batch


def _describe(job: ImportJob, door: Importer, table: Table) -> None:
    job.sheet, job.sheets = table.sheet, list(table.sheets)
    job.headers, job.columns = table.headers, table.columns
    job.notes = [in_languages(text, values) for text, values in _notes(job, door, table)]
    job.attempts += 1
    job.save(update_fields=["sheet", "sheets", "headers", "columns", "notes", "attempts"])


def _notes(
    job: ImportJob, door: Importer, table: Table
) -> Iterator[tuple[str | Promise, Mapping[str, Any]]]:
    """Remarks on the whole file."""
    if table.encoding == "cp1251":
        yield (
            _("The file is in the old encoding Windows-1251. Look whether the names are right."),
            {},
        )
    ignored = [
        header
        for header, column in zip(table.headers, table.columns, strict=True)
        if header and not column and heading_key(header) not in RESULT_HEADINGS
    ]
    own = [header for header in ignored if heading_key(header) in door.known_headings]
    unknown = [header for header in ignored if header not in own]
    if unknown:
        names = ", ".join(f"«{header}»" for header in unknown)
        yield _("Columns that we do not know were left out: %(names)s."), {"names": names}
    if own:
        names = ", ".join(f"«{header}»" for header in own)
        yield (
            _("The portal keeps these columns itself, they were left out: %(names)s."),
            {"names": names},
        )
    before = ImportJob.objects.filter(
        sha256=job.sha256, register=job.register, status=JobStatus.DONE
    ).exclude(pk=job.pk)
    if before.exists():
        yield _("This very file went in before."), {}


def _progress(job: ImportJob, done: int, total: int = 0) -> None:
    job.done_rows = done
    job.total_rows = max(total, job.total_rows)
    job.touched_at = timezone.now()
    job.save(update_fields=["done_rows", "total_rows", "touched_at"])


@transaction.atomic
def _move(job: ImportJob, target: JobStatus) -> None:
    held = ImportJob.objects.select_for_update().get(pk=job.pk)
    workflow.move(held, target)
    job.refresh_from_db()


@transaction.atomic
def check_again(job: ImportJob, *, sheet: str | None = None) -> ImportJob:
    """Throw the judgement away and have the file read anew, perhaps another sheet of it.

    Refuses WrongStep.
    """
    held: ImportJob = ImportJob.objects.select_for_update().get(pk=job.pk)
    workflow.move(held, JobStatus.UPLOADED)
    if sheet in held.sheets:
        held.sheet = str(sheet)
    held.counts, held.done_rows, held.attempts = {}, 0, 0
    held.touched_at = timezone.now()
    held.save(update_fields=["sheet", "counts", "done_rows", "attempts", "touched_at"])
    held.rows.all().delete()
    return held


@transaction.atomic
def take_up_again(job: ImportJob) -> ImportJob:
    """Give an interrupted import new attempts. Whoever works on it still is not disturbed."""
    held: ImportJob = ImportJob.objects.select_for_update().get(pk=job.pk)
    held.attempts, held.touched_at = 0, timezone.now()
    held.save(update_fields=["attempts", "touched_at"])
    return held


# Deciding


@transaction.atomic
def decide(job: ImportJob, decisions: Mapping[int, tuple[str, str]]) -> int:
    """Row number → (decision, record). How many rows are decided otherwise than before.

    Refuses: WrongStep (the table is going in already), UnknownRecord.
    """
    held: ImportJob = ImportJob.objects.select_for_update().get(pk=job.pk)
    if held.status != JobStatus.PREVIEWED:
        raise workflow.WrongStep
    door = importer(held.register)
    rows = held.rows.filter(outcome=Outcome.DUPLICATE, number__in=decisions).in_order()
    changed = [row for row in rows if (row.decision, row.record) != decisions[row.number]]
    judge = Judge(door, door.open(held), held.uploaded_by) if changed else None
    for row in changed:
        assert judge is not None
        _decide(judge, row, *decisions[row.number])
    return len(changed)


def _decide(judge: Judge, row: ImportRow, decision: str, record: str) -> None:
    row.decision = Decision(decision)
    row.record, row.diff = "", []
    checked = judge.session.check(row.cells())
    if row.decision == Decision.RECORD:
        if record not in {one["reference"] for one in row.suggestions}:
            raise UnknownRecord
        row.record = record
        current = judge.session.current([record])
        if record not in current:
            raise UnknownRecord
        judge.compare(row, checked, current[record])
        row.outcome = Outcome.DUPLICATE
    elif row.decision == Decision.NEW:
        checked.problems.extend(judge.session.check_new(checked.data))
    row.problems = [problem.as_json() for problem in checked.problems]
    if not checked.is_good:
        row.decision, row.record, row.diff = Decision.UNDECIDED, "", []
    row.save(update_fields=["decision", "record", "diff", "problems"])


# Taking in


@transaction.atomic
def start(job: ImportJob) -> ImportJob:
    """Confirm the import. A second confirmation refuses. Refuses: WrongStep, NothingToTakeIn."""
    held: ImportJob = ImportJob.objects.select_for_update().get(pk=job.pk)
    wanted = held.rows.to_go_in().count()
    if held.status == JobStatus.PREVIEWED and not wanted:
        raise NothingToTakeIn
    workflow.move(held, JobStatus.RUNNING)
    held.total_rows, held.done_rows, held.attempts = wanted, 0, 0
    held.touched_at = timezone.now()
    held.save(update_fields=["total_rows", "done_rows", "attempts", "touched_at"])
    return held


def take_in(job: ImportJob) -> None:
    """Take in what is confirmed and not in yet, each row in a transaction of its own.

    A row is marked in the transaction that changes the register: whatever interrupts the work,
    taking it up again repeats nothing and forgets nothing.
    """
    with working(job) as free:
        job.refresh_from_db()
        if not free or job.status != JobStatus.RUNNING:
            return
        job.attempts += 1
        job.save(update_fields=["attempts"])
        session = importer(job.register).open(job)
        waiting = job.rows.to_go_in().filter(applied_at=None).in_order()
        while rows := list(waiting[:25]):
            for row in rows:
                row.job = job
                take_in_row(session, job, row)
            _progress(job, job.rows.exclude(applied_at=None).count())
        _move(job, JobStatus.DONE)


# Leaving


@transaction.atomic
def cancel(job: ImportJob) -> ImportJob:
    """Give the import up before anything went in; the file and its rows go. Refuses WrongStep."""
    held: ImportJob = ImportJob.objects.select_for_update().get(pk=job.pk)
    workflow.move(held, JobStatus.CANCELLED)
    held.rows.all().delete()
    _forget_file(held)
    return held


@transaction.atomic
def delete(job: ImportJob) -> None:
    """Remove an import of which nothing went in. Refuses WrongStep."""
    held: ImportJob = ImportJob.objects.select_for_update().get(pk=job.pk)
    if not held.may_be_removed:
        raise workflow.WrongStep
    name, storage = held.file.name, held.file.storage
    held.delete()
    if name:
        transaction.on_commit(lambda: storage.delete(name))


def forget_old_files(now: dt.datetime | None = None) -> int:
    """Uploaded tables of imports that ended long ago: the file goes, what became of its rows
    stays. What nobody decided about for as long is cancelled. How many.
    """
    before = (now or timezone.now()) - KEPT_FOR
    undecided = ImportJob.objects.filter(status=JobStatus.PREVIEWED, touched_at__lt=before)
    cancelled = [cancel(job) for job in list(undecided)]
    ended = ImportJob.objects.filter(status__in=workflow.ENDS, finished_at__lt=before)
    keys = list(ended.exclude(file="").order_by("pk").values_list("pk", flat=True))
    for key in keys:
        with transaction.atomic():
            _forget_file(ImportJob.objects.select_for_update().get(pk=key))
    return len(keys) + len(cancelled)


def _forget_file(job: ImportJob) -> None:
    name, storage = job.file.name, job.file.storage
    job.file = ""
    job.save(update_fields=["file"])
    if name:
        transaction.on_commit(lambda: storage.delete(name))
