"""What partners and recipients write through the API about ideas and technical assistance."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from communities.models import Community
from partners.models import Partner, PartnerMembership
from projects.models import IdeaInterest, MonitoringCard, Project, ProjectIdea
from tests.factories.ideas import idea as make_idea
from tests.factories.mta import assistance
from tests.factories.mta import card as make_card
from tests.factories.partners import PartnerFactory
from tests.tables import each

KEY = {"Idempotency-Key": "b7c0a1f4"}
WHOLE = {
    "done": "Проведено три тренінги",
    "results_in_words": "Навчено 60 людей",
    "spent": "1200.50",
    "currency": "eur",
    "next_steps": "Закупівля обладнання",
    "submit": True,
}


@pytest.fixture
def idea(community: Community) -> ProjectIdea:
    return make_idea(community=community)


@pytest.fixture
def project(community: Community) -> Project:
    return assistance(community)


@pytest.fixture
def card(project: Project) -> MonitoringCard:
    return make_card(project)


def say(page: Client, idea: ProjectIdea, body: dict[str, Any], **headers: str) -> Any:
    url = reverse("api:idea-interest-new", kwargs={"key": idea.public_id})
    return page.post(url, body, content_type="application/json", headers=headers)


def fill(page: Client, card: MonitoringCard, body: dict[str, Any], **headers: str) -> Any:
    url = reverse("api:monitoring-card-detail", kwargs={"key": card.public_id})
    return page.patch(url, body, content_type="application/json", headers=headers)


def test_interest_is_said_once_and_told(
    browse: Any, posted: Any, idea: ProjectIdea, representative: Any, officer: Any
) -> None:
    said = {"message": "Хочемо допомогти", "contact_wishes": "Пишіть Марті"}
    with posted() as letters:
        first = say(browse("representative"), idea, said, **KEY)
        again = say(browse("representative"), idea, said, **KEY)
    assert first.status_code == again.status_code == 201
    assert first.json() == again.json()
    interest = IdeaInterest.objects.get()
    assert first.json()["id"] == str(interest.public_id)
    assert (interest.message, interest.author) == ("Хочемо допомогти", representative)
    assert officer.email in [letter.to[0] for letter in letters]
    assert say(browse("representative"), idea, said).status_code == 409


@each(
    "body",
    [
        {},
        {"message": " "},
        {"message": "\x00"},
        {"message": "х" * 3001},
        {"message": "Так", "contact_wishes": "х" * 501},
        {"message": "Так", "partner": "nobody"},
        {"message": ["Так"]},
    ],
)
def test_interest_that_cannot_be_kept(
    browse: Any, idea: ProjectIdea, body: dict[str, Any], representative: Any
) -> None:
    answer = say(browse("representative"), idea, body)
    assert answer.status_code == 400, answer.content
    assert answer.json()["errors"]


def test_who_speaks_for_two_says_for_which(
    browse: Any, idea: ProjectIdea, representative: Any, partner: Partner
) -> None:
    other = PartnerFactory.create()
    PartnerMembership.objects.create(user=representative, partner=other, role="representative")
    page = browse("representative")
    assert say(page, idea, {"message": "Так"}).status_code == 400
    assert say(page, idea, {"message": "Так", "partner": other.slug}).status_code == 201
    assert idea.interests.get().partner == other


def test_an_idea_that_looks_for_nobody(browse: Any, idea: ProjectIdea, project: Project) -> None:
    ProjectIdea.objects.update(status="funded", project=project)
    assert say(browse("representative"), idea, {"message": "Так"}).status_code == 409


def test_a_card_is_handed_in_and_decided_by_the_office(
    browse: Any, posted: Any, card: MonitoringCard, officer: Any
) -> None:
    with posted() as letters:
        answer = fill(browse("coordinator"), card, WHOLE)
    assert answer.status_code == 200, answer.content
    assert answer.json()["status"]["code"] == "submitted"
    assert officer.email in [letter.to[0] for letter in letters]
    card.refresh_from_db()
    assert (card.status, card.currency) == ("submitted", "EUR")
    assert fill(browse("coordinator"), card, {"done": "Інше"}).status_code == 409


@each(
    ("body", "field"),
    [
        ({**WHOLE, "done": ""}, "done"),
        ({**WHOLE, "spent": None}, "spent"),
        ({"spent": "-1", "currency": "EUR"}, "spent"),
        ({"spent": "1"}, "currency"),
        ({"spent": "багато"}, "spent"),
        ({"problems": "х" * 8001}, "problems"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(
    browse: Any, coordinator: Any, card: MonitoringCard, body: dict[str, Any], field: str
) -> None:
    answer = fill(browse("coordinator"), card, body)
    assert answer.status_code == 400, answer.content
    assert field in [one["field"] for one in answer.json()["errors"]]
    card.refresh_from_db()
    assert (card.status, card.results_in_words) == ("due", "")


def test_an_editor_writes_and_does_not_hand_in(browse: Any, card: MonitoringCard) -> None:
    assert fill(browse("editor"), card, WHOLE).status_code == 403
    assert fill(browse("editor"), card, {**WHOLE, "submit": False}).status_code == 200
    card.refresh_from_db()
    assert card.status == "drafted"


def test_only_the_version_that_was_seen(browse: Any, card: MonitoringCard) -> None:
    page = browse("coordinator")
    tag = fill(page, card, {"done": "Один"})["ETag"]
    assert fill(page, card, {"done": "Два"}, **{"If-Match": tag}).status_code == 200
    assert fill(page, card, {"done": "Три"}, **{"If-Match": tag}).status_code == 412
    card.refresh_from_db()
    assert card.done == "Два"
