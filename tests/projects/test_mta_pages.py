"""Pages of technical assistance: filling in, handing in, publishing, the desk, papers, counts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.desk import desk_of
from accounts.models import User
from communities.models import Community
from partners.models import Partner
from projects.models import MonitoringCard, Project, ReceivedProperty
from projects.mta_terms import HalfYear
from tests.factories.mta import assistance, card, received
from tests.factories.partners import PartnerFactory

Browse = Callable[[str], Client]
pytestmark = pytest.mark.django_db
FULL = {
    "done": "Закуплено насоси",
    "results_in_words": "Вода є",
    "results_in_numbers": "",
    "spent": "1 200,50",
    "spent_in_all": "",
    "currency": "EUR",
    "property_received": "",
    "problems": "",
    "next_steps": "Монтаж",
}


@pytest.fixture
def project(community: Community, partner: Partner) -> Project:
    return assistance(community, partner, tasks="Закупити насоси")


def url_of(one: MonitoringCard, name: str = "card-detail", **more: str) -> str:
    keys = {"reference": one.project.reference, "half": one.half.key, **more}
    return reverse(f"mta:{name}", kwargs=keys)


# Cards


def test_a_coordinator_fills_in_and_hands_in(browse: Browse, project: Project) -> None:
    one = card(project)
    browser = browse("coordinator")
    page = browser.get(url_of(one, "card-edit")).content.decode()
    assert "Закупити насоси" in page
    browser.post(url_of(one, "card-edit"), {"done": "Почато"})
    one.refresh_from_db()
    assert (one.status, one.done) == ("drafted", "Почато")
    assert "Write what comes next." in browser.get("/en" + url_of(one)).content.decode()
    answer = browser.post(url_of(one, "card-edit"), {**FULL, "submit": "1"})
    assert answer.status_code == 302
    one.refresh_from_db()
    assert (one.status, str(one.spent)) == ("submitted", "1200.50")
    assert "1" in browser.get(url_of(one)).content.decode()


def test_what_is_missing_is_said_and_nothing_is_lost(browse: Browse, project: Project) -> None:
    one = card(project)
    answer = browse("coordinator").post(
        url_of(one, "card-edit"), {**FULL, "spent": "", "currency": "", "submit": "1"}
    )
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "Закуплено насоси" in page
    assert "id_spent" in page
    one.refresh_from_db()
    assert (one.status, one.done) == ("drafted", "Закуплено насоси")


def test_an_editor_writes_and_does_not_hand_in(browse: Browse, project: Project) -> None:
    one = card(project)
    browse("editor").post(url_of(one, "card-edit"), {**FULL, "submit": "1"})
    one.refresh_from_db()
    assert one.status == "drafted"


def test_two_people_at_once(browse: Browse, project: Project) -> None:
    one = card(project)
    seen = one.updated_at.isoformat()
    browse("coordinator").post(url_of(one, "card-edit"), {**FULL, "seen": seen})
    answer = browse("editor").post(url_of(one, "card-edit"), {**FULL, "done": "Інше", "seen": seen})
    assert answer.status_code == 409
    assert "Інше" in answer.content.decode()
    one.refresh_from_db()
    assert one.done == "Закуплено насоси"


def test_sending_back_asks_why(browse: Browse, project: Project) -> None:
    one = card(project, status="submitted")
    browser, url = browse("officer"), url_of(one, "card-step", code="send-back")
    assert browser.get(url).status_code == 200
    assert browser.post(url, {"note": " "}).status_code == 200
    browser.post(url, {"note": "Дайте числа"})
    one.refresh_from_db()
    assert one.status == "returned"
    assert "Дайте числа" in browse("coordinator").get(url_of(one, "card-edit")).content.decode()
    # Once more, from a page that is old.
    assert browser.post(url, {"note": "Ще"}).status_code == 409


@pytest.mark.parametrize("half", ["2026-3", "x", "9999-1", "2025-1"])
def test_strange_halves(browse: Browse, project: Project, half: str) -> None:
    card(project)
    keys = {"reference": project.reference, "half": half}
    assert browse("officer").get(reverse("mta:card-detail", kwargs=keys)).status_code == 404


@pytest.mark.parametrize(("file_format", "begins"), [("docx", b"PK"), ("pdf", b"%PDF")])
@pytest.mark.parametrize("status", ["due", "accepted"])
def test_papers(
    browse: Browse, project: Project, file_format: str, begins: bytes, status: str
) -> None:
    one = card(project, status=status, done="- перше\n- друге <b>", problems="#{'x'} $a$ \\")
    answer = browse("coordinator").get(url_of(one, "card-file", file_format=file_format))
    assert answer.content.startswith(begins)
    assert project.reference in answer["Content-Disposition"]
    assert browse("officer").get(url_of(one, "card-file", file_format="exe")).status_code == 404


def test_the_table_of_a_half_year(browse: Browse, project: Project) -> None:
    card(project, done="Перше")
    card(project, HalfYear(2025, 2), done="Давнє")
    browser = browse("officer")
    url = reverse("mta:card-download", args=["csv"])
    table: Any = browser.get(url, {"half": "2026-1"})
    text = b"".join(table.streaming_content).decode("utf-8-sig")
    assert "Перше" in text
    assert "Давнє" not in text
    rows = browser.get(reverse("api:monitoring-card-list"), {"half": "2025-2"}).json()["results"]
    assert [one["half"] for one in rows] == ["2025-2"]
    sheet: Any = browser.get(reverse("mta:card-download", args=["xlsx"]))
    assert b"".join(sheet.streaming_content).startswith(b"PK")


def test_an_official_asks_for_a_card(browse: Browse, project: Project) -> None:
    url = reverse("mta:card-new", kwargs={"reference": project.reference})
    browser = browse("officer")
    assert browser.get(url).status_code == 200
    assert browser.post(url, {"half": "1999-1"}).status_code == 200
    offered = HalfYear.containing(date(2025, 3, 1)).key
    assert browser.post(url, {"half": offered}).status_code == 302
    assert project.monitoring_cards.get().half.key == offered


# The state register


def test_registering_and_changing_the_executor(
    browse: Browse, project: Project, partner: Partner
) -> None:
    browser = browse("officer")

    def entry(kind: str) -> str:
        keys = {"reference": project.reference, "kind": kind}
        return reverse("mta:entry-new", kwargs=keys)

    said = {"happened_on": "2024-03-01", "number": "5012", "amount": "1 000 000"}
    browser.post(entry("registration"), {**said, "currency": "EUR"})
    assert project.registration_events.count() == 1
    assert browser.get(entry("registration")).status_code == 409
    other = PartnerFactory.create(name="Агенція")
    given = {
        "happened_on": "2025-03-01",
        "leaving": f"partner:{partner.pk}",
        "partner_0": other.slug,
        "partner_1": "Агенція",
        "partner": other.slug,
    }
    answer = browser.post(entry("executor"), given)
    assert answer.status_code == 302, answer.content.decode()
    assert [one.partner for one in project.roles.filter(role="implementing")] == [other]
    page = browser.get(project.get_absolute_url()).content.decode()
    assert "5012" in page
    assert "<del>Фонд Мости</del>" in page
    # A change on the pages of the project is hinted at, for officials only.
    Project.objects.filter(pk=project.pk).update(amount=7)
    assert entry("cost") in browser.get(project.get_absolute_url()).content.decode()
    anonymous = browse("anonymous").get(project.get_absolute_url()).content.decode()
    assert entry("cost") not in anonymous
    event = project.registration_events.latest("pk")
    keys = {"reference": project.reference, "public_id": event.public_id}
    browser.post(reverse("mta:entry-take-back", kwargs=keys), {"reason": "Помилка"})
    assert project.registration_events.current().count() == 1


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"happened_on": "вчора"},
        {"happened_on": "2999-01-01", "number": "1"},
        {"happened_on": "2024-03-01", "number": "1" * 101},
        {"happened_on": "2024-03-01", "number": "1", "amount": "багато"},
        {"happened_on": "2024-03-01", "number": "1", "amount": "5", "currency": ""},
    ],
)
def test_bad_registrations(browse: Browse, project: Project, given: dict[str, str]) -> None:
    keys = {"reference": project.reference, "kind": "registration"}
    answer = browse("officer").post(reverse("mta:entry-new", kwargs=keys), given)
    assert answer.status_code == 200
    assert not project.registration_events.exists()


# Property


def test_recording_and_publishing(browse: Browse, project: Project, community: Community) -> None:
    url = reverse("mta:property-new", kwargs={"reference": project.reference})
    browser = browse("coordinator")
    given = {
        "description": "Насос <b>",
        "booked_on": date.today().isoformat(),  # noqa: DTZ011 - as a browser gives it
        "recipient": community.code,
        "quantity": "2",
        "unit": "шт.",
        "amount": "10 000",
        "currency": "UAH",
    }
    assert browser.post(url, {**given, "booked_on": ""}).status_code == 200
    assert browser.post(url, given).status_code == 302
    one = ReceivedProperty.objects.get()
    assert one.recipient == community
    assert "Насос &lt;b&gt;" in browser.get(project.get_absolute_url()).content.decode()
    keys = {"reference": project.reference, "public_id": one.public_id}
    browser.post(reverse("mta:property-step", kwargs={**keys, "code": "publish"}))
    page = browse("anonymous").get(project.get_absolute_url()).content.decode()
    assert "Насос &lt;b&gt;" in page
    edit = reverse("mta:property-edit", kwargs=keys)
    assert browser.post(edit, {**given, "quantity": "3"}).status_code == 302
    withdraw = reverse("mta:property-step", kwargs={**keys, "code": "withdraw"})
    assert browser.post(withdraw, {}).status_code == 200
    browser.post(withdraw, {"reason": "Двічі"})
    assert browser.get(edit).status_code == 404
    assert browse("officer").get(edit).status_code == 409
    assert "Насос" not in browser.get(project.get_absolute_url()).content.decode()
    unknown = reverse("mta:property-step", kwargs={**keys, "code": "eat"})
    assert browser.post(unknown).status_code == 404


def test_the_list_of_property_sums_up(browse: Browse, project: Project) -> None:
    for _number in range(2):
        received(project, published_on=date(2026, 11, 2))
    received(project)
    page = browse("anonymous").get("/en" + reverse("projects:property-list")).content.decode()
    assert "1,800,000" in page
    assert browse("anonymous").get(reverse("projects:property-list"), {"search": "генератор"})
    rows = browse("anonymous").get(reverse("api:received-property-list")).json()["results"]
    assert len(rows) == 2


def test_a_community_shows_what_it_has_received(
    browse: Browse, project: Project, community: Community
) -> None:
    received(project, recipient=community, recipient_name="")
    url = community.get_absolute_url()
    assert "Генератор" not in browse("anonymous").get(url).content.decode()
    assert "Генератор" in browse("coordinator").get(url).content.decode()
    ReceivedProperty.objects.update(published_on=date(2026, 11, 2))
    assert "Генератор" in browse("anonymous").get(url).content.decode()


# The desk


def test_the_desk_and_the_own_page_agree(
    browse: Browse, project: Project, coordinator: User, officer: User
) -> None:
    card(project)
    card(project, HalfYear(2025, 2), status="submitted")
    received(project)
    lines = {one.url.partition("#")[2]: one for one in desk_of(officer) if "/mta/" in one.url}
    assert set(lines) == {"late", "decide", "property"}
    assert lines["late"].tone == "bad"
    mine = {one.url.partition("#")[2] for one in desk_of(coordinator) if "/mta/" in one.url}
    assert mine == {"late", "property"}
    page = browse("officer").get(reverse("mta:desk")).content.decode()
    for anchor in lines:
        assert f'id="{anchor}"' in page


def test_an_empty_desk_says_so(browse: Browse, project: Project) -> None:
    page = browse("officer").get("/en" + reverse("mta:desk")).content.decode()
    assert "Everything is done" in page


@pytest.mark.parametrize("page", ["mta:desk", "mta:card-list", "projects:property-list"])
def test_queries_do_not_grow(browse: Browse, community: Community, page: str) -> None:
    def fill(count: int) -> None:
        for _number in range(count):
            one = assistance(community)
            one.registration_events.create(
                kind="registration", happened_on="2024-03-01", amount=1, currency="EUR"
            )
            card(one)
            card(one, HalfYear(2025, 2), status="submitted")
            received(one)

    browser, url = browse("officer"), reverse(page)
    fill(1)
    browser.get(url)
    with CaptureQueriesContext(connection) as few:
        browser.get(url)
    fill(12)
    with CaptureQueriesContext(connection) as many:
        browser.get(url)
    assert len(many) == len(few)


def test_queries_of_a_project_do_not_grow(browse: Browse, project: Project) -> None:
    browser = browse("officer")

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            browser.get(project.get_absolute_url())
        return len(queries)

    card(project)
    received(project)
    browser.get(project.get_absolute_url())
    few = count()
    for year in range(2020, 2026):
        card(project, HalfYear(year, 1))
        received(project)
    assert count() == few


# Pages that exist in every state


@pytest.mark.parametrize(
    "status", ["due", "drafted", "submitted", "returned", "accepted", "waived"]
)
@pytest.mark.parametrize("who", ["officer", "coordinator", "analyst"])
def test_a_card_in_every_state(browse: Browse, project: Project, status: str, who: str) -> None:
    one = card(project, status=status, return_reason="Бо так", is_final=status == "accepted")
    for language in ("", "/en"):
        assert browse(who).get(language + url_of(one)).status_code == 200


@pytest.mark.parametrize(
    "model", ["monitoringcard", "receivedproperty", "projectregistrationevent"]
)
def test_the_administration_reads(browse: Browse, project: Project, model: str) -> None:
    card(project)
    received(project)
    project.registration_events.create(kind="registration", happened_on="2024-03-01")
    browser = browse("administrator")
    assert browser.get(f"/admin/projects/{model}/?q=XX").status_code == 200
    assert browser.get(f"/admin/projects/{model}/add/").status_code == 403
