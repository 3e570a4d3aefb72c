"""Projects out of the portal as an IATI file: streamed, and checked before a byte leaves.

Every activity is checked by our own table and codes and, when they are loaded, by the official
schema and rules. One with an error stays at home and is named in a comment at the end of the file
(docs/decisions/0016). Nothing is written to the database.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import IO, Any

from django.conf import settings
from django.db.models import Prefetch, Q
from django.utils import timezone
from lxml import etree

from common.codelists.enums import Visibility
from partners.models import Partner
from projects.iati.activity import VERSION, moment, write_activity
from projects.iati.findings import Finding, has_errors
from projects.iati.from_project import activity_of
from projects.iati.validation import Checker, checker
from projects.models import (
    PlannedDisbursement,
    Project,
    ProjectContact,
    ProjectDocument,
    ProjectLocation,
    ProjectRole,
    ProjectTerritory,
    ProjectTransaction,
    RelatedProject,
)

CONTENT_TYPE = "application/xml; charset=utf-8"
CHUNK = 200
# A file of this size stays in memory; a larger one goes to the disk until it is sent.
_SPOOLED_BYTES = 4 * 1024 * 1024
# Of activities left out so many are named.
MOST_NAMED = 200


class NothingToExport(ValueError):
    """No project of the set may leave: there is none, or all have errors (`report`)."""

    def __init__(self, report: ExportReport) -> None:
        super().__init__("no valid activity")
        self.report = report


@dataclass
class ExportReport:
    """`left_out` maps the reference of a project to what keeps it at home."""

    written: int = 0
    left_out: dict[str, list[Finding]] = field(default_factory=dict)
    is_official: bool = False


def for_export(projects: Any, user: Any) -> Any:
    """The queryset with all that an activity is made of, in a constant number of queries.

    What is not published is left out whoever asks: a file of the standard is a publication.
    """
    seen = Partner.objects.visible_to(user).prefetch_related("identifiers")
    related = Project.objects.visible_to(user).prefetch_related("identifiers")
    others = related.select_related("office", "oblast__office")
    return projects.select_related("office", "oblast__office", "programme").prefetch_related(
        "identifiers",
        "sectors",
        "sdgs",
        "policy_markers",
        "aid_types",
        "humanitarian_scopes",
        "budgets",
        "conditions",
        "results__indicators__periods",
        Prefetch("roles", _roles(seen)),
        Prefetch("territories", _territories()),
        Prefetch("locations", _places()),
        Prefetch("contacts", ProjectContact.objects.filter(is_published=True)),
        Prefetch("documents", _documents()),
        Prefetch("relations", _relations(others)),
        Prefetch("planned_disbursements", _money(PlannedDisbursement, seen)),
        Prefetch("transactions", _money(ProjectTransaction, seen)),
    )


def _roles(partners: Any) -> Any:
    rows = ProjectRole.objects.select_related("community", "oblast", "office")
    known = rows.filter(Q(partner=None) | Q(partner__in=partners.values("pk")))
    return known.prefetch_related(Prefetch("partner", partners))


def _territories() -> Any:
    return ProjectTerritory.objects.select_related("oblast", "raion", "community")


def _places() -> Any:
    return ProjectLocation.objects.filter(is_published=True).select_related("community")


def _documents() -> Any:
    rows = ProjectDocument.objects.filter(visibility=Visibility.PUBLIC, is_withdrawn=False)
    return rows.select_related("project")


def _relations(others: Any) -> Any:
    rows = RelatedProject.objects.filter(Q(other=None) | Q(other__in=others.values("pk")))
    return rows.prefetch_related(Prefetch("other", others))


def _money(model: Any, partners: Any) -> Any:
    rows = model.objects.select_related("receiver_community")
    return rows.prefetch_related(Prefetch("provider", partners), Prefetch("receiver", partners))


def activities(projects: Any, user: Any) -> Iterator[tuple[Project, etree._Element]]:
    """Each project and its `iati-activity`, unchecked, a chunk in memory at a time."""
    site = settings.SITE_URL.rstrip("/")
    for project in for_export(projects, user).iterator(chunk_size=CHUNK):
        yield project, write_activity(activity_of(project, site))


def export_file(projects: Any, user: Any) -> tuple[IO[bytes], ExportReport]:
    """The set as a file, at its start, and the report of what was left out.

    Raises NothingToExport when no activity is left: a file without one would not be valid.
    """
    target: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=_SPOOLED_BYTES)  # noqa: SIM115
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
                    report.left_out[project.reference] = found
                else:
                    file.write("\n")
                    file.write(node, pretty_print=True)
                    report.written += 1
            if report.left_out:
                file.write(_note(report))
    return report


def _note(report: ExportReport) -> Any:
    """For people: which projects are not in the file. A comment may not hold two hyphens."""
    names = list(report.left_out)
    named = ", ".join(names[:MOST_NAMED]).replace("--", "- -")
    text = f" Left out because of errors: {len(names)} ({named}). "
    return etree.Comment(text)


def findings_of(project: Project, user: Any) -> tuple[list[Finding], etree._Element, Checker]:
    """What the checks say of one project, with the activity and the checker that spoke."""
    check = checker()
    _, node = next(activities(Project.objects.filter(pk=project.pk), user))
    return check.findings(node), node, check
