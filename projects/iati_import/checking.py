"""Reading a file into the table of staged activities, judged. The register is not touched.

The rows go in by COPY; no more than a batch of them is ever in memory.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO

from django.db import connection

from projects.iati.validation import checker
from projects.iati_enums import StagedOutcome
from projects.iati_import import rows
from projects.iati_import.activities import End, Read, read_file
from projects.iati_import.bodies import Bodies, keep_bodies
from projects.iati_import.judging import Judge, Verdict
from projects.iati_import.parts import Around
from projects.iati_import.places import names_of, units
from projects.iati_import.taking import own_refs
from projects.models import IatiImport, StagedActivity

COLUMNS = (
    "job_id", "number", "line", "identifier", "reporting_ref", "title", "outcome", "reason",
    "payload", "hashes", "changes", "collisions", "take", "problems", "project_id", "decision",
    "result",
)  # fmt: skip

_encoded = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
Progress = Callable[[int], None]


def stage_file(job: IatiImport, progress: Progress) -> str:
    """Stage every activity. Gives back the version of the standard. Raises FileRefused.

    `progress` is told the number of bytes read after each batch. The caller throws away what is
    left of an attempt that failed.
    """
    check, known = checker(), units()
    around = Around(
        codes=check.codes,
        units=known,
        unit_names=names_of(known, "oblast"),
        own_refs=frozenset(own_refs()),
    )
    judge, end = Judge(job, around), End()
    for batch in read_file(lambda: unpacked(job), job.size, around, check, end):
        _stage(job, judge, batch.read)
        progress(batch.bytes_read)
    keep_bodies(job, Bodies(known), end.bodies.items(), end.uses)
    return end.version


@contextmanager
def unpacked(job: IatiImport) -> Iterator[IO[bytes]]:
    with job.file.open("rb") as packed, gzip.GzipFile(fileobj=packed) as source:
        yield source  # type: ignore[misc]


def _stage(job: IatiImport, judge: Judge, batch: list[Read]) -> None:
    good = [one for one in batch if one.payload is not None]
    payloads = [one.payload for one in good if one.payload is not None]
    verdicts = dict(zip((one.number for one in good), judge.judge(payloads), strict=True))
    lines = [_line(job, one, verdicts.get(one.number)) for one in batch]
    with connection.cursor() as cursor:
        rows.send(cursor, StagedActivity._meta.db_table, COLUMNS, lines)


def _line(job: IatiImport, one: Read, verdict: Verdict | None) -> str:
    start = (str(job.pk), str(one.number), str(one.line), one.identifier)
    told = _encoded(one.problems) if one.problems else "[]"
    if one.payload is None or verdict is None:
        wrong = ("", "", StagedOutcome.ERROR.value, "", "", "{}", "{}", "{}", "{}", told)
        return rows.line_of((*start, *wrong, rows.NULL, "", "")) + "\n"
    said = one.payload
    values = (
        *start,
        said.reporting_ref,
        said.title,
        str(verdict.outcome),
        str(verdict.reason),
        "" if verdict.outcome in _NOT_KEPT else said.values,
        _encoded(said.hashes),
        rows.array_of(verdict.changes),
        rows.array_of(verdict.collisions),
        rows.array_of(verdict.take),
        told,
        rows.text_of(verdict.project),
        "",
        "",
    )
    return rows.line_of(values) + "\n"


# Nothing of them can go in: their values are not worth the room.
_NOT_KEPT = {StagedOutcome.OUTSIDE, StagedOutcome.UNCHANGED}
