"""How progress reports look on pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from common.design.parts import Pill, Tone
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
class ProgressPart:
    """What the page of a project says of progress reports: the latest, whether there are more."""

    rows: list[tuple[ProgressReport, Pill | None]]
    has_more: bool
    may_report: bool


def progress_of(project: Project, user: Any) -> ProgressPart:
    """That a report is accepted goes without saying."""
    found = ProgressReport.objects.visible_to(user).filter(project=project)
    latest = list(found.select_related("partner", "community")[: SHOWN + 1])
    rows = [
        (one, None if one.status == ReportStatus.ACCEPTED else report_pill(one.status))
        for one in latest[:SHOWN]
    ]
    return ProgressPart(rows, len(latest) > SHOWN, can_report_progress(user, project))
