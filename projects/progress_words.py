"""How progress reports look on pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from common.design.languages import wording
from common.design.parts import Pill, Tone
from partners.models import Partner
from projects.enums import ReportStatus
from projects.models import ProgressReport, Project
from projects.progress_permissions import can_report_progress

TONES: dict[str, Tone] = {
    ReportStatus.WAITING: "wait",
    ReportStatus.ACCEPTED: "good",
    ReportStatus.REFUSED: "bad",
    ReportStatus.WITHDRAWN: "quiet",
}
SHOWN = 5


def report_pill(status: str) -> Pill:
    return Pill(str(ReportStatus(status).label), TONES[status])


@dataclass(frozen=True)
class ReportRow:
    """`party` is empty for a partner of whom the viewer may not know."""

    report: ProgressReport
    party: str
    pill: Pill | None


@dataclass(frozen=True)
class ProgressPart:
    """What the page of a project says of progress reports: the latest, whether there are more."""

    rows: list[ReportRow]
    has_more: bool
    may_report: bool


def progress_of(project: Project, user: Any) -> ProgressPart:
    """That a report is accepted goes without saying."""
    found = ProgressReport.objects.visible_to(user).filter(project=project)
    latest = list(found.select_related("partner", "community")[: SHOWN + 1])
    named = known_parties(latest, user)
    rows = [_row(one, named) for one in latest[:SHOWN]]
    return ProgressPart(rows, len(latest) > SHOWN, can_report_progress(user, project))


def _row(report: ProgressReport, named: set[int]) -> ReportRow:
    party = wording(report.organisation, "name").text if report.pk in named else ""
    is_accepted = report.status == ReportStatus.ACCEPTED
    return ReportRow(report, party, None if is_accepted else report_pill(report.status))


def known_parties(reports: Iterable[ProgressReport], user: Any) -> set[int]:
    """Those reports of whose party the viewer may know. One query, none without reports."""
    held = list(reports)
    partners = {one.partner_id for one in held if one.partner_id}
    rows = Partner.objects.visible_to(user).filter(pk__in=partners) if partners else ()
    known = {one.pk for one in rows}
    return {one.pk for one in held if one.community_id or one.partner_id in known}
