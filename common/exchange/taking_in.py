"""One confirmed row of a table, taken into its register."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence

from django.db import DatabaseError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.audit.context import Source, acting
from common.exchange.enums import Decision, Outcome, Result
from common.exchange.imports import Checked, RowRefused, Session, changes, importer
from common.exchange.models import ImportJob, ImportRow
from common.exchange.problems import Level, Problem

logger = logging.getLogger(__name__)


def take_in_row(session: Session, job: ImportJob, row: ImportRow) -> None:
    note = f"{job.file_name}, {row.number}"
    try:
        with transaction.atomic(), acting(actor=job.uploaded_by, source=Source.IMPORT, note=note):
            row.result = _apply(session, job, row)
            _mark(row)
    except RowRefused as refusal:
        _refuse(row, refusal.problems)
    except DatabaseError:
        logger.exception("import_row_failed", extra={"job": job.pk, "row": row.number})
        _refuse(row, [Problem("", "", _("The register did not take this row. Tell us of it."))])


def _apply(session: Session, job: ImportJob, row: ImportRow) -> Result:
    if not importer(job.register).may_import(job.uploaded_by):
        raise RowRefused([Problem("", "", _("You may no longer bring in tables."))])
    checked = session.check(row.cells())
    if row.outcome == Outcome.NEW or row.decision == Decision.NEW:
        return _create(session, job, row, checked)
    current = session.current([row.record]).get(row.record)
    if current is None:
        raise RowRefused([_changed_meanwhile()])
    diff = changes(session, checked.data, current)
    if not diff:
        return Result.UNCHANGED
    # Only what the person has seen goes in.
    if [change.as_json() for change in diff] != row.diff:
        raise RowRefused([_changed_meanwhile()])
    problems = [
        one for one in session.check_change(job.uploaded_by, row.record, diff) if one.keeps_out
    ]
    if problems:
        raise RowRefused(problems)
    session.change(job.uploaded_by, row.record, {one.column: one.after for one in diff})
    return Result.CHANGED


def _create(session: Session, job: ImportJob, row: ImportRow, checked: Checked) -> Result:
    # What the person may do, or the register holds, can be another since the check.
    _refuse_what_is_wrong(checked.problems)
    match = session.match(checked.data)
    if match.record:
        raise RowRefused([_changed_meanwhile()])
    _refuse_what_is_wrong(match.problems)
    row.record = session.create(job.uploaded_by, checked.data, job)
    return Result.CREATED


def _refuse_what_is_wrong(problems: Iterable[Problem]) -> None:
    found = [one for one in problems if one.keeps_out]
    if found:
        raise RowRefused(found)


def _changed_meanwhile() -> Problem:
    return Problem(
        "",
        "",
        _("The register has changed since the check. Upload the row again to see the difference."),
    )


def _mark(row: ImportRow) -> None:
    row.applied_at = timezone.now()
    row.save(update_fields=["result", "record", "applied_at", "problems"])


def _refuse(row: ImportRow, problems: Sequence[Problem]) -> None:
    row.result = Result.REFUSED
    row.record = row.record if row.outcome == Outcome.CHANGED else ""
    warnings = [one for one in row.problems if one["level"] == Level.WARNING]
    row.problems = [*warnings, *(problem.as_json() for problem in problems)]
    _mark(row)
