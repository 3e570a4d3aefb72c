"""Tables of monitoring cards and of property received."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from common.exchange.imports import RowRefused
from common.intake.refusals import ChangedMeanwhile
from communities.models import Community, Office
from partners.models import Partner
from projects.card_import import half_of
from projects.models import MonitoringCard, Project, ReceivedProperty
from projects.mta_terms import HalfYear
from projects.property_import import PropertySession
from projects.services.mta_property import change_property, property_data_of
from tests.exchange.tables import checked, columns_said, gone_in, outcomes, round_trip
from tests.factories.mta import assistance, card, received

Browse = Callable[[str], Client]
CARDS = "Проєкт;Півріччя;Що зроблено;Витрачено;Валюта\n"
PROPERTY = "Проєкт;Що отримано;Громада;Отримувач;Кількість;Вартість;Валюта;На балансі з\n"


@pytest.fixture
def project(community: Community, office: Office, partner: Partner) -> Project:
    return assistance(community, partner, office=office)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("2026-1", "2026-1"),
        ("1 півріччя 2026", "2026-1"),
        ("ІІ півріччя 2025 р.", "2025-2"),
        ("друге півріччя 2025", "2025-2"),
        ("2026 H1", "2026-1"),
        ("2026-02-01", "2026-2"),
        ("01.01.2026", "2026-1"),
        ("2026-13-45", ""),
        ("2026", ""),
        ("півріччя", ""),
        ("2026-03-01", ""),
    ],
)
def test_half_years_as_people_write_them(text: str, key: str) -> None:
    found = half_of(text)
    assert (found.key if found else "") == key


def test_cards_are_filled_in_and_asked_for(
    officer: User, coordinator: User, officer_of_sumy: User, project: Project
) -> None:
    due = card(project, HalfYear(2026, 1))
    row = f"{project.reference};1 півріччя 2026;Закуплено насоси;12 000,50;EUR\n"
    new = f"{project.reference};2025-2;Раніше;1;EUR\n"
    assert outcomes(checked("monitoring-cards", coordinator, CARDS + row + new)) == [
        "changed",
        "error",
    ]
    assert outcomes(checked("monitoring-cards", officer_of_sumy, CARDS + row)) == ["error"]
    gone_in("monitoring-cards", coordinator, CARDS + row)
    due.refresh_from_db()
    assert (due.done, due.spent, due.status) == ("Закуплено насоси", Decimal("12000.50"), "drafted")
    gone_in("monitoring-cards", officer, CARDS + row + new)
    assert MonitoringCard.objects.count() == 2
    assert outcomes(checked("monitoring-cards", officer, CARDS + row + new)) == ["unchanged"] * 2
    MonitoringCard.objects.update(status="submitted")
    other = row.replace("насоси", "труби")
    assert outcomes(checked("monitoring-cards", officer, CARDS + other)) == ["error"]


def test_bad_cells_of_cards_are_named(officer: User, project: Project) -> None:
    rows = (
        ";;Без проєкту;;\n"
        "PL-PRJ-0000-0000;2026-3;;багато;тугрик\n"
        f"{project.reference};2025-2;;5;\n"
        f"{project.reference};2025-2;Двічі;5;EUR\n"
        f"{project.reference};2025-2;Двічі;5;EUR\n"
    )
    job = checked("monitoring-cards", officer, CARDS + rows)
    assert outcomes(job) == ["error", "error", "error", "new", "error"]
    assert {"project", "half", "spent", "currency"} <= columns_said(job)


def test_property_goes_in(
    officer: User, coordinator: User, officer_of_sumy: User, community: Community, project: Project
) -> None:
    rows = (
        f"{project.reference};Генератор;;Лікарня;2;900 000;грн;01.11.2026\n"
        f"{project.reference};Автобус;{community.code};;1;;;02.11.2026\n"
    )
    assert outcomes(checked("received-property", officer_of_sumy, PROPERTY + rows)) == ["error"] * 2
    gone_in("received-property", coordinator, PROPERTY + rows)
    first, second = ReceivedProperty.objects.order_by("booked_on")
    assert (first.recipient_name, first.amount, first.currency) == ("Лікарня", 900_000, "UAH")
    assert first.publish_by == dt.date(2026, 11, 11)
    assert (second.recipient, second.quantity) == (community, 1)
    assert outcomes(checked("received-property", officer, PROPERTY + rows)) == ["unchanged"] * 2


def test_a_row_does_not_write_over_what_another_changed_while_it_went_in(
    officer: User, project: Project
) -> None:
    one = received(project, description="Генератор")
    key = str(one.public_id)
    session = PropertySession(officer)
    session.current([key])
    change_property(actor=None, received=one, data=replace(property_data_of(one), unit="шт."))
    with pytest.raises(RowRefused) as refusal:
        session.change(officer, key, {"name": "Дизель"})
    assert refusal.value.problems[0].reason == str(ChangedMeanwhile.message)
    one.refresh_from_db()
    assert (one.description, one.unit) == ("Генератор", "шт.")


def test_the_form_shows_what_another_saved_meanwhile(
    browse: Browse, community: Community, project: Project
) -> None:
    one = received(project, recipient=community, recipient_name="")
    page = browse("officer")
    url = reverse("mta:property-edit", args=[project.reference, one.public_id])
    seen, before = one.updated_at.isoformat(), one.description
    said = {"description": "Дизель", "booked_on": "2026-11-01", "recipient": community.code}
    change_property(actor=None, received=one, data=replace(property_data_of(one), unit="шт."))
    answer = page.post(url, said | {"seen": seen})
    one.refresh_from_db()
    assert (answer.status_code, one.description) == (409, before)
    assert "Дизель" in answer.content.decode()
    again = answer.context["form"]["seen"].value()
    assert page.post(url, said | {"seen": again}).status_code == 302
    one.refresh_from_db()
    assert one.description == "Дизель"


def test_bad_cells_of_property_are_named(officer: User, project: Project) -> None:
    rows = (
        ";;;;1;;;\n"
        "PL-PRJ-0000-0000;Річ;Ніде;;багато;-5;тугрик;колись\n"
        f"{project.reference};Річ;;;;5;;01.11.2026\n"
    )
    job = checked("received-property", officer, PROPERTY + rows)
    assert set(outcomes(job)) == {"error"}
    assert {
        "project", "name", "recipient", "recipient_name", "quantity", "value", "value:currency",
        "booked_on",
    } <= columns_said(job)  # fmt: skip


@pytest.mark.parametrize("language", ["uk", "en"])
def test_our_own_downloads_change_nothing(
    browse: Browse, language: str, officer: User, community: Community, project: Project
) -> None:
    card(project, done="Так; ні\nі ще", spent=Decimal("0.5"), currency="EUR", status="submitted")
    received(project)
    received(project, recipient=community, recipient_name="", description="Автобус; 20 місць")
    assert project.reference
    for door, page in (
        ("monitoring-cards", "mta:card-download"),
        ("received-property", "projects:receivedproperty-download"),
    ):
        for kind in ("csv", "xlsx"):
            url = reverse(page, args=[kind])
            job = round_trip(door, officer, browse("officer"), url, language)
            assert set(outcomes(job)) == {"unchanged"}, [one.problems for one in job.rows.all()]


def test_pages_of_the_imports(browse: Browse, project: Project, officer: User) -> None:
    for door in ("mta:cards", "projects:property"):
        for who, status in (("officer", 200), ("coordinator", 200), ("reader", 403)):
            assert browse(who).get(reverse(f"{door}:import-new")).status_code == status
        job = checked(
            "monitoring-cards" if door == "mta:cards" else "received-property",
            officer,
            (CARDS if door == "mta:cards" else PROPERTY) + ";;;;;;;\n" + "X;Y;;;;;;\n",
        )
        url = reverse(f"{door}:import-preview", kwargs={"public_id": job.public_id})
        assert browse("officer").get(url).status_code == 200
    for page in ("mta:card-list", "projects:property-list"):
        assert "import/new/" in browse("officer").get(reverse(page)).content.decode()
