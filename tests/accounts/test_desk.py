"""What waits for a person, on the own page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.desk import DeskLine, add_to_desk, desk_of
from accounts.memberships import kind
from accounts.models import User
from accounts.services import ask_for_access
from communities.models import Community
from partners.models import Partner
from tests.partners.agreement_parts import entered

pytestmark = pytest.mark.django_db
Browse = Callable[[str], Client]
ME = "accounts:me"


def _labels(user: User) -> list[str]:
    return [one.label for one in desk_of(user)]


def test_who_has_no_role_has_an_empty_desk(newcomer: User) -> None:
    assert desk_of(newcomer) == []


def test_requests_wait_for_those_who_may_answer(
    newcomer: User, officer: User, analyst: User, officer_of_sumy: User, community: Community
) -> None:
    for one in (officer, analyst, officer_of_sumy):
        assert not [line for line in desk_of(one) if line.tone != "info"]
    ask_for_access(
        actor=newcomer, kind=kind("community"), scope=community, role="editor", reason="Пишу"
    )
    line = desk_of(officer)[0]
    assert (line.count, line.tone) == (1, "wait")
    assert line.url.endswith("?status=waiting")
    assert desk_of(analyst) == []
    assert desk_of(officer_of_sumy) == []


def test_a_coordinator_is_led_to_the_profile_and_to_partners(
    browse: Browse, coordinator: User, community: Community, partner: Partner
) -> None:
    partner.oblasts.add(community.oblast)
    lines = desk_of(coordinator)
    assert {one.tone for one in lines} == {"info"}
    page = browse("coordinator").get(reverse(ME))
    for one in lines:
        assert f'href="{one.url}"'.replace("&", "&amp;") in page.content.decode()
        assert browse("coordinator").get(one.url).status_code == 200


def test_agreements_of_the_own_oblast_wait_for_officials(
    officer: User,
    officer_of_sumy: User,
    coordinator: User,
    community: Community,
    partner: Partner,
) -> None:
    today = timezone.localdate()
    entered(
        officer,
        community,
        partner,
        kind="interterritorial",
        status="sent",
        sent_on=today - dt.timedelta(days=31),
    )
    entered(
        officer,
        community,
        partner,
        status="in_force",
        signed_on=today - dt.timedelta(days=100),
        term="until",
        until_on=today + dt.timedelta(days=5),
    )
    late, ending = desk_of(officer)[:2]
    assert (late.tone, late.count) == ("bad", 1)
    assert (ending.tone, ending.count) == ("wait", 1)
    assert desk_of(officer_of_sumy) == []
    assert {one.tone for one in desk_of(coordinator)} == {"info"}


def test_late_things_come_first_and_nothing_is_left_out(
    monkeypatch: pytest.MonkeyPatch, officer: User
) -> None:
    monkeypatch.setattr("accounts.desk._sources", [])

    def some(user: User) -> list[DeskLine]:
        return [
            DeskLine(label="a good deed", url="/", tone="info"),
            DeskLine(label="none", url="/", count=0),
            DeskLine(label="late", url="/", tone="bad", count=2),
        ]

    add_to_desk(some)
    add_to_desk(some)
    assert _labels(officer) == ["late", "a good deed"]


def test_the_page_says_when_nothing_waits(browse: Browse, officer: User, newcomer: User) -> None:
    assert browse("officer").get(f"/en{reverse(ME)}").context["has_desk"]
    assert b"All done" in browse("officer").get(f"/en{reverse(ME)}").content
    assert b"All done" not in browse("newcomer").get(f"/en{reverse(ME)}").content
