"""Projects out of the portal as an IATI file: streamed, and checked before a byte leaves.

Every activity is checked by our own table and codes and, when they are loaded, by the official
schema and rules. One with an error stays at home and is named in a comment at the end of the file
(docs/decisions/0016). Nothing is written to the database.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
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
    CHUNK,
    SPOOLED_BYTES,
    ExportReport,
    NothingToExport,
    for_export,
)

CONTENT_TYPE = "application/xml; charset=utf-8"


def activities(projects: Any, user: Any) -> Iterator[tuple[Project, etree._Element]]:
    """Each project and its `iati-activity`, unchecked, a chunk in memory at a time."""
    site = settings.SITE_URL.rstrip("/")
    for project in for_export(projects, user).iterator(chunk_size=CHUNK):
        yield project, write_activity(activity_of(project, site))


def export_file(projects: Any, user: Any) -> tuple[IO[bytes], ExportReport]:
    """The set as a file, at its start, and the report of what was left out.

    Raises NothingToExport when no activity is left: a file without one would not be valid.
    """
    target: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=SPOOLED_BYTES)  # noqa: SIM115
    report = write_file(target, activities(projects, user), checker())
    if not report.written:
        target.close()
        raise NothingToExport(report)
    target.seek(0)
    return target, report


def write_file(
    target: IO[bytes], pairs: Iterable[tuple[Project, etree._Element]], check: Checker
) -> ExportReport:
    """Write the valid activities one after the other. Gives back the report."""
    report = ExportReport(is_official=check.is_official)
    with etree.xmlfile(target, encoding="utf-8", buffered=True) as file:
        file.write_declaration()
        root = {"version": VERSION, "generated-datetime": moment(timezone.now())}
        with file.element("iati-activities", root):
            for project, node in pairs:
                found = check.findings(node)
                if has_errors(found):
                    report.leave_out(project.reference, found)
                else:
                    file.write("\n")
                    file.write(node, pretty_print=True)
                    report.written += 1
            if report.left_out:
                file.write(_note(report))
    return report


def _note(report: ExportReport) -> Any:
    """For people: which projects are not in the file. A comment may not hold two hyphens."""
    named = ", ".join(report.names_left_out).replace("--", "- -")
    text = f" Left out because of errors: {len(report.left_out)} ({named}). "
    return etree.Comment(text)


def findings_of(project: Project, user: Any) -> tuple[list[Finding], etree._Element, Checker]:
    """What the checks say of one project, with the activity and the checker that spoke."""
    check = checker()
    _, node = next(activities(Project.objects.filter(pk=project.pk), user))
    return check.findings(node), node, check
