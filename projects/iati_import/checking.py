"""Reading a file into the table of staged activities, judged. The register is not touched.

The rows go in by COPY; no more than a batch of them is ever in memory.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import IO, Any

from django.db import connection
from django.utils.translation import gettext_noop as _
from lxml import etree

from projects.iati import sentences as say
from projects.iati.activity import ACTIVITY
from projects.iati.codes import code_problems
from projects.iati.findings import Finding
from projects.iati.reading import ActivityReader
from projects.iati.shape import problems
from projects.iati.validation import Checker, checker
from projects.iati.xml import line_of
from projects.iati_enums import StagedOutcome
from projects.iati_import import rows
from projects.iati_import.bodies import Bodies, keep_bodies
from projects.iati_import.judging import Judge, Verdict
from projects.iati_import.parts import Around, Unreadable
from projects.iati_import.payload import Payload, read_payload
from projects.iati_import.places import names_of, units
from projects.iati_import.taking import own_refs
from projects.models import IatiImport, StagedActivity

BATCH = 500
CANNOT_READ = _("A value of this activity cannot be read.")
COLUMNS = (
    "job_id", "number", "line", "identifier", "reporting_ref", "title", "outcome", "reason",
    "payload", "hashes", "changes", "collisions", "take", "problems", "project_id", "decision",
    "result",
)  # fmt: skip

_encoded = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
Progress = Callable[[int], None]


@dataclass(slots=True)
class Read:
    """One activity of the file: what it brings, or what is wrong with it."""

    number: int
    line: int
    identifier: str
    payload: Payload | None
    problems: list[dict[str, Any]]


def stage_file(job: IatiImport, source: IO[bytes], progress: Progress) -> str:
    """Stage every activity. Gives back the version of the standard. Raises FileRefused.

    `progress` is told the number of bytes read after each batch. The caller throws away what is
    left of an attempt that failed.
    """
    check = checker()
    known = units()
    around = Around(
        codes=check.codes,
        units=known,
        unit_names=names_of(known, "oblast"),
        own_refs=frozenset(own_refs()),
    )
    judge = Judge(job, around)
    reader = ActivityReader(source)
    activities = _read_all(reader, around, check)
    while batch := list(islice(activities, BATCH)):
        _stage(job, judge, batch)
        progress(reader.bytes_read)
    keep_bodies(job, Bodies(known), around.bodies.items(), around.uses)
    return reader.version


@contextmanager
def unpacked(job: IatiImport) -> Iterator[IO[bytes]]:
    with job.file.open("rb") as packed, gzip.GzipFile(fileobj=packed) as source:
        yield source  # type: ignore[misc]


def _read_all(reader: ActivityReader, around: Around, check: Checker) -> Iterator[Read]:
    seen: set[str] = set()
    for number, node in enumerate(reader, start=1):
        yield _read(number, node, around, check, seen)


def _read(
    number: int, node: etree._Element, around: Around, check: Checker, seen: set[str]
) -> Read:
    identifier = (node.findtext("iati-identifier") or "").strip()[:200]
    line = line_of(node)
    if identifier in seen:
        values = {"identifier": identifier}
        wrong = [Finding(say.DOUBLE_IDENTIFIER, values, rule="file", line=line)]
        return Read(number, line, identifier, None, [_as_json(one) for one in wrong])
    seen.add(identifier)
    wrong = _structure(node, check)
    if not wrong:
        try:
            payload = read_payload(node, around)
        except (Unreadable, LookupError) as error:
            wrong = _why(node, check, str(error))
        else:
            return Read(number, line, payload.identifier, payload, payload.remarks)
    return Read(number, line, identifier, None, [_as_json(one) for one in wrong[:20]])


def _structure(node: etree._Element, check: Checker) -> list[Finding]:
    """By the official schema when it is loaded, which is fast; our own table tells the reasons."""
    if check.schema is not None and check.schema.validate(node):
        return []
    found = list(problems(node, ACTIVITY))
    if not found and check.schema is not None:
        found = [one for one in check.findings(node) if one.rule == "schema"]
    return found


def _why(node: etree._Element, check: Checker, value: str) -> list[Finding]:
    """The codes that their lists do not have, else that a value could not be read."""
    found = [one for one in code_problems(node, ACTIVITY, check.codes) if one.is_error]
    return found or [Finding(CANNOT_READ, {"value": value[:60]}, line=line_of(node))]


def _as_json(finding: Finding) -> dict[str, Any]:
    return {
        "message": finding.message,
        "values": dict(finding.values),
        "line": finding.line,
        "error": finding.is_error,
    }


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
