"""What of projects leaves the portal in an open standard, whoever asks, and what stays at home.

IATI, OC4IDS and 360Giving read the same projects, a chunk at a time, give out each chunk as soon as
all in it is checked, leave out records with errors and
tell of them the same way (docs/decisions/0016). Nothing is written to the database.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import IO, Any

from django.db.models import Q
from django.http import FileResponse, StreamingHttpResponse
from django.utils.translation import get_language, override

from common.codelists.enums import Visibility
from common.exchange.stretches import stretches
from common.registers.formats import NothingFits, attachment
from communities.models import Community, Oblast, Office, Raion
from partners.models import Partner, PartnerIdentifier, Programme
from projects.attached import Link, Rows, attach
from projects.enums import RecordStatus
from projects.iati.findings import Finding
from projects.models import (
    HumanitarianScope,
    IndicatorPeriod,
    PlannedDisbursement,
    PolicyMarker,
    Project,
    ProjectAidType,
    ProjectBudget,
    ProjectCondition,
    ProjectContact,
    ProjectDocument,
    ProjectIdentifier,
    ProjectLocation,
    ProjectResult,
    ProjectRole,
    ProjectSDG,
    ProjectSector,
    ProjectTerritory,
    ProjectTransaction,
    RelatedProject,
    ResultIndicator,
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


def projects_for_export(projects: Any, user: Any) -> Iterator[Chunk]:
    """The projects in their order, a chunk at a time, with all that a standard tells of them.

    A constant number of statements for a chunk, and the memory of one chunk. What is not published
    is left out whoever asks: a file of the standard is a publication.
    """
    rows, links = _tables(user), _links()
    plain = Project.objects.defer(*NOT_TOLD)
    for some in stretches(projects, CHUNK):
        made = list(some.in_order(plain.in_bulk(some.keys)))
        attach(made, rows, links)
        yield Chunk(made, is_last=some.is_last)


@dataclass(frozen=True)
class Chunk:
    projects: list[Project]
    is_last: bool


# Columns that searching and sorting need.
NOT_TOLD = ("sort_key", "search_text")


def _links() -> tuple[Link, ...]:
    programmes = Programme.objects.filter(
        record_status=RecordStatus.PUBLISHED, visibility=Visibility.PUBLIC
    )
    return (
        Link("programme", programmes),
        Link("office", Office.objects.all(), kept={}),
        Link("oblast", Oblast.objects.select_related("office"), kept={}),
    )


def _tables(user: Any) -> tuple[Rows, ...]:
    partners = Partner.objects.visible_to(user)
    numbers = Rows("identifiers", PartnerIdentifier.objects.all())
    communities = Link("community", Community.objects.all(), kept={})
    oblasts = Link("oblast", Oblast.objects.all(), kept={})
    raions = Link("raion", Raion.objects.all(), kept={})
    offices = Link("office", Office.objects.all(), kept={})
    partner = Link("partner", partners, (numbers,))
    periods = Rows("periods", IndicatorPeriod.objects.all())
    indicators = Rows("indicators", ResultIndicator.objects.all(), inside=(periods,))
    known = ProjectRole.objects.filter(Q(partner=None) | Q(partner__in=partners.values("pk")))
    units = (communities, oblasts, raions)
    money = (
        Link("provider", partners, (numbers,)),
        Link("receiver", partners, (numbers,)),
        Link("receiver_community", Community.objects.all(), kept=communities.kept),
    )
    public = ProjectDocument.objects.filter(visibility=Visibility.PUBLIC, is_withdrawn=False)
    return (
        Rows("identifiers", ProjectIdentifier.objects.all()),
        Rows("sectors", ProjectSector.objects.all()),
        Rows("sdgs", ProjectSDG.objects.all()),
        Rows("policy_markers", PolicyMarker.objects.all()),
        Rows("aid_types", ProjectAidType.objects.all()),
        Rows("humanitarian_scopes", HumanitarianScope.objects.all()),
        Rows("budgets", ProjectBudget.objects.all()),
        Rows("conditions", ProjectCondition.objects.all()),
        Rows("results", ProjectResult.objects.all(), inside=(indicators,)),
        Rows("roles", known, (partner, communities, oblasts, offices)),
        Rows("territories", ProjectTerritory.objects.all(), units),
        Rows("locations", ProjectLocation.objects.filter(is_published=True), (communities,)),
        Rows("contacts", ProjectContact.objects.filter(is_published=True)),
        Rows("documents", public),
        _related(user),
        Rows("planned_disbursements", PlannedDisbursement.objects.all(), money),
        Rows("transactions", ProjectTransaction.objects.all(), money),
    )


def _related(user: Any) -> Rows:
    """Those that the viewer may know of, with what their own identifier is made of."""
    others = Project.objects.visible_to(user)
    rows = RelatedProject.objects.filter(Q(other=None) | Q(other__in=others.values("pk")))
    numbers = Rows("identifiers", ProjectIdentifier.objects.all())
    joined = others.select_related("office", "oblast__office").defer(*NOT_TOLD)
    return Rows("relations", rows, (Link("other", joined, (numbers,)),))


# What leaves, checked piece by piece


@dataclass
class Stream:
    """The pieces of a file. What of the first chunk may leave is known before the first byte.

    `report` is told while the pieces are read; `is_whole` says that it is complete already,
    because the set is no larger than a chunk.
    """

    report: ExportReport
    pieces: Iterator[bytes]
    is_whole: bool

    def into(self, target: IO[bytes]) -> ExportReport:
        """Write all of it. Gives back the report."""
        for piece in self.pieces:
            target.write(piece)
        return self.report


# The records of a chunk that may leave, as text, and whether it was the last chunk.
Written = tuple[list[bytes], bool]


def streamed(
    report: ExportReport,
    chunks: Iterator[Written],
    *,
    head: bytes,
    end: Callable[[ExportReport], bytes],
) -> Stream:
    """A file of head, records and end. Raises NothingToExport when no record may leave.

    Chunks are made in the language in which the file was asked for, whatever language it is then.
    """
    chunks = _in_language(chunks, get_language())
    first, is_whole = next(((one, last) for one, last in chunks if one), ([], True))
    if not first:
        raise NothingToExport(report)

    def pieces() -> Iterator[bytes]:
        yield head + b"".join(first)
        yield from (b"".join(one) for one, _last in chunks)
        yield end(report)

    return Stream(report, pieces(), is_whole)


def _in_language(chunks: Iterator[Written], language: str | None) -> Iterator[Written]:
    while True:
        with override(language):
            found = next(chunks, None)
        if found is None:
            return
        yield found


def stream_answer(
    stream: Stream, *, name: str, content_type: str, counted: str = "X-Records"
) -> StreamingHttpResponse:
    """The file as an answer. A set of one chunk says in its headers what the report says; a larger
    one at its end, for nobody knows it before.
    """
    made = StreamingHttpResponse(stream.pieces, content_type=content_type)
    answer: StreamingHttpResponse = attachment(made, name)
    if stream.is_whole:
        _tell(answer, stream.report, counted)
    answer["X-Official-Check"] = "yes" if stream.report.is_official else "no"
    return answer


def _tell(answer: Any, report: ExportReport, counted: str) -> None:
    answer[counted] = str(report.written)
    answer["X-Left-Out"] = str(len(report.left_out))
    if report.left_out:
        answer["X-Left-Out-Records"] = ", ".join(report.names_left_out)


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
    _tell(answer, report, counted)
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
