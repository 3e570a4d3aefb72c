"""The desk: every number is that of the list behind it; moving, filters, views."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.desk import desk_of
from accounts.models import User
from communities.models import Community, Office
from cooperation.models import CoordinationRequest, DeskFilter
from cooperation.request_enums import RequestStatus
from cooperation.services.desk_filters import MOST
from tests.factories.offers import OfferFactory
from tests.factories.requests import coordination_request

Browse = Callable[[str], Client]
DESK = "desk:desk"


@pytest.fixture
def _office(office: Office) -> None:
    """Poltava has its office."""


@pytest.fixture
def _requests(_office: None, community: Community, officer: User) -> None:
    """One in every state, one of them overdue, one without an officer."""
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    for status in RequestStatus.values:
        coordination_request(community=community, status=status, assignee=officer)
    coordination_request(community=community, status="submitted", due_on=yesterday)
    coordination_request(
        community=community, status="accepted", urgency="critical", attention="office"
    )


@pytest.mark.usefixtures("_requests")
@pytest.mark.parametrize("query", ["", "kind=advice", "urgency=critical", "q=Порада", "kind=wrong"])
@pytest.mark.parametrize("who", ["officer", "coordinator"])
def test_each_number_is_that_of_its_list(browse: Browse, who: str, query: str) -> None:
    browser = browse(who)
    page = browser.get(f"{reverse(DESK)}?{query}")
    tabs = page.context["tabs"]
    assert len(tabs) == (6 if who == "officer" else 5)
    for tab in tabs:
        listed = browser.get(reverse(DESK) + tab.url)
        assert tab.count == len(listed.context["rows"])
        board = browser.get(f"{reverse(DESK)}{tab.url}&view=board")
        assert tab.count == sum(one.count for one in board.context["columns"])


@pytest.mark.usefixtures("_requests")
def test_lines_of_the_own_page_lead_to_as_many(browse: Browse, officer: User) -> None:
    OfferFactory.create()
    lines = [one for one in desk_of(officer) if one.url.startswith(reverse(DESK))]
    assert {one.url.partition("=")[2] for one in lines} >= {"overdue", "unassigned", "mine"}
    for one in lines:
        page = browse("officer").get(one.url)
        assert len(page.context["rows"]) == one.count


def test_offers_on_the_desk_lead_to_as_many(
    browse: Browse, officer: User, officer_of_sumy: User, coordinator: User, community: Community
) -> None:
    for status in ("made", "made", "chosen", "withdrawn"):
        OfferFactory.create(status=status, idea__community=community)
    for person, name in ((officer, "officer"), (coordinator, "coordinator")):
        lines = [one for one in desk_of(person) if "/offers/" in one.url]
        assert [one.count for one in lines] == ([1, 2] if name == "officer" else [2])
        for one in lines:
            assert browse(name).get(one.url).context["list"].count == one.count
    assert not [one for one in desk_of(officer_of_sumy) if "/offers/" in one.url]


@pytest.mark.usefixtures("_requests")
def test_the_most_urgent_stands_first(browse: Browse) -> None:
    rows = browse("officer").get(f"{reverse(DESK)}?list=open").context["rows"]
    assert rows[0].request.urgency == "critical"


@pytest.mark.usefixtures("_office")
@pytest.mark.parametrize("view", ["table", "board"])
def test_queries_do_not_grow(
    browse: Browse,
    view: str,
    community: Community,
    officer: User,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    browser = browse("officer")
    url = f"{reverse(DESK)}?list=open&view={view}"
    coordination_request(community=community, status="accepted", assignee=officer)
    browser.get(url)
    with django_assert_max_num_queries(1000) as first:
        browser.get(url)
    for _number in range(29):
        coordination_request(community=community, status="accepted", assignee=officer)
    with django_assert_max_num_queries(len(first)):
        page = browser.get(url)
    assert page.context["page"].paginator.count == 30


@pytest.mark.usefixtures("_requests")
def test_strange_addresses_show_the_desk(browse: Browse) -> None:
    browser = browse("officer")
    for query in (
        "list=nothing&view=x",
        "page=99999999999",
        "q=%00",
        "theme=x&kind=%27",
        "page=-1",
    ):
        assert browser.get(f"{reverse(DESK)}?{query}").status_code == 200


def test_an_empty_desk_says_so(browse: Browse, coordinator: User) -> None:
    assert (
        "Nothing needs you now" in browse("coordinator").get(f"/en{reverse(DESK)}").content.decode()
    )


@pytest.mark.usefixtures("_requests")
def test_filters_are_saved_under_a_name(browse: Browse, officer: User, head: User) -> None:
    browser = browse("officer")

    def act(**said: str) -> None:
        assert browser.post(reverse("desk:act"), said).status_code == 302

    act(deed="save", name=" Терміново ", query="list=open&urgency=critical&page=3&evil=1")
    kept = DeskFilter.objects.get(person=officer)
    assert (kept.name, kept.query) == ("Терміново", "list=open&urgency=critical")
    saved = browser.get(f"{reverse(DESK)}?{kept.query}").context["saved"]
    assert [one.label for one in saved] == ["Терміново"]
    assert not browse("head").get(reverse(DESK)).context["saved"]
    act(deed="save", name="Терміново", query="list=overdue")
    kept.refresh_from_db()
    assert kept.query == "list=overdue"
    act(deed="save", name="", query="list=overdue")
    act(deed="remove", name="Терміново")
    assert not DeskFilter.objects.exists()
    for number in range(MOST + 1):
        act(deed="save", name=str(number), query="")
    assert DeskFilter.objects.count() == MOST


@pytest.mark.usefixtures("_office")
def test_moving_says_what_hinders_and_comes_back(browse: Browse, community: Community) -> None:
    record = coordination_request(community=community, status="submitted")
    browser = browse("officer")
    moved = {
        "deed": "move",
        "reference": record.reference,
        "step": "accept",
        "back": "list=open&view=board&next=https://evil.example",
    }
    answer = browser.post(reverse("desk:act"), moved)
    assert answer["Location"] == f"{reverse(DESK)}?list=open&view=board"
    again = browser.post(reverse("desk:act"), moved, follow=True)
    assert record.reference in str(next(iter(again.context["messages"])))
    for wrong in ({"deed": "x"}, {**moved, "step": "gain"}, {**moved, "reference": "\x00"}):
        assert browser.post(reverse("desk:act"), wrong).status_code == 404


@pytest.mark.usefixtures("_requests")
def test_what_has_come_is_said_on_the_first_view(browse: Browse) -> None:
    """The desk opens with one's own requests; those without an officer are named beside them."""
    browser = browse("officer")
    page = browser.get(reverse(DESK))
    assert page.context["chosen"].code == "mine"
    assert page.context["unassigned"].count == 2
    assert page.context["unassigned"].url in page.content.decode()
    assert browse("coordinator").get(reverse(DESK)).context["unassigned"] is None


@pytest.mark.usefixtures("_requests")
def test_the_office_is_not_led_to_answer_itself(browse: Browse) -> None:
    """What it sent back is for the community: no button is filled for the office."""
    record = CoordinationRequest.objects.get(status="returned")
    ways = {
        who: browse(who).get(record.get_absolute_url()).context["has_next"]
        for who in ("officer", "coordinator")
    }
    assert ways == {"officer": False, "coordinator": True}
