"""Tables of projects and programmes: in with row errors, out and in again without a change."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import User
from common.codelists.reference_codes import load_codes
from common.exchange.imports import importer
from common.exchange.jobs import check_table, start, take_in, upload_table
from common.exchange.models import ImportJob
from communities.models import Community
from partners.models import Partner, Programme, ProgrammeComponent, ProgrammeRole
from partners.programme_data import Ground, programme_data_of
from partners.services.programmes import change_programme
from projects.models import Project
from projects.rows import Budget, Number, Party, Sector, Unit
from projects.services import (
    set_budgets,
    set_identifiers,
    set_parties,
    set_sectors,
    set_territories,
)
from projects.table_codes import with_share
from tests.factories.ideas import theme as make_theme
from tests.factories.projects import ProgrammeFactory
from tests.factories.projects import project as make_project

HEAD = (
    "Назва;Вид;Стан;Учасники;Територія;Сектори;Напрями;Номери;Бюджет за роками;Вартість;Валюта;"
    "Дата початку\n"
)


@pytest.fixture(autouse=True)
def _lists(db: None) -> None:
    load_codes()
    make_theme()


def checked(actor: User, text: str, door: str = "projects") -> ImportJob:
    file = SimpleUploadedFile("проєкти.csv", text.encode())
    job = upload_table(actor=actor, door=importer(door), file=file)
    check_table(job)
    job.refresh_from_db()
    return job


def gone_in(actor: User, text: str, door: str = "projects") -> ImportJob:
    job = start(checked(actor, text, door))
    take_in(job)
    job.refresh_from_db()
    return job


def said(job: ImportJob) -> list[tuple[str, list[str]]]:
    return [
        (row.outcome, [one["column"] for one in row.problems if one["level"] != "warning"])
        for row in job.rows.order_by("number")
    ]


def test_a_row_becomes_a_draft_with_all_its_rows(
    officer: User, community: Community, partner: Partner
) -> None:
    cells = (
        "Ремонт лікарні",
        "грант",
        "триває",
        f'"донор: {partner.name}; recipient: {community.code}; виконавець: Нова Фірма"',
        f'"{community.code}:60; Полтавська область"',
        "72010:60|11220:40",
        "Освіта",
        "МТД: 5001",
        '"2025: 100000 EUR; 2026-01-01–2026-06-30: 50 000,50 євро"',
        "150000,5",
        "євро",
        "01.03.2025",
    )
    row = ";".join(cells) + "\n"
    job = gone_in(officer, HEAD + row)
    assert said(job) == [("new", [])], [one.problems for one in job.rows.all()]
    made = Project.objects.get()
    assert (made.kind, made.status, made.record_status) == ("grant", "2", "draft")
    assert (made.amount, made.currency) == (Decimal("150000.50"), "EUR")
    assert [one.role for one in made.roles.all()] == ["funding", "recipient", "implementing"]
    assert (made.roles.all()[0].partner, made.roles.all()[2].name) == (partner, "Нова Фірма")
    assert {(one.level, one.percentage) for one in made.territories.all()} == {
        ("community", Decimal(60)),
        ("oblast", None),
    }
    assert {(one.code, one.percentage) for one in made.sectors.all()} == {
        ("72010", Decimal(60)),
        ("11220", Decimal(40)),
    }
    assert [one.value for one in made.identifiers.all()] == ["5001"]
    assert [(one.starts_on.year, one.amount) for one in made.budgets.all()] == [
        (2025, Decimal(100000)),
        (2026, Decimal("50000.50")),
    ]
    assert made.source == "import"


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("Вид", "невідомий вид"),
        ("Учасники", "без двокрапки"),
        ("Учасники", "нема ролі: хтось"),
        ("Територія", "Атлантида"),
        ("Територія", "UA53000000000028050:140"),
        ("Сектори", "123"),
        ("Сектори", "99999:50"),
        ("Номери", "5001"),
        ("Бюджет за роками", "2025 багато грошей"),
        ("Бюджет за роками", "99999: 100 EUR"),
        ("Вартість", "сто"),
        ("Дата початку", "колись"),
    ],
)
def test_dirty_cells_are_named(officer: User, column: str, cell: str) -> None:
    job = checked(
        officer,
        f"Назва;Вид;{column}\nПроєкт;грант;{cell}\n"
        if column != "Вид"
        else f"Назва;Вид\nПроєкт;{cell}\n",
    )
    ((outcome, columns),) = said(job)
    assert outcome == "error"
    assert len(columns) == 1


def test_shares_that_are_no_whole_are_refused_with_a_sentence(
    officer: User, community: Community
) -> None:
    job = gone_in(officer, f"Назва;Вид;Територія\nПроєкт;грант;{community.code}:50\n")
    row = job.rows.get()
    assert "100" in row.problems[0]["reason"]["en"]
    assert not Project.objects.exists()


def test_without_a_kind_nothing_begins(officer: User) -> None:
    assert said(checked(officer, "Назва\nПроєкт\n")) == [("error", ["kind"])]


def test_others_projects_are_not_changed(officer_of_sumy: User, community: Community) -> None:
    project = make_project(oblast=community.oblast)
    text = f"Номер;Назва\n{project.reference};Чужа назва\n"
    assert said(checked(officer_of_sumy, text)) == [("error", [""])]


def full(community: Community, partner: Partner) -> Project:
    project = make_project(
        oblast=community.oblast,
        programme=ProgrammeFactory.create(),
        description="Опис; з крапкою | і рискою",
        amount=Decimal("1200000.50"),
        currency="EUR",
        amount_on=dt.date(2024, 3, 1),
    )
    parties = [
        Party(role="funding", partner=partner, share=Decimal(40)),
        Party(role="recipient", community=community),
        Party(role="beneficiary", oblast=community.oblast),
        Party(role="implementing", name="Фірма; «Друга» | 50% = інше: так"),
    ]
    said: dict[str, Any] = {"actor": None, "project": project}
    set_parties(**said, parties=parties)
    units = [Unit.of_community(community, Decimal("33.33")), Unit.of_country()]
    set_territories(**said, units=units)
    sectors = [
        Sector(code="72010", percentage=Decimal("60.5")),
        Sector(code="11220", percentage=Decimal("39.5")),
    ]
    set_sectors(**said, sectors=sectors)
    numbers = [
        Number(kind="iati", value="XM-DAC-1:2"),
        Number(kind="mta_registration", value="5001", issued_on=dt.date(2024, 1, 2)),
    ]
    set_identifiers(**said, identifiers=numbers)
    budget = Budget(
        amount=Decimal("100.10"),
        currency="EUR",
        value_date=dt.date(2024, 5, 5),
        starts_on=dt.date(2024, 1, 1),
        ends_on=dt.date(2024, 12, 31),
        kind="2",
        status="2",
    )
    set_budgets(**said, budgets=[budget])
    return project


@pytest.mark.parametrize("language", ["uk", "en"])
def test_a_download_goes_back_in_unchanged(
    browse: Any, officer: User, community: Community, partner: Partner, language: str
) -> None:
    project = full(community, partner)
    answer = browse("officer").get(
        ("/en" if language == "en" else "") + reverse("projects:project-download", args=["csv"])
    )
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    job = checked(officer, text)
    assert said(job) == [("unchanged", [])], [(one.diff, one.problems) for one in job.rows.all()]
    assert job.rows.get().record == project.reference


def test_a_project_that_works_abroad_too_goes_back_in(browse: Any, officer: User) -> None:
    """It came from a donor's file: a table tells such a territory by the code of the country."""
    project = make_project()
    set_territories(actor=None, project=project, units=[Unit.of_country("MD")])
    answer = browse("officer").get(reverse("projects:project-download", args=["csv"]))
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert said(checked(officer, text)) == [("unchanged", [])]


