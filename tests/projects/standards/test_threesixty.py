"""Grants as 360Giving: JSON and spreadsheet, valid, and nothing that is not for the reader."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from openpyxl import load_workbook

from common.codelists.reference_codes import load_codes
from partners.models import Programme
from projects.models import Project, ProjectIdentifier, ProjectRole, ProjectTransaction
from projects.packages import Check, check_of, items_of, package_file
from projects.registers import PROJECTS
from projects.threesixty.answers import PACKAGE
from projects.threesixty.grants import awarded_on, is_grant
from tests.factories.partners import PartnerFactory
from tests.factories.projects import ProgrammeFactory
from tests.projects.iati.whole import office, simple_project, whole_project
from tests.projects.standards.generated import made_of, outlines
from tests.projects.standards.published import FOLDERS, errors_in, needs_shared

pytestmark = pytest.mark.django_db
NOBODY = AnonymousUser()
ADDRESS = "https://mosty.example/api/v1/projects/?format=360giving"
DAY = dt.date(2025, 4, 1)


def grant(reporter: Any = None, **values: Any) -> Project:
    """The least that makes a valid grant."""
    values = {"amount": Decimal(1000), "currency": "EUR", "awarded_on": DAY, **values}
    made = simple_project(reporter or office(), **values)
    ProjectRole.objects.create(project=made, role="recipient", name="Лікарня", number=1)
    return made


def _item(made: Project, user: Any = NOBODY) -> dict[str, Any]:
    ((_, item),) = items_of(PACKAGE, Project.objects.filter(pk=made.pk), user)
    return item


def _reasons(made: Project) -> list[str]:
    ((project, item),) = items_of(PACKAGE, Project.objects.filter(pk=made.pk), NOBODY)
    return [one.element for one in Check(PACKAGE).findings(project, item)]


@needs_shared
def test_the_whole_is_valid(settings: Any, tmp_path: Any) -> None:
    settings.STANDARDS_DIR = tmp_path
    load_codes()
    call_command("load_standards", FOLDERS["threesixty"])
    made = whole_project(office(), awarded_on=DAY, is_from_open_call=True)
    assert check_of(PACKAGE).is_official
    source, report = package_file(PACKAGE, Project.objects.all(), NOBODY, ADDRESS)
    with source:
        package = json.load(source)
    assert (report.written, report.left_out) == (1, {})
    assert errors_in("threesixty", package) == []
    (told,) = package["grants"]
    assert told["fromOpenCall"] == "Yes"
    assert told["beneficiaryLocation"][0]["geoCode"] == made.territories.get().community.code  # type: ignore[union-attr]
    assert "geoCodeType" not in told["beneficiaryLocation"][0]


@needs_shared
@examples(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(outline=outlines())
def test_whatever_is_a_grant_is_valid(db: None, outline: dict[str, Any]) -> None:
    made = made_of(outline, office())
    if _reasons(made):
        return
    source, _ = package_file(PACKAGE, Project.objects.filter(pk=made.pk), NOBODY, ADDRESS)
    with source:
        assert errors_in("threesixty", json.load(source)) == []


@pytest.mark.parametrize(
    ("kind", "finance", "expected"),
    [
        ("grant", "", True),
        ("mta", "", True),
        ("credit", "", False),
        ("ifi", "", False),
        ("ifi", "110", True),
        ("grant", "421", False),
    ],
)
def test_loans_are_no_grants(kind: str, finance: str, expected: bool) -> None:  # noqa: FBT001
    assert is_grant(Project(kind=kind, finance_type=finance)) is expected


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"amount": None, "currency": ""}, "amountAwarded"),
        ({"awarded_on": None}, "awardDate"),
        ({"description": ""}, "description"),
        ({"finance_type": "421"}, "fundingType"),
    ],
)
def test_what_is_missing_is_said(values: dict[str, Any], reason: str) -> None:
    assert _reasons(grant(**values)) == [reason]


@pytest.mark.parametrize(("role", "reason"), [("funding", "fundingOrganization")])
def test_both_sides_are_needed(role: str, reason: str) -> None:
    made = grant()
    made.roles.filter(role=role).delete()
    assert _reasons(made) == [reason]


def test_the_award_is_dated_by_the_best_that_is_known() -> None:
    made = grant(awarded_on=None, amount_on=dt.date(2025, 1, 1))
    assert awarded_on(made) == dt.date(2025, 1, 1)
    ProjectIdentifier.objects.create(
        project=made, kind="mta_registration", value="1", issued_on=dt.date(2025, 2, 1)
    )
    assert awarded_on(made) == dt.date(2025, 2, 1)
    ProjectTransaction.objects.create(
        project=made, kind="2", happened_on=DAY, amount=1, currency="EUR", value_date=DAY
    )
    assert awarded_on(made) == DAY


def test_money_in_two_currencies_is_not_summed_up() -> None:
    made = grant()
    for number, currency in enumerate(("EUR", "UAH"), start=1):
        ProjectTransaction.objects.create(
            project=made, kind="3", happened_on=DAY, amount=5, currency=currency, value_date=DAY
        )
        assert ("amountDisbursed" in _item(made)) is (number == 1)


def test_bodies_have_identifiers_that_stay() -> None:
    made = grant()
    fund = PartnerFactory.create(name="Фонд")
    ProjectRole.objects.create(project=made, role="funding", partner=fund, number=2)
    first, again = _item(made), _item(made)
    assert first["fundingOrganization"] == again["fundingOrganization"]
    named, known = first["fundingOrganization"]
    assert named["id"].startswith("urn:uuid:")
    assert known["id"].endswith(f"/api/v1/partners/{fund.public_id}/")


@pytest.mark.parametrize("values", [{"record_status": "draft"}, {"visibility": "internal"}])
def test_a_hidden_programme_is_not_named(values: dict[str, str], administrator: Any) -> None:
    made = grant(programme=ProgrammeFactory.create(name="Прихована"))
    assert "grantProgramme" in _item(made)
    Programme.objects.update(**values)
    for user in (NOBODY, administrator):
        assert "grantProgramme" not in _item(made, user)


def test_what_is_not_published_stays_at_home(administrator: Any) -> None:
    made = whole_project(office())
    for user in (NOBODY, administrator):
        text = json.dumps(_item(made, user), ensure_ascii=False)
        for hidden in ("Таємне", "50.0", "Прихований", "+380000000000", "Внутрішній"):
            assert hidden not in text


class TestSpreadsheet:
    def table(self, client: Client) -> list[list[str]]:
        answer = client.get(PROJECTS.api_path, {"format": "360giving-csv"})
        assert answer["Content-Type"] == "text/csv; charset=utf-8"
        return list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))

    def test_one_value_under_the_plain_heading(self, client: Client) -> None:
        made = grant()
        header, row = self.table(client)
        told = dict(zip(header, row, strict=True))
        assert told["Identifier"] == f"UA-EDR-99999999-{made.reference}"
        assert told["Award Date"] == "2025-04-01"
        assert told["Amount Awarded"] == "1000"
        assert told["Funding Org:Name"] == "Донор"
        assert told["Recipient Org:Name"] == "Лікарня"

    def test_several_under_numbers(self, client: Client) -> None:
        reporter = office()
        grant(reporter)
        second = grant(reporter)
        ProjectRole.objects.create(project=second, role="funding", name="Ще один", number=2)
        header, *rows = self.table(client)
        assert "Funding Org:Name" not in header
        place = header.index("Funding Org:1:Name")
        assert {row[place] for row in rows} == {"", "Ще один"}

    def test_formulas_are_harmless(self, client: Client) -> None:
        grant(title="=CMD|' /C calc'!A0", description="@SUM(1)")
        header, row = self.table(client)
        assert row[header.index("Title")].startswith("'=")
        assert row[header.index("Description")].startswith("'@")

    def test_as_a_workbook(self, client: Client) -> None:
        grant(title="Ґанок")
        answer = client.get(PROJECTS.api_path, {"format": "360giving-xlsx"})
        assert answer["X-Records"] == "1"
        sheet = load_workbook(io.BytesIO(answer.getvalue())).active
        assert sheet is not None
        header, row = sheet.iter_rows(values_only=True)
        told = dict(zip(header, row, strict=True))
        assert (sheet.title, told["Title"], told["Amount Awarded"]) == ("grants", "Ґанок", 1000)

    def test_the_same_grants_as_the_package(self, client: Client) -> None:
        reporter = office()
        grant(reporter)
        grant(reporter, finance_type="421")
        answers = [
            client.get(PROJECTS.api_path, {"format": name})
            for name in ("360giving", "360giving-csv", "360giving-xlsx")
        ]
        for one in answers:
            assert (one["X-Records"], one["X-Left-Out"]) == ("1", "1")
            assert one.getvalue()

    def test_nothing_to_tell(self, client: Client) -> None:
        made = grant(finance_type="421")
        for name in ("360giving", "360giving-csv", "360giving-xlsx"):
            answer = client.get(PROJECTS.api_path, {"format": name})
            assert answer.status_code == 409
            assert json.loads(answer.content)["errors"][0]["parameter"] == made.reference
            page = client.get(f"/projects/download.{name}")
            assert page.status_code == 409
            assert made.reference in page.content.decode()


def test_the_number_of_queries_does_not_grow() -> None:
    reporter = office()
    whole_project(reporter)
    first = _count_queries()
    for _ in range(30):
        grant(reporter)
    assert _count_queries() <= first


def _count_queries() -> int:
    with CaptureQueriesContext(connection) as caught:
        assert list(items_of(PACKAGE, Project.objects.order_by("pk"), NOBODY))
    return len(caught)


def test_the_page_of_a_project_offers_what_fits(client: Client) -> None:
    reporter = office()
    given, lent = grant(reporter), grant(reporter, finance_type="421")
    for made, offered in ((given, True), (lent, False)):
        page = client.get(made.get_absolute_url())
        links = {one.label: one.url for one in page.context["standard_files"]}
        assert ("360Giving" in links) is offered
        for url in links.values():
            answer = client.get(url)
            assert answer.status_code == 200
            assert answer.getvalue()
