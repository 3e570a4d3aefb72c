"""Projects out of the portal as an IATI file: streamed, and each chunk checked before it leaves.

Every activity is checked by our own table and codes and, when they are loaded, by the official
schema and rules. One with an error stays at home and is named in a comment at the end of the file
(docs/decisions/0016). Nothing is written to the database.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from typing import IO, Any

from django.conf import settings
from django.utils import timezone
from lxml import etree

from projects.iati.activity import VERSION, moment, write_activity
from projects.iati.findings import Finding, has_errors
from projects.iati.from_project import activity_of
from projects.iati.validation import Checker, checker
from projects.models import Project
from projects.publication import (
    SPOOLED_BYTES,
    Chunk,
    ExportReport,
    Stream,
    Written,
    projects_for_export,
    streamed,
)

CONTENT_TYPE = "application/xml; charset=utf-8"


def activities(projects: Any, user: Any) -> Iterator[tuple[Project, etree._Element]]:
    """Each project and its `iati-activity`, unchecked, a chunk in memory at a time."""
    site = settings.SITE_URL.rstrip("/")
    for chunk in projects_for_export(projects, user):
        for project in chunk.projects:
            yield project, write_activity(activity_of(project, site))


def export_stream(projects: Any, user: Any) -> Stream:
    """The set as a file that is read while it is made: each chunk is checked before it leaves.

    Raises NothingToExport when no activity is left: a file without one would not be valid.
    """
    check = checker()
    report = ExportReport(is_official=check.is_official)
    chunks = _checked(projects_for_export(projects, user), check, report)
    return streamed(report, chunks, head=_head(), end=_end)


def export_file(projects: Any, user: Any) -> tuple[IO[bytes], ExportReport]:
    """The same as a file, at its start, and the report of what was left out."""
    stream = export_stream(projects, user)
    target: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=SPOOLED_BYTES)  # noqa: SIM115
    report = stream.into(target)
    target.seek(0)
    return target, report


def _checked(chunks: Iterator[Chunk], check: Checker, report: ExportReport) -> Iterator[Written]:
    """The valid activities of each chunk as text; the report is told of all."""
    site = settings.SITE_URL.rstrip("/")
    for chunk in chunks:
        written: list[bytes] = []
        for project in chunk.projects:
            node = write_activity(activity_of(project, site))
            found = check.findings(node)
            if has_errors(found):
                report.leave_out(project.reference, found)
            else:
                text = etree.tostring(node, encoding="utf-8", pretty_print=True)
                written.append(b"\n" + text)
        report.written += len(written)
        yield written, chunk.is_last


def _head() -> bytes:
    root = f'<iati-activities version="{VERSION}" generated-datetime="{moment(timezone.now())}">'
    return f"<?xml version='1.0' encoding='utf-8'?>\n{root}".encode()


def _end(report: ExportReport) -> bytes:
    """For people: which projects are not in the file. A comment may not hold two hyphens."""
    if not report.left_out:
        return b"</iati-activities>"
    named = ", ".join(report.names_left_out).replace("--", "- -")
    text = f"<!-- Left out because of errors: {len(report.left_out)} ({named}). -->"
    return f"{text}</iati-activities>".encode()


def findings_of(project: Project, user: Any) -> tuple[list[Finding], etree._Element, Checker]:
    """What the checks say of one project, with the activity and the checker that spoke."""
    check = checker()
    _, node = next(activities(Project.objects.filter(pk=project.pk), user))
    return check.findings(node), node, check
