"""The page of people: who is on it, ending a role and undoing it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.memberships import active_memberships
from accounts.models import User
from accounts.views.members import SIGNER
from communities.models import Community, CommunityMembership
from tests.factories.communities import CommunityMembershipFactory

pytestmark = pytest.mark.django_db
Browse = Callable[[str], Client]
PEOPLE = "/accounts/members/"


@pytest.mark.parametrize(
    ("viewer", "seen"),
    [
        ("administrator", {"coordinator", "coordinator_elsewhere", "editor"}),
        ("officer", {"coordinator", "editor"}),
        ("analyst", {"coordinator", "editor"}),
        ("officer_of_sumy", {"coordinator_elsewhere"}),
        ("editor", {"coordinator", "editor"}),
        ("coordinator_elsewhere", {"coordinator_elsewhere"}),
    ],
)
def test_whom_one_sees_among_the_people_of_communities(
    request: pytest.FixtureRequest,
    browse: Browse,
    coordinator: User,
    coordinator_elsewhere: User,
    editor: User,
    viewer: str,
    seen: set[str],
) -> None:
    page = browse(viewer).get(PEOPLE, {"kind": "community"})
    emails = {row[0].membership.user.email for row in page.context["rows"]}
    assert emails == {request.getfixturevalue(name).email for name in seen}


def test_partners_people_see_only_their_own(
    browse: Browse, representative: User, reader: User, editor: User
) -> None:
    page = browse("reader").get(PEOPLE, {"kind": "community"})
    emails = {row[0].membership.user.email for row in page.context["rows"]}
    assert emails == {representative.email, reader.email}


def test_searching(browse: Browse, officer: User, coordinator: User, editor: User) -> None:
    page = browse("officer").get(PEOPLE, {"kind": "community", "q": "ірина координ\x00"})
    assert [row[0].membership.user for row in page.context["rows"]] == [coordinator]
    assert browse("officer").get(PEOPLE, {"kind": "community", "q": "нікого"}).status_code == 200


def test_ending_and_undoing(browse: Browse, officer: User, editor: User) -> None:
    browser = browse("officer")
    membership = CommunityMembership.objects.get(user=editor)
    key = SIGNER.sign(f"community.{membership.pk}")
    end = reverse("accounts:membership-end", kwargs={"key": key})
    assert end in browser.get(PEOPLE, {"kind": "community"}).content.decode()
    answer = browser.post(end, {"on": ""}, follow=True)
    assert active_memberships(User.objects.get(pk=editor.pk)) == []
    undo = reverse("accounts:membership-restore", kwargs={"key": key})
    assert undo in answer.content.decode()
    assert browser.get(undo).status_code == 405
    assert browser.post(undo).status_code == 302
    assert len(active_memberships(User.objects.get(pk=editor.pk))) == 1
    assert browser.post(end, {"on": "2001-01-01"}).status_code == 200
    assert browser.post(end, {"on": "колись"}).status_code == 200


@pytest.mark.parametrize("undo", ["a/b", "../x", "community.1:forged", "%00"])
def test_a_forged_undo_is_not_offered(browse: Browse, administrator: User, undo: str) -> None:
    page = browse("administrator").get(f"{PEOPLE}?undo={undo}")
    assert page.status_code == 200
    assert "/restore/" not in page.content.decode()


@pytest.mark.parametrize("key", ["community.1", "community.1:forged", "x", "community.x:1"])
def test_forged_keys_are_unknown(browse: Browse, administrator: User, key: str) -> None:
    address = reverse("accounts:membership-end", kwargs={"key": key})
    assert browse("administrator").get(address).status_code == 404


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_asks_the_database_as_often_for_one_as_for_thirty(
    browse: Browse,
    officer: User,
    community: Community,
    count: int,
    django_assert_max_num_queries: Any,
) -> None:
    CommunityMembershipFactory.create_batch(count, community=community, role="editor")
    browser = browse("officer")
    browser.get(PEOPLE, {"kind": "community"})
    with django_assert_max_num_queries(17):
        browser.get(PEOPLE, {"kind": "community"})
