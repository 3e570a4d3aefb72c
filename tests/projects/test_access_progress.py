"""Who may open which page of progress reports. 404: unknown; 302: sign in first."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from accounts.models import User
from communities.models import Community
from partners.models import Partner
from projects.models import ProgressReport, Project
from tests.conftest import CAST
from tests.factories.progress import measured_project, report_of
from tests.tables import each

pytestmark = pytest.mark.django_db

#            admin head offic sumy analy coord else edit repr read newc anon
REPORTS = (403, 403, 403, 403, 403, 200, 403, 200, 200, 403, 403, 302)
SENDS = (403, 403, 403, 403, 403, 201, 403, 201, 201, 403, 403, 401)
# Officials know of what waits, and the party that reported: here the partner.
KNOWS = (200, 200, 200, 200, 200, 404, 404, 404, 200, 404, 404, 404)
DECIDES = (302, 302, 302, 403, 403, 404, 404, 404, 403, 404, 404, 302)
WITHDRAWS = (403, 403, 403, 403, 403, 404, 404, 404, 302, 404, 404, 302)


@pytest.fixture
def project(community: Community, partner: Partner) -> Project:
    return measured_project(community, partner)


@pytest.fixture
def report(project: Project, partner: Partner, representative: User) -> ProgressReport:
    return report_of(project, partner, representative)


def keys_of(report: ProgressReport, **more: str) -> dict[str, Any]:
    return {"reference": report.project.reference, "public_id": report.public_id, **more}


@each("who", CAST)
def test_lists_are_open(browse: Any, who: str, report: ProgressReport) -> None:
    """What waits is in those of officials and of its party."""
    known = KNOWS[CAST.index(who)] == 200
    for name in ("projects:progress-list", "api:progress-report-list"):
        assert browse(who).get(reverse(name)).status_code == 200
    rows = browse(who).get(reverse("api:progress-report-list")).json()["results"]
    assert bool(rows) == known
    table: Any = browse(who).get(reverse("projects:progressreport-download", args=["csv"]))
    assert (b"47.5" in b"".join(table)) == known
    indicators = reverse("api:project-indicators", kwargs={"key": report.project.public_id})
    assert browse(who).get(indicators).status_code == 200


@each("who", CAST)
def test_who_reports(browse: Any, who: str, project: Project) -> None:
    url = reverse("projects:progress-new", kwargs={"reference": project.reference})
    assert browse(who).get(url).status_code == REPORTS[CAST.index(who)]
    body = {"project": project.reference, "summary": "Є"}
    sent = browse(who).post(
        reverse("api:progress-report-list"), body, content_type="application/json"
    )
    assert sent.status_code == SENDS[CAST.index(who)]


@each("who", CAST)
def test_who_knows_of_a_report(browse: Any, who: str, report: ProgressReport) -> None:
    api = reverse("api:progress-report-detail", kwargs={"key": report.public_id})
    for url in (reverse("projects:progress-detail", kwargs=keys_of(report)), api):
        assert browse(who).get(url).status_code == KNOWS[CAST.index(who)]


@each(("code", "expected"), [("accept", DECIDES), ("withdraw", WITHDRAWS)])
@each("who", CAST)
def test_who_decides(
    browse: Any, who: str, code: str, expected: tuple[int, ...], report: ProgressReport
) -> None:
    url = reverse("projects:progress-step", kwargs=keys_of(report, code=code))
    assert browse(who).post(url).status_code == expected[CAST.index(who)]
    report.refresh_from_db()
    assert (report.status != "waiting") == (expected[CAST.index(who)] == 302 and who != "anonymous")
