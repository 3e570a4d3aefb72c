"""The administration changes ideas through the same services, for the same people."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.models import User
from communities.models import Community
from projects.models import ProjectIdea
from tests.factories.ideas import idea as make_idea
from tests.projects.test_record_admin import filled

pytestmark = pytest.mark.django_db
IDEAS = "/admin/projects/projectidea/"


@pytest.fixture
def idea(community: Community) -> ProjectIdea:
    return make_idea(community=community, status="submitted", title="Укриття в ліцеї")


def test_an_officer_mends_an_idea(browse: Any, officer: User, idea: ProjectIdea) -> None:
    client, url = browse("officer"), f"{IDEAS}{idea.pk}/change/"
    page = client.get(url)
    assert idea.reference in page.content.decode()
    answer = client.post(url, filled(page, title="Укриття в гімназії"))
    assert answer.status_code == 302, answer.context["errors"]
    idea.refresh_from_db()
    assert idea.title == "Укриття в гімназії"
    event = idea.events.order_by("-pgh_id").first()  # type: ignore[attr-defined]
    assert (event.pgh_context["actor"], event.pgh_context["source"]) == (officer.pk, "admin")


def test_a_refusal_is_told_and_changes_nothing(browse: Any, idea: ProjectIdea) -> None:
    client, url = browse("officer"), f"{IDEAS}{idea.pk}/change/"
    sent = filled(client.get(url), starts_on="2027-05-01", ends_on="2027-04-01")
    answer = client.post(url, sent, follow=True)
    assert (answer.status_code, len(answer.context["errors"])) == (200, 1)
    idea.refresh_from_db()
    assert idea.starts_on is None


def test_ideas_are_neither_added_nor_deleted_here(browse: Any, idea: ProjectIdea) -> None:
    client = browse("administrator")
    assert client.get(f"{IDEAS}add/").status_code == 403
    assert client.get(f"{IDEAS}{idea.pk}/delete/").status_code == 403


def test_the_list_is_searched_by_words(browse: Any, idea: ProjectIdea) -> None:
    other = make_idea(community=idea.community, title="Дорога до села")
    page = browse("officer").get(IDEAS, {"q": "укриття"}).content.decode()
    assert idea.reference in page
    assert other.reference not in page
