"""Notices about progress reports: to the office, and to who reported."""

from __future__ import annotations

from typing import Any

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common.design.languages import wording
from common.notifications.groups import NoticeGroup, add_notice_group
from common.notifications.telling import tell
from communities.memberships import officials_of
from projects.enums import ReportStatus
from projects.models import ProgressReport

GROUP = "progress"
TO_OFFICE = frozenset({ReportStatus.WAITING, ReportStatus.WITHDRAWN})


def tell_of_report(report: ProgressReport, news: Any, *, author: User | None) -> None:
    """Of a report that came or was withdrawn the office; of a decision the person who reported."""
    reporter = [report.author] if report.author and report.author.is_active else []
    to_office = report.status in TO_OFFICE
    tell(
        group=GROUP,
        event=f"progress report {report.public_id} {report.status}",
        template=f"projects/letters/progress_to_{'office' if to_office else 'party'}",
        people=officials_of(report.project.oblast) if to_office else reporter,
        words=lambda language: _words(report, news, language),
        link=report.get_absolute_url(),
        actor=author,
    )


def _words(report: ProgressReport, news: Any, language: str) -> dict[str, Any]:
    with translation.override(language):
        return {
            "reference": report.project.reference,
            "title": wording(report.project, "title").text,
            "party": wording(report.organisation, "name").text,
            "news": str(news),
            "summary": report.summary,
            "note": report.decision_note,
        }


def register_report_notices() -> None:
    about = _("Progress that partners and communities report of projects; what became of yours.")
    add_notice_group(NoticeGroup(GROUP, _("Progress of projects"), about))
