"""Who may open which page of offers and of matching. 302 asks to sign in, 404 unknown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from communities.models import Community, Office
from cooperation.models import CoordinationRequest, Offer
from partners.models import Partner
from projects.models import ProjectIdea
from tests.conftest import CAST
from tests.factories.ideas import idea as make_idea
from tests.factories.ideas import theme as make_theme
from tests.factories.offers import OfferFactory
from tests.factories.requests import coordination_request
from tests.tables import each

Browse = Callable[[str], Client]
REFERENCE = "PL-IDEA-2026-0001"

#                   admin head offic sumy analy coord else edit repr read newc anon
WITH_A_ROLE = (200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 403, 302)
ALL_API = (200,) * 12
# Of an idea all officials see inside; the partner sees its own offer.
OF_IDEA = (200, 200, 200, 200, 200, 200, 404, 200, 200, 200, 404, 302)
OF_IDEA_API = (200, 200, 200, 200, 200, 200, 404, 200, 200, 200, 404, 404)
# Of a request only the office that deals with it.
OF_REQUEST = (200, 200, 200, 404, 200, 200, 404, 200, 200, 200, 404, 302)
MAKERS = (200, 200, 200, 403, 403, 403, 403, 403, 200, 403, 403, 302)
POSTERS = (403, 403, 403, 403, 403, 403, 403, 403, 400, 403, 403, 401)
COMMUNITY = (200, 200, 200, 403, 403, 200, 404, 403, 403, 403, 404, 302)
OFFICE = (200, 200, 200, 403, 403, 403, 404, 403, 403, 403, 404, 302)
PARTNER = (403, 403, 403, 403, 403, 403, 404, 403, 200, 403, 404, 302)
MATCHES = (200, 200, 200, 200, 200, 200, 403, 200, 403, 403, 403, 302)
MATCHES_OF_REQUEST = (200, 200, 200, 403, 200, 200, 403, 200, 403, 403, 404, 302)
# Inviting: found no such partner (404) is past the gate.
INVITERS = (404, 404, 404, 403, 403, 403, 403, 403, 403, 403, 403, 302)
ADDRESSES = {
    "offers:offer-list": WITH_A_ROLE,
    "api:offer-list": ALL_API,
}


@pytest.fixture
def idea(community: Community) -> ProjectIdea:
    return make_idea(community=community, reference=REFERENCE, themes=[make_theme()])


@pytest.fixture
def request_(community: Community, office: Office) -> CoordinationRequest:
    """Published for everybody who is signed in with a role."""
    return coordination_request(
        community=community,
        status="accepted",
        visibility="registered",
        reference="PL-REQ-2026-0001",
    )


@pytest.fixture
def offer(idea: ProjectIdea, partner: Partner) -> Offer:
    return OfferFactory.create(idea=idea, partner=partner)


@pytest.fixture
def offer_on_request(request_: CoordinationRequest, partner: Partner) -> Offer:
    return OfferFactory.create(idea=None, request=request_, partner=partner)


def status(browse: Browse, who: str, url: str, data: Any = None) -> int:
    browser = browse(who)
    answer = browser.get(url) if data is None else browser.post(url, data)
    if answer.streaming:
        b"".join(answer)
    return answer.status_code


@each("page", ADDRESSES)
@each("who", CAST)
def test_pages(browse: Browse, page: str, who: str, offer: Offer) -> None:
    assert status(browse, who, reverse(page)) == ADDRESSES[page][CAST.index(who)]


@each("who", CAST)
def test_an_offer_on_an_idea(browse: Browse, who: str, offer: Offer) -> None:
    place = CAST.index(who)
    page = reverse("offers:offer-detail", kwargs={"reference": offer.reference})
    assert status(browse, who, page) == OF_IDEA[place]
    api = reverse("api:offer-detail", kwargs={"key": offer.public_id})
    assert status(browse, who, api) == OF_IDEA_API[place]


@each("who", CAST)
def test_an_offer_on_a_request(browse: Browse, who: str, offer_on_request: Offer) -> None:
    expected = OF_REQUEST[CAST.index(who)]
    assert status(browse, who, offer_on_request.get_absolute_url()) == expected


@each("who", CAST)
def test_the_list_shows_the_same(browse: Browse, who: str, offer: Offer) -> None:
    listed = browse(who).get(reverse("api:offer-list")).json()["results"]
    assert bool(listed) == (OF_IDEA[CAST.index(who)] == 200)


@each("who", CAST)
def test_making_one(browse: Browse, who: str, idea: ProjectIdea) -> None:
    url = reverse("offers:offer-new", kwargs={"kind": "ideas", "reference": REFERENCE})
    assert status(browse, who, url) == MAKERS[CAST.index(who)]


@each("who", CAST)
def test_making_one_through_the_api(browse: Browse, who: str, idea: ProjectIdea) -> None:
    answer = browse(who).post(reverse("api:offer-list"), {}, content_type="application/json")
    assert answer.status_code == POSTERS[CAST.index(who)]


@each(("code", "expected"), [("accept", COMMUNITY), ("decline", COMMUNITY), ("withdraw", PARTNER)])
@each("who", CAST)
def test_steps(
    browse: Browse, who: str, code: str, expected: tuple[int, ...], offer: Offer
) -> None:
    url = reverse("offers:offer-step", kwargs={"reference": offer.reference, "code": code})
    assert status(browse, who, url) == expected[CAST.index(who)]


@each("code", ["consent", "object"])
@each("who", CAST)
def test_the_office_consents(
    browse: Browse, who: str, code: str, idea: ProjectIdea, partner: Partner
) -> None:
    chosen = OfferFactory.create(idea=idea, partner=partner, status="chosen")
    url = reverse("offers:offer-step", kwargs={"reference": chosen.reference, "code": code})
    assert status(browse, who, url) == OFFICE[CAST.index(who)]


@each("who", CAST)
def test_matching(
    browse: Browse, who: str, idea: ProjectIdea, request_: CoordinationRequest
) -> None:
    place = CAST.index(who)
    for kind, record, expected in (
        ("ideas", idea, MATCHES),
        ("requests", request_, MATCHES_OF_REQUEST),
    ):
        keys = {"kind": kind, "reference": record.reference}
        assert status(browse, who, reverse("matching:matches", kwargs=keys)) == expected[place]
    keys = {"kind": "ideas", "reference": REFERENCE}
    url = reverse("matching:invite", kwargs=keys)
    assert status(browse, who, url, {"partner": "no-such"}) == INVITERS[place]


@pytest.mark.parametrize("who", ["officer", "representative", "coordinator_elsewhere"])
def test_downloads(browse: Browse, who: str, offer: Offer) -> None:
    url = reverse("offers:offer-download", kwargs={"file_format": "csv"})
    answer = browse(who).get(url)
    content = b"".join(answer) if answer.streaming else answer.content
    assert (offer.reference.encode() in content) == (who != "coordinator_elsewhere")