def test_a_table_adds_parties_and_replaces_shares(
    officer: User, community: Community, partner: Partner
) -> None:
    project = full(community, partner)
    cells = (project.reference, project.title, f"accountable: {partner.name}", "72010:70|11220:30")
    gone_in(officer, f"Номер;Назва;Учасники;Сектори\n{';'.join(cells)}\n")
    assert project.roles.count() == 5
    assert project.roles.get(role="funding").share == Decimal(40)
    assert {one.percentage for one in project.sectors.all()} == {Decimal(70), Decimal(30)}
    assert project.identifiers.get(kind="mta_registration").issued_on == dt.date(2024, 1, 2)


@pytest.mark.parametrize(
    ("cell", "share"),
    [("(25 %)", 25), (": 25", 25), (" (25,5%)", Decimal("25.5")), ("", 40)],
)
def test_a_table_tells_shares_of_roles(
    officer: User, community: Community, partner: Partner, cell: str, share: Any
) -> None:
    project = full(community, partner)
    row = f"{project.reference};{project.title};funding: {partner.name}{cell}\n"
    if cell:
        gone_in(officer, f"Номер;Назва;Учасники\n{row}")
    assert project.roles.get(role="funding").share == share
    assert project.roles.count() == 4
    assert said(checked(officer, f"Номер;Назва;Учасники\n{row}")) == [("unchanged", [])]


