"""Who may open which page of technical assistance. 404: unknown; 302: sign in first."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from communities.models import Community
from partners.models import Partner, PartnerMembership
from projects.models import MonitoringCard, Project, ProjectRole, ReceivedProperty
from projects.mta_terms import HalfYear
from tests.conftest import CAST
from tests.factories.mta import assistance, card, received
from tests.tables import each

Browse = Callable[[str], Client]


@pytest.fixture
def project(community: Community, partner: Partner) -> Project:
    """Of Poltava, public; the community of the coordinator receives, the partner carries out."""
    return assistance(community, partner)


#          admin head offic sumy analy coord else edit repr read newc anon
ALL = (200,) * 12
DESK = (200, 200, 200, 200, 403, 200, 200, 200, 200, 403, 403, 302)
LISTS = (200, 200, 200, 200, 200, 200, 200, 200, 200, 403, 403, 302)
# Officials and those who receive know of a card; nobody else.
CARD = (200, 200, 200, 200, 200, 200, 404, 200, 404, 404, 404, 302)
WRITES = (200, 200, 200, 403, 403, 200, 404, 200, 404, 404, 404, 302)
# The project itself is public: 403.
REPORTS = (200, 200, 200, 403, 403, 200, 403, 200, 403, 403, 403, 302)
REGISTERS = (200, 200, 200, 403, 403, 403, 403, 403, 403, 403, 403, 302)
# Editors write, coordinators hand in; the office decides.
HANDS_IN = (302, 302, 302, 403, 403, 302, 404, 403, 404, 404, 404, 302)
DECIDES = (302, 302, 302, 403, 403, 403, 404, 403, 404, 404, 404, 302)
PUBLISHES = (302, 302, 302, 403, 403, 302, 403, 302, 403, 403, 403, 302)

PAGES = {
    "mta:desk": DESK,
    "mta:card-list": LISTS,
    "projects:property-list": ALL,
    "api:monitoring-card-list": ALL,
    "api:received-property-list": ALL,
}
OF_A_CARD = {"mta:card-detail": CARD, "mta:card-edit": WRITES}
OF_A_PROJECT = {"mta:card-new": REGISTERS, "mta:property-new": REPORTS}


def keys_of(one: MonitoringCard) -> dict[str, str]:
    return {"reference": one.project.reference, "half": one.half.key}


@each("page", PAGES)
@each("who", CAST)
def test_pages(browse: Browse, page: str, who: str, project: Project) -> None:
    assert browse(who).get(reverse(page)).status_code == PAGES[page][CAST.index(who)]


@each("page", OF_A_CARD)
@each("who", CAST)
def test_a_card(browse: Browse, page: str, who: str, project: Project) -> None:
    url = reverse(page, kwargs=keys_of(card(project)))
    assert browse(who).get(url).status_code == OF_A_CARD[page][CAST.index(who)]


@each("who", CAST)
def test_a_card_in_the_api_and_as_a_paper(browse: Browse, who: str, project: Project) -> None:
    one, expected = card(project), CARD[CAST.index(who)]
    api = reverse("api:monitoring-card-detail", kwargs={"key": one.public_id})
    assert browse(who).get(api).status_code == (404 if expected == 302 else expected)
    paper = reverse("mta:card-file", kwargs={**keys_of(one), "file_format": "docx"})
    assert browse(who).get(paper).status_code == expected
    rows = browse(who).get(reverse("api:monitoring-card-list")).json()["results"]
    assert bool(rows) == (expected == 200)


@each("who", CAST)
def test_filling_in_by_the_api(browse: Browse, who: str, project: Project) -> None:
    url = reverse("api:monitoring-card-detail", kwargs={"key": card(project).public_id})
    answer = browse(who).patch(url, {"done": "Почато"}, content_type="application/json")
    expected = WRITES[CAST.index(who)]
    assert answer.status_code == (401 if expected == 302 else expected)


@each("who", CAST)
def test_the_table_of_cards(browse: Browse, who: str, project: Project) -> None:
    url = reverse("mta:card-download", args=["csv"])
    answer: Any = browse(who).get(url)
    assert answer.status_code == LISTS[CAST.index(who)]


@each("page", OF_A_PROJECT)
@each("who", CAST)
def test_pages_of_a_project(browse: Browse, page: str, who: str, project: Project) -> None:
    url = reverse(page, kwargs={"reference": project.reference})
    assert browse(who).get(url).status_code == OF_A_PROJECT[page][CAST.index(who)]


@each("who", CAST)
def test_entries_of_the_state_register(browse: Browse, who: str, project: Project) -> None:
    keys = {"reference": project.reference, "kind": "registration"}
    url = reverse("mta:entry-new", kwargs=keys)
    assert browse(who).get(url).status_code == REGISTERS[CAST.index(who)]
    event = project.registration_events.create(kind="registration", happened_on="2024-03-01")
    keys = {"reference": project.reference, "public_id": str(event.public_id)}
    url = reverse("mta:entry-take-back", kwargs=keys)
    assert browse(who).get(url).status_code == REGISTERS[CAST.index(who)]


STEPS = {
    "submit": ("drafted", HANDS_IN),
    "rework": ("submitted", HANDS_IN),
    "accept": ("submitted", DECIDES),
    "demand": ("waived", DECIDES),
}


@each("code", STEPS)
@each("who", CAST)
def test_steps_of_a_card(browse: Browse, code: str, who: str, project: Project) -> None:
    status, expected = STEPS[code]
    one = card(
        project,
        HalfYear(2025, 1),
        status=status,
        done="Почато",
        results_in_words="Є",
        spent=0,
        currency="EUR",
        next_steps="Далі",
        return_reason="Не треба" if status == "waived" else "",
    )
    url = reverse("mta:card-step", kwargs={**keys_of(one), "code": code})
    assert browse(who).post(url).status_code == expected[CAST.index(who)]
    one.refresh_from_db()
    may = expected[CAST.index(who)] == 302 and who != "anonymous"
    assert (one.status != status) == may


@each("who", CAST)
def test_property(browse: Browse, who: str, project: Project) -> None:
    one = received(project)
    keys = {"reference": project.reference, "public_id": one.public_id}
    edit = reverse("mta:property-edit", kwargs=keys)
    assert browse(who).get(edit).status_code == REPORTS[CAST.index(who)]
    url = reverse("mta:property-step", kwargs={**keys, "code": "publish"})
    assert browse(who).post(url).status_code == PUBLISHES[CAST.index(who)]
    may = PUBLISHES[CAST.index(who)] == 302 and who != "anonymous"
    one.refresh_from_db()
    assert one.is_published == may


# Until it is published only officials and recipients see it.
SEES = (True, True, True, True, True, True, False, True, False, False, False, False)


@each("is_published", [True, False])
@each("who", CAST)
def test_property_is_seen_when_published(
    browse: Browse, who: str, project: Project, *, is_published: bool
) -> None:
    one = received(project, published_on="2026-11-02" if is_published else None)
    expected = is_published or SEES[CAST.index(who)]
    page = browse(who).get(project.get_absolute_url()).content.decode()
    assert (one.description in page) == expected
    api = reverse("api:received-property-detail", kwargs={"key": one.public_id})
    assert browse(who).get(api).status_code == (200 if expected else 404)


def test_property_of_an_internal_project_is_for_officials(browse: Browse, project: Project) -> None:
    Project.objects.filter(pk=project.pk).update(visibility="internal")
    received(project, published_on="2026-11-02")
    for who, count in (("anonymous", 0), ("representative", 0), ("officer", 1)):
        rows = browse(who).get(reverse("api:received-property-list")).json()["results"]
        assert len(rows) == count
    table = reverse("projects:receivedproperty-download", args=["csv"])
    answer: Any = browse("anonymous").get(table)
    assert "Генератор" not in b"".join(answer.streaming_content).decode()


def test_other_kinds_have_no_such_pages(browse: Browse, project: Project) -> None:
    Project.objects.filter(pk=project.pk).update(kind="grant")
    browser = browse("officer")
    for page in OF_A_PROJECT:
        url = reverse(page, kwargs={"reference": project.reference})
        assert browser.get(url).status_code == 403


def test_what_is_withdrawn_is_nobody_s(browse: Browse, project: Project) -> None:
    one = ReceivedProperty.objects.get(pk=received(project, published_on="2026-11-02").pk)
    ReceivedProperty.objects.update(withdrawn_reason="Двічі")
    api = reverse("api:received-property-detail", kwargs={"key": one.public_id})
    assert browse("officer").get(api).status_code == 404
    assert one.description not in browse("officer").get(project.get_absolute_url()).content.decode()


def test_a_partner_that_receives_fills_in_its_cards(
    browse: Browse, project: Project, partner: Partner, posted: Any
) -> None:
    """The representative as a coordinator; the read-only client of the partner does not."""
    ProjectRole.objects.create(project=project, role="recipient", partner=partner, number=5)
    one = card(project, HalfYear(2025, 1))
    browser = browse("representative")
    assert browser.get(one.get_absolute_url()).status_code == 200
    assert browse("reader").get(one.get_absolute_url()).status_code == 404
    rows = browser.get(reverse("api:monitoring-card-list")).json()["results"]
    assert partner.name in [named["name"]["uk"] for named in rows[0]["recipients"]]
    edit = reverse("mta:card-edit", kwargs=keys_of(one))
    given = {"done": "Почато", "results_in_words": "Є", "spent": "0", "currency": "EUR",
             "next_steps": "Далі", "submit": "yes"}  # fmt: skip
    assert browser.post(edit, given).status_code == 302
    one.refresh_from_db()
    assert one.status == "submitted"
    assert b"/mta/" in browser.get(reverse("mta:desk")).content
    page = browser.get(reverse("mta:property-new", kwargs={"reference": project.reference}))
    assert page.context["form"]["recipient_name"].value() == partner.name
    sent_back = reverse("mta:card-step", kwargs={**keys_of(one), "code": "send-back"})
    with posted() as letters:
        browse("officer").post(sent_back, {"note": "Уточніть"})
    person = PartnerMembership.objects.get(role="representative").user
    assert person.email in [address for one in letters for address in one.to]
