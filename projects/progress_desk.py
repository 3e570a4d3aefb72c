"""Progress reports on the desk of those who decide about them."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import ngettext

from accounts.desk import DeskLine, add_to_desk
from accounts.models import User
from common.design.formats import number
from projects.enums import ReportStatus
from projects.models import ProgressReport, Project
from projects.mta_desk import oblasts_of


def reports_to_decide(user: User) -> Iterator[DeskLine]:
    oblasts = oblasts_of(user)
    if not oblasts:
        return
    current = Project.objects.current().values("pk")
    rows = ProgressReport.objects.waiting().kept_in(oblasts).filter(project__in=current)
    count = rows.count()
    text = ngettext(
        "%(count)s progress report to read and accept",
        "%(count)s progress reports to read and accept",
        count,
    )
    url = f"{reverse('projects:progress-list')}?status={ReportStatus.WAITING}"
    yield DeskLine(label=text % {"count": number(count)}, url=url, count=count)


def fill_report_desk() -> None:
    add_to_desk(reports_to_decide)
