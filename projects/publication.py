"""What of projects leaves the portal in an open standard, whoever asks, and what stays at home.

IATI, OC4IDS and 360Giving read the same prefetched projects, leave out records with errors and
tell of them the same way (docs/decisions/0016). Nothing is written to the database.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import IO, Any

from django.db.models import Prefetch, Q
from django.http import FileResponse

from common.codelists.enums import Visibility
from common.registers.formats import NothingFits, attachment
from partners.models import Partner, Programme
from projects.enums import RecordStatus
from projects.iati.findings import Finding
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

CHUNK = 200
# A file of this size stays in memory; a larger one goes to the disk until it is sent.
SPOOLED_BYTES = 4 * 1024 * 1024
# Of records left out so many are named, and so many reasons told.
MOST_NAMED = 200
MOST_REASONS = 100
MOST_EXPLAINED = 2000


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

    def leave_out(self, reference: str, found: list[Finding]) -> None:
        """Reasons are kept of as many as anybody reads; the memory of an export is constant."""
        self.left_out[reference] = found if len(self.left_out) < MOST_EXPLAINED else []

    @property
    def names_left_out(self) -> list[str]:
        return list(self.left_out)[:MOST_NAMED]


def for_export(projects: Any, user: Any) -> Any:
    """The queryset with all that an activity is made of, in a constant number of queries.

    What is not published is left out whoever asks: a file of the standard is a publication.
    """
    seen = Partner.objects.visible_to(user).prefetch_related("identifiers")
    related = Project.objects.visible_to(user).prefetch_related("identifiers")
    others = related.select_related("office", "oblast__office")
    return projects.select_related("office", "oblast__office").prefetch_related(
        Prefetch("programme", _programmes()),
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


def _programmes() -> Any:
    return Programme.objects.filter(
        record_status=RecordStatus.PUBLISHED, visibility=Visibility.PUBLIC
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


def file_answer(
    source: IO[bytes],
    report: ExportReport,
    *,
    name: str,
    content_type: str,
    counted: str = "X-Records",
) -> FileResponse:
    """The file as an answer.

    `X-Records` says how many are in it, `X-Left-Out` how many stayed at home because of errors and
    `X-Left-Out-Records` which, `X-Official-Check` whether the published schema was loaded.
    """
    answer = attachment(FileResponse(source, content_type=content_type), name)
    answer[counted] = str(report.written)
    answer["X-Left-Out"] = str(len(report.left_out))
    if report.left_out:
        answer["X-Left-Out-Records"] = ", ".join(report.names_left_out)
    answer["X-Official-Check"] = "yes" if report.is_official else "no"
    file: FileResponse = answer
    return file


def refusal(nothing: NothingToExport) -> NothingFits:
    """Every reason for which no record can be given."""
    reasons = [
        (reference, str(one))
        for reference, found in nothing.report.left_out.items()
        for one in found
        if one.is_error
    ]
    return NothingFits(reasons[:MOST_REASONS])
