"""Progress that those who take part report, and the office accepts or not."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.desk import desk_of
from accounts.models import User
from communities.models import Community
from partners.models import Partner, PartnerMembership
from projects import progress_workflow as workflow
from projects.exceptions import InvalidData, RecordArchived
from projects.models import IndicatorPeriod, ProgressReport, Project, ProjectRole, ResultIndicator
from projects.services.progress import report_progress, take_report_step
from tests.factories.partners import PartnerFactory
from tests.factories.progress import first_period, measured_project, report_of
from tests.factories.projects import project as make_project
from tests.tables import each

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(community: Community, partner: Partner) -> Project:
    return measured_project(community, partner)


@pytest.fixture
def period(project: Project) -> IndicatorPeriod:
    return first_period(project)


@pytest.fixture
def report(project: Project, partner: Partner, representative: User) -> ProgressReport:
    return report_of(project, partner, representative)


def keys_of(report: ProgressReport, **more: str) -> dict[str, Any]:
    return {"reference": report.project.reference, "public_id": report.public_id, **more}


def send(page: Client, project: Project, **said: Any) -> Any:
    body = {"project": project.reference, "summary": "Відбулися всі курси", **said}
    return page.post(reverse("api:progress-report-list"), body, content_type="application/json")


def test_what_is_accepted_everybody_sees(browse: Any, report: ProgressReport) -> None:
    ProgressReport.objects.update(status="accepted", decided_on=dt.date(2026, 7, 5))
    page = browse("anonymous").get(report.get_absolute_url()).content.decode()
    assert "Відбулися всі курси" in page
    assert str(report.author) not in page
    of_project = browse("anonymous").get(report.project.get_absolute_url()).content.decode()
    assert report.get_absolute_url() in of_project


def test_who_may_not_know_of_the_partner_does_not_learn_of_it(
    browse: Any, report: ProgressReport, partner: Partner
) -> None:
    ProgressReport.objects.update(status="accepted", decided_on=dt.date(2026, 7, 5))
    Partner.objects.update(visibility="internal")
    api = reverse("api:progress-report-detail", kwargs={"key": report.public_id})
    pages = (
        api,
        reverse("api:progress-report-list"),
        reverse("projects:progress-list"),
        report.get_absolute_url(),
        report.project.get_absolute_url(),
    )
    for url in pages:
        assert partner.name not in browse("anonymous").get(url).content.decode(), url
    assert browse("anonymous").get(api).json()["party"] is None
    assert partner.name in browse("officer").get(report.get_absolute_url()).content.decode()


# What becomes of a report


def test_nothing_changes_before_it_is_accepted(
    posted: Any, report: ProgressReport, period: IndicatorPeriod, officer: User
) -> None:
    other = IndicatorPeriod.objects.exclude(pk=period.pk).get()
    IndicatorPeriod.objects.filter(pk=other.pk).update(actual=3)
    period.refresh_from_db()
    assert period.actual is None
    assert [line.count for line in desk_of(officer) if "progress" in line.url] == [1]
    with posted() as letters:
        take_report_step(actor=officer, report=report, step=workflow.ACCEPT)
    after = IndicatorPeriod.objects.order_by("starts_on").values_list("actual", "actual_comment")
    assert list(after) == [(Decimal("47.5"), "За списками"), (Decimal(3), "")]
    assert [line for line in desk_of(officer) if "progress" in line.url and line.count] == []
    assert report.author is not None
    assert report.author.email in [letter.to[0] for letter in letters]
    told = period.events.order_by("pgh_id").last().pgh_context  # type: ignore[attr-defined]
    assert told["actor"] == officer.pk


def test_what_changed_since_the_officer_looked_is_not_overwritten(
    browse: Any, report: ProgressReport, period: IndicatorPeriod
) -> None:
    page = browse("officer")
    seen = page.get(report.get_absolute_url()).context["seen"]
    IndicatorPeriod.objects.filter(pk=period.pk).update(actual=49)
    url = reverse("projects:progress-step", kwargs=keys_of(report, code="accept"))
    assert page.post(url, {"seen": seen}).status_code == 409
    assert IndicatorPeriod.objects.get(pk=period.pk).actual == 49
    seen = page.get(report.get_absolute_url()).context["seen"]
    assert page.post(url, {"seen": seen}).status_code == 302
    assert IndicatorPeriod.objects.get(pk=period.pk).actual == Decimal("47.5")


def test_the_office_is_told(posted: Any, project: Project, partner: Partner, officer: User) -> None:
    with posted() as letters:
        report_progress(actor=None, project=project, party=partner, summary="Початок робіт")
    assert [letter.to[0] for letter in letters] == [officer.email]
    assert "Початок робіт" in letters[0].body


def test_pressed_twice_is_one_report(
    report: ProgressReport, partner: Partner, representative: User
) -> None:
    assert report_of(report.project, partner, representative) == report
    ProgressReport.objects.update(created_at=timezone.now() - dt.timedelta(hours=1))
    assert report_of(report.project, partner, representative) != report


def test_a_report_is_decided_once(report: ProgressReport, officer: User) -> None:
    with pytest.raises(InvalidData):
        take_report_step(actor=officer, report=report, step=workflow.REFUSE, note=" ")
    take_report_step(actor=officer, report=report, step=workflow.REFUSE, note="Це за інший рік")
    for step in workflow.STEPS:
        with pytest.raises(workflow.ReportDecided):
            take_report_step(actor=officer, report=report, step=step, note="Ще раз")
    assert not IndicatorPeriod.objects.exclude(actual=None).exists()


def test_an_archived_project_takes_no_reports(
    project: Project, partner: Partner, report: ProgressReport, officer: User
) -> None:
    Project.objects.update(record_status="archived", archive_reason="Помилка")
    with pytest.raises(RecordArchived):
        report_progress(actor=None, project=project, party=partner, summary="Так")
    with pytest.raises(RecordArchived):
        take_report_step(actor=officer, report=report, step=workflow.ACCEPT)


def test_periods_that_went_elsewhere(report: ProgressReport, officer: User) -> None:
    """Such as those of a merged record whose results the survivor did not take."""
    survivor = make_project(oblast=report.project.oblast)
    ProgressReport.objects.update(project=survivor)
    report.refresh_from_db()
    with pytest.raises(InvalidData):
        take_report_step(actor=officer, report=report, step=workflow.ACCEPT)
    report.refresh_from_db()
    assert report.status == "waiting"


# Through the API


def test_what_can_be_reported_is_told_in_both_languages(browse: Any, project: Project) -> None:
    ResultIndicator.objects.update(title="Учні", title_en="Pupils", unit="осіб", unit_en="")
    url = reverse("api:project-indicators", kwargs={"key": project.public_id})
    told = browse("representative").get(url).json()[0]
    assert told["indicator"] == {"uk": "Учні", "en": "Pupils"}
    assert told["unit"] == {"uk": "осіб", "en": None}
    ResultIndicator.objects.update(unit="")
    assert browse("representative").get(url).json()[0]["unit"] is None


def test_a_project_is_asked_for_by_its_identifier_or_its_reference(
    browse: Any, report: ProgressReport
) -> None:
    page, other = browse("officer"), make_project(oblast=report.project.oblast)
    for name in ("progress-report-list", "news-list", "meeting-list", "received-property-list"):
        for key in (other.public_id, other.reference, "nothing"):
            assert page.get(reverse(f"api:{name}"), {"project": key}).json()["results"] == []
    for key in (report.project.public_id, report.project.reference.lower()):
        found = page.get(reverse("api:progress-report-list"), {"project": key}).json()["results"]
        assert [one["id"] for one in found] == [str(report.public_id)]


def test_an_unknown_community_is_refused_by_received_property(browse: Any) -> None:
    found = browse("officer").get(reverse("api:received-property-list"), {"community": "UA1"})
    assert found.status_code == 400


def test_cells_name_the_indicator_in_the_language_of_the_file(
    browse: Any, report: ProgressReport
) -> None:
    ResultIndicator.objects.update(title="Учні", title_en="Pupils")
    url = reverse("api:progress-report-list")
    told = {
        language: b"".join(
            browse("officer").get(url, {"format": "csv", "lang": language}).streaming_content
        ).decode()
        for language in ("uk", "en")
    }
    assert "Учні: 47" in told["uk"]
    assert "Pupils: 47" in told["en"]


def test_by_the_api_from_reporting_to_the_project(
    browse: Any, project: Project, period: IndicatorPeriod
) -> None:
    page, key = browse("representative"), {"key": project.public_id}
    known = page.get(reverse("api:project-indicators", kwargs=key)).json()
    assert [one["target"] for one in known] == ["50.000", "90.000"]
    values = [{"period": known[0]["id"], "actual": "48", "comment": "Разом"}]
    made = send(page, project, values=values)
    assert made.status_code == 201, made.content
    told = made.json()
    assert (told["status"]["code"], told["values"][0]["actual"]) == ("waiting", 48)
    report = ProgressReport.objects.get()
    assert made["Location"].endswith(f"/api/v1/progress-reports/{report.public_id}/")
    url = reverse("projects:progress-step", kwargs=keys_of(report, code="accept"))
    assert browse("officer").post(url).status_code == 302
    assert page.get(made["Location"]).json()["status"]["code"] == "accepted"
    assert page.get(reverse("api:project-indicators", kwargs=key)).json()[0]["actual"] == "48.000"


@each(
    "said",
    [
        {"summary": " "},
        {"summary": "х" * 4001},
        {"values": [{"period": 0, "actual": "1"}]},
        {"values": [{"period": "перший", "actual": "1"}]},
        {"values": [{"actual": "1"}]},
        {"values": [{"period": "PERIOD", "actual": "багато"}]},
        {"values": [{"period": "PERIOD", "actual": "NaN"}]},
        {"values": [{"period": "PERIOD", "actual": "1e30"}]},
        {"values": [{"period": "PERIOD", "actual": "1", "comment": "х" * 1001}]},
        {"values": [{"period": "PERIOD", "actual": "1"}, {"period": "PERIOD", "actual": "2"}]},
        {"values": "47"},
        {"values": [47]},
        {"party": "nobody"},
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(
    browse: Any,
    representative: User,
    project: Project,
    period: IndicatorPeriod,
    said: dict[str, Any],
) -> None:
    if isinstance(said.get("values"), list):
        for one in said["values"]:
            if isinstance(one, dict) and one.get("period") == "PERIOD":
                one["period"] = period.pk
    answer = send(browse("representative"), project, **said)
    assert answer.status_code == 400, answer.content
    assert answer.json()["errors"]
    assert not ProgressReport.objects.exists()


def test_who_is_of_two_parties_says_for_which(
    browse: Any, representative: User, project: Project, partner: Partner
) -> None:
    other = PartnerFactory.create()
    PartnerMembership.objects.create(user=representative, partner=other, role="representative")
    ProjectRole.objects.create(project=project, role="implementing", partner=other, number=2)
    page = browse("representative")
    answer = send(page, project)
    assert answer.status_code == 400
    assert partner.slug in answer.content.decode()
    assert send(page, project, party=other.slug).json()["party"]["code"] == other.slug


# On the pages


def test_from_reporting_to_refusing_on_the_pages(
    browse: Any, project: Project, period: IndicatorPeriod
) -> None:
    page, desk = browse("representative"), browse("officer")
    url = reverse("projects:progress-new", kwargs={"reference": project.reference})
    said = {"party": "0", "summary": "Майже все", f"comment_{period.pk}": "Без числа"}
    assert page.post(url, said).status_code == 200
    made = page.post(url, {**said, f"actual_{period.pk}": "1 047,5"})
    report = ProgressReport.objects.get()
    assert (made.status_code, made["Location"]) == (302, report.get_absolute_url())
    assert report.values.get().actual == Decimal("1047.5")
    assert "1 047,5" in desk.get(report.get_absolute_url()).content.decode().replace("\xa0", " ")
    step = reverse("projects:progress-step", kwargs=keys_of(report, code="refuse"))
    assert desk.get(step).status_code == 200
    assert desk.post(step, {"note": ""}).status_code == 200
    assert desk.post(step, {"note": "Число не сходиться"}).status_code == 302
    assert "Число не сходиться" in page.get(report.get_absolute_url()).content.decode()
    assert desk.post(step, {"note": "Знову"}).status_code == 409
    nowhere = reverse("projects:progress-step", kwargs=keys_of(report, code="destroy"))
    assert desk.post(nowhere).status_code == 404


def test_the_list_costs_the_same_for_many(
    browse: Any, project: Project, partner: Partner, django_assert_max_num_queries: Any
) -> None:
    page, address = browse("officer"), reverse("projects:progress-list")
    report_progress(actor=None, project=project, party=partner, summary="Раз")
    page.get(address)
    with django_assert_max_num_queries(100) as one:
        page.get(address)
    for number in range(9):
        report_progress(actor=None, project=project, party=partner, summary=f"Звіт {number}")
    with django_assert_max_num_queries(len(one.captured_queries)):
        page.get(address)