def test_a_share_over_a_hundred_is_named(officer: User, partner: Partner) -> None:
    text = f"Назва;Вид;Учасники\nПроєкт;грант;funding: {partner.name} (140 %)\n"
    assert said(checked(officer, text)) == [("error", ["parties"])]


def test_components_come_in_by_number_or_name(
    browse: Any, officer: User, community: Community
) -> None:
    programme = ProgrammeFactory.create()
    ProgrammeComponent.objects.create(programme=programme, number=1, name="Врядування")
    second = ProgrammeComponent.objects.create(programme=programme, number=2, name="Послуги")
    text = (
        "Назва;Вид;Програма;Компонент\n"
        f"Перший;грант;{programme.name};2\n"
        f"Другий;грант;{programme.name};Послуги\n"
        f"Третій;грант;{programme.name};9\n"
        "Четвертий;грант;;2\n"
    )
    job = gone_in(officer, text)
    assert said(job)[:2] == [("new", []), ("new", [])]
    assert said(job)[2:] == [("error", ["component"])] * 2
    assert [one.component for one in Project.objects.all()] == [second, second]
    answer = browse("officer").get(reverse("projects:project-download", args=["csv"]))
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert {outcome for outcome, _columns in said(checked(officer, text))} == {"unchanged"}
    project = Project.objects.first()
    assert project
    gone_in(officer, f"Номер;Назва;Компонент\n{project.reference};{project.title};1\n")
    project.refresh_from_db()
    assert project.component
    assert project.component.number == 1
    found = browse("officer").get(f"/api/v1/projects/{project.public_id}/").json()
    assert found["component"]["name"]["uk"] == "Врядування"


def test_programmes_come_in_and_go_round(
    browse: Any, officer: User, community: Community, partner: Partner
) -> None:
    text = (
        "Назва;Стан;Учасники;Області;Початок;Сума;Валюта\n"
        f"Програма Альфа;триває;донор: {partner.name};{community.oblast.name};2024-01-01;1000;EUR\n"
        "Програма Бета;триває;recipient: Хтось;;;;\n"
    )
    job = gone_in(officer, text, "programmes")
    assert [outcome for outcome, _columns in said(job)] == ["new", "error"]
    made = Programme.objects.get()
    assert made.record_status == "draft"
    assert ProgrammeRole.objects.get().partner == partner
    data = programme_data_of(made)
    more = (*data.territories, Ground(community.oblast, community))
    change_programme(
        actor=None, programme=made, data=data.__class__(**{**vars(data), "territories": more})
    )
    answer = browse("officer").get(reverse("programmes:programme-download", args=["csv"]))
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    job = checked(officer, text, "programmes")
    assert said(job) == [("unchanged", [])], [(one.diff, one.problems) for one in job.rows.all()]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("UA53060270000065218:60", ("UA53060270000065218", "60")),
        ("UA53060270000065218", ("UA53060270000065218", "")),
        ("Миргородська (33,33 %)", ("Миргородська", "33.33")),
        ("Миргородська 40%", ("Миргородська", "40")),
        ("Перше Травня 2", ("Перше Травня 2", "")),
        ("Суми: 140", None),
    ],
)
def test_a_share_after_a_name(text: str, expected: Any) -> None:
    assert with_share(text) == expected


def test_pages_of_the_import(browse: Any) -> None:
    client: Client = browse("officer")
    for door in ("projects", "programmes"):
        assert client.get(reverse(f"{door}:import-new")).status_code == 200
