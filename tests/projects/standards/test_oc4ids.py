"""Projects as OC4IDS: complete, valid, and nothing that is not for the reader."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from hypothesis import HealthCheck, given
from hypothesis import settings as examples

from common.codelists.reference_codes import load_codes
from common.codelists.standards import folder_of
from partners.models import PartnerIdentifier
from projects.enums import ActivityStatus, RoleKind
from projects.models import Project, ProjectRole, ProjectSector, RelatedProject
from projects.oc4ids import codes
from projects.oc4ids.answers import PACKAGE
from projects.packages import items_of, package_file
from projects.registers import PROJECTS
from tests.factories.partners import PartnerFactory
from tests.factories.projects import project
from tests.projects.iati.whole import office, simple_project, whole_project
from tests.projects.standards.generated import made_of, outlines
from tests.projects.standards.published import FOLDERS, errors_in, needs_shared

pytestmark = pytest.mark.django_db
NOBODY = AnonymousUser()
ADDRESS = "https://mosty.example/api/v1/projects/?format=oc4ids"


def _item(made: Project, user: Any = NOBODY) -> dict[str, Any]:
    ((_, item),) = items_of(PACKAGE, Project.objects.filter(pk=made.pk), user)
    return item


def _package(rows: Any) -> dict[str, Any]:
    source, _ = package_file(PACKAGE, rows, NOBODY, ADDRESS)
    with source:
        found: dict[str, Any] = json.load(source)
    return found


@needs_shared
def test_the_whole_is_valid(settings: Any, tmp_path: Any) -> None:
    settings.STANDARDS_DIR = tmp_path
    load_codes()
    call_command("load_standards", FOLDERS["oc4ids"])
    reporter = office()
    whole_project(reporter, works_type="rehabilitation")
    simple_project(reporter)
    source, report = package_file(PACKAGE, Project.objects.order_by("pk"), NOBODY, ADDRESS)
    with source:
        package = json.load(source)
    assert report.is_official
    assert report.left_out == {}
    assert errors_in("oc4ids", package) == []
    assert package["version"] == "0.9"
    assert package["license"] == "https://creativecommons.org/licenses/by/4.0/"


@needs_shared
@examples(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(outline=outlines())
def test_whatever_people_enter_is_valid(db: None, outline: dict[str, Any]) -> None:
    made = made_of(outline, office())
    item = _item(made)
    if "title" in item:
        assert errors_in("oc4ids", _package(Project.objects.filter(pk=made.pk))) == []


def test_every_status_and_role_has_a_word() -> None:
    assert set(codes.STATUSES) == set(ActivityStatus)
    assert set(codes.ROLES) == set(RoleKind)


@needs_shared
def test_the_words_are_of_the_published_lists() -> None:
    folder = FOLDERS["oc4ids"] / "schema" / "project-level" / "codelists"

    def listed(name: str) -> set[str]:
        lines = (folder / f"{name}.csv").read_text(encoding="utf-8-sig").splitlines()[1:]
        return {line.partition(",")[0] for line in lines}

    assert set(codes.STATUSES.values()) <= listed("projectStatus")
    assert set(codes.ROLES.values()) <= listed("partyRole")
    assert set(codes.SECTORS.values()) <= listed("projectSector")
    assert set(codes.DOCUMENTS.values()) <= listed("documentType")
    assert set(codes.FINANCES.values()) <= listed("financingArrangementType")


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (["23232"], ["energy", "energy.solar"]),
        (["23630", "23240"], ["energy", "energy.wind"]),
        (["16040"], ["socialHousing"]),
        (["16010"], ["health"]),
        (["73010", "43030"], []),
        ([], []),
    ],
)
def test_sectors_stand_behind_what_they_are_part_of(given: list[str], told: list[str]) -> None:
    assert codes.sectors_of(given) == told


def test_places_by_their_katottg_codes() -> None:
    made = whole_project(office())
    community = made.territories.get().community
    assert community is not None
    unit, *places = _item(made)["locations"]
    assert unit["gazetteer"] == {"scheme": "UA-CATOTTG", "identifiers": [community.code]}
    assert "geometry" not in unit
    assert [one["geometry"]["coordinates"] for one in places] == [[34.5514, 49.5883]]


def test_what_is_not_published_stays_at_home(administrator: Any) -> None:
    made = whole_project(office())
    for user in (NOBODY, administrator):
        text = json.dumps(_item(made, user), ensure_ascii=False)
        for hidden in ("Таємне", "[30.0, 50.0]", "Прихований", "+380000000000", "Внутрішній"):
            assert hidden not in text


def test_partners_whom_the_reader_may_not_know_are_not_named() -> None:
    made = simple_project(office())
    hidden = PartnerFactory.create(name="Прихований фонд", visibility="internal")
    ProjectRole.objects.create(project=made, role="implementing", partner=hidden)
    assert "Прихований" not in json.dumps(_item(made), ensure_ascii=False)


def test_a_body_stands_once_with_all_its_roles() -> None:
    made = simple_project(office())
    fund = PartnerFactory.create(name="Фонд")
    PartnerIdentifier.objects.create(partner=fund, scheme="iati", value="XM-DAC-41114")
    for role in ("implementing", "beneficiary"):
        ProjectRole.objects.create(project=made, role=role, partner=fund)
    (party,) = [one for one in _item(made)["parties"] if one["id"] == "XM-DAC-41114"]
    assert party["roles"] == ["supplier", "publicAuthority"]
    assert party["identifier"] == {"scheme": "XM-DAC", "id": "41114", "legalName": "Фонд"}
    assert _item(made)["publicAuthority"] == {"id": "XM-DAC-41114", "name": "Фонд"}


def test_the_money_counts_once() -> None:
    made = whole_project(office())
    budget = made.budgets.get()
    budget.pk, budget.kind = None, "2"
    budget.amount = 7
    budget.save(force_insert=True)
    (breakdown,) = _item(made)["budget"]["budgetBreakdowns"]
    assert [one["amount"]["amount"] for one in breakdown["budgetBreakdown"]] == [7]


def test_identifiers(settings: Any) -> None:
    made = simple_project(office())
    assert _item(made)["id"] == f"UA-EDR-99999999-{made.reference}"
    settings.OC4IDS_PREFIX = "oc4ids-abc123"
    assert _item(made)["id"] == f"oc4ids-abc123-{made.reference}"
    settings.OC4IDS_PREFIX = ""
    assert _item(simple_project(office(edrpou="")))["id"].startswith("XX-PRJ-")


def test_in_the_language_of_the_request() -> None:
    made = simple_project(office(), title="Школа", title_en="School", description_en="")
    with translation.override("en"):
        item = _item(made)
    assert (item["language"], item["title"], item["description"]) == ("en", "School", "Опис")


def test_without_the_published_schema_it_is_said(client: Client, settings: Any) -> None:
    settings.STANDARDS_DIR = settings.STANDARDS_DIR / "none"
    assert folder_of("oc4ids") is None
    simple_project(office())
    answer = client.get(PROJECTS.api_path, {"format": "oc4ids"})
    assert answer.status_code == 200
    assert answer["X-Official-Check"] == "no"
    assert answer["X-Records"] == "1"
    assert answer["Content-Type"] == "application/json"
    assert 'rel="license"' in answer["Link"]
    assert "projects-oc4ids-" in answer["Content-Disposition"]
    assert json.loads(answer.getvalue())["uri"].endswith("format=oc4ids")


def test_what_the_schema_refuses_stays_at_home_and_is_named(
    client: Client, settings: Any, tmp_path: Any
) -> None:
    """A currency that is no more in the list of the standard."""
    settings.STANDARDS_DIR = tmp_path
    folder = tmp_path / "oc4ids" / "schema" / "project-level"
    folder.mkdir(parents=True)
    schema = {
        "$schema": "http://json-schema.org/draft-04/schema#",
        "properties": {"title": {"enum": ["Школа"]}},
    }
    (folder / "project-schema.json").write_text(json.dumps(schema), encoding="utf-8")
    reporter = office()
    simple_project(reporter, title="Школа")
    bad = simple_project(reporter, title="Лікарня")
    answer = client.get(PROJECTS.api_path, {"format": "oc4ids"})
    assert (answer["X-Records"], answer["X-Left-Out"]) == ("1", "1")
    assert answer["X-Left-Out-Records"] == bad.reference
    assert len(json.loads(answer.getvalue())["projects"]) == 1
    refused = client.get(f"{PROJECTS.api_path}{bad.public_id}/", {"format": "oc4ids"})
    assert refused.status_code == 409
    assert json.loads(refused.content)["errors"][0]["parameter"] == bad.reference


def test_an_empty_list_is_no_package(client: Client) -> None:
    answer = client.get(PROJECTS.api_path, {"format": "oc4ids"})
    assert answer.status_code == 409


def test_hidden_projects_are_in_nobodys_file(client: Client) -> None:
    reporter = office()
    hidden = simple_project(reporter, visibility="internal", title="Таємний")
    simple_project(reporter)
    answer = client.get(PROJECTS.api_path, {"format": "oc4ids"})
    assert "Таємний" not in answer.getvalue().decode()
    answer = client.get(f"{PROJECTS.api_path}{hidden.public_id}/", {"format": "oc4ids"})
    assert answer.status_code == 404


def test_related_projects_stand_under_our_identifiers() -> None:
    reporter = office()
    made, other = simple_project(reporter), simple_project(reporter, title="Друга черга")
    RelatedProject.objects.create(project=made, kind="3", other=other)
    (related,) = _item(made)["relatedProjects"]
    assert related["identifier"] == f"UA-EDR-99999999-{other.reference}"


def test_the_number_of_queries_does_not_grow() -> None:
    reporter = office()
    whole_project(reporter)
    first = _count_queries()
    for _ in range(30):
        ProjectSector.objects.create(project=project(oblast=reporter.oblast), code="11120")
    assert _count_queries() <= first


def _count_queries() -> int:
    with CaptureQueriesContext(connection) as caught:
        assert list(items_of(PACKAGE, Project.objects.order_by("pk"), NOBODY))
    return len(caught)
