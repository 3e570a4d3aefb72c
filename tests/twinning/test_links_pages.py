"""Pages, API and statistics of twin links: what they show, in how many queries."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from communities.models import Community, Oblast
from tests.factories.communities import CommunityFactory
from tests.factories.twin_links import TwinLinkFactory
from tests.factories.twinning import MunicipalityFactory
from twinning.link_registers import TWIN_LINKS
from twinning.models import Municipality, TwinLink
from twinning.worldmap import MAP_FILE, outlines, project

Browse = Callable[[str], Client]


def queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client.get(url).status_code == 200
    return len(seen)


@pytest.mark.parametrize("url", ["/twin-links/", "/twin-links/map/", "/api/v1/twin-links/"])
def test_as_many_queries_for_one_as_for_thirty(url: str, client: Client, poltava: Oblast) -> None:
    TwinLinkFactory.create(community__oblast=poltava)
    client.get(url)
    for_one = queries(client, url)
    for _number in range(29):
        TwinLinkFactory.create(community__oblast=poltava)
    assert queries(client, url) == for_one


def thousand_links(oblast: Oblast) -> None:
    homes = [
        CommunityFactory.create(oblast=oblast, latitude=49.5, longitude=34.5) for _n in range(10)
    ]
    places = Municipality.objects.bulk_create(
        MunicipalityFactory.build(country="DE", latitude=48 + n / 20, longitude=5 + n / 10)
        for n in range(100)
    )
    TwinLink.objects.bulk_create(
        TwinLink(community=home, municipality=place, stage="active")
        for home in homes
        for place in places
    )


MANY = ("/twin-links/", "/twin-links/map/", "/countries/", "/countries/DE/")


def test_a_thousand_links_in_as_many_queries_as_one(client: Client, poltava: Oblast) -> None:
    TwinLinkFactory.create(community__oblast=poltava, municipality__country="DE")
    for url in MANY:
        client.get(url)
    for_one = {url: queries(client, url) for url in MANY}
    thousand_links(poltava)
    assert {url: queries(client, url) for url in MANY} == for_one
    assert max(for_one.values()) <= 12


def test_the_map_of_a_thousand_links(client: Client, poltava: Oblast) -> None:
    thousand_links(poltava)
    page = client.get("/twin-links/map/").content.decode()
    # One arc for all links between an oblast and a place; every link in the list.
    assert page.count('class="arc"') == 100
    assert page.count("/twin-links/") >= 1000


def test_ukraine_is_whole_on_the_map_of_the_world() -> None:
    assert MAP_FILE.stat().st_size < 62_000
    lines = outlines()
    # Simferopol within the outline 804 and in none of the neighbour's.
    place = project(44.952, 34.102)
    assert _holds(lines["804"], place)
    assert not _holds(lines["643"], place)


def _holds(path: str, point: tuple[float, float]) -> bool:
    """Whether the outline (relative lines of SVG) runs around the point."""
    import re  # noqa: PLC0415

    x, y = point
    inside = False
    for ring in path.split("M")[1:]:
        numbers = [float(one) for one in re.findall(r"-?(?:\d+\.?\d*|\.\d+)", ring)]
        pen = (numbers[0], numbers[1])
        corners = [pen]
        for step_x, step_y in zip(numbers[2::2], numbers[3::2], strict=True):
            pen = (pen[0] + step_x, pen[1] + step_y)
            corners.append(pen)
        for (x1, y1), (x2, y2) in zip(corners, [*corners[1:], corners[0]], strict=True):
            if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
                inside = not inside
    return inside


def test_a_link_is_entered_and_led_on(browse: Browse, community: Community, officer: User) -> None:
    place = MunicipalityFactory.create(name="Cēsis", country="LV")
    browser = browse("officer")
    values = {
        "community": community.code,
        "municipality": str(place.public_id),
        "kind": "friendship",
        "stage": "contact",
        "since": "2022",
        "visibility": "public",
    }
    answer = browser.post(reverse("twinning:link-new"), values)
    assert answer.status_code == 302, answer.context["form"].errors
    link = TwinLink.objects.get()
    assert (link.kind, link.since_precision) == ("friendship", "year")
    again = browser.post(reverse("twinning:link-new"), values)
    assert again.status_code == 200
    assert again.context["form"].errors
    url = reverse("twinning:link-stage", args=[link.public_id])
    assert browser.post(url, {"stage": "active", "on": "2026-01-10"}).status_code == 409
    assert browser.post(url, {"stage": "letter", "on": "2026-01-10"}).status_code == 302
    page = browser.get(link.get_absolute_url()).content.decode()
    assert "Cēsis" in page
    assert officer.full_name in page
    edited = values | {"note": "Разом із 2022 року", "since": "2022-05-01"}
    answer = browser.post(reverse("twinning:link-edit", args=[link.public_id]), edited)
    assert answer.status_code == 302
    link.refresh_from_db()
    assert (link.since_precision, link.note) == ("day", "Разом із 2022 року")


def test_a_coordinator_proposes_for_the_own_community_only(
    browse: Browse, community: Community, community_elsewhere: Community
) -> None:
    place = MunicipalityFactory.create()
    values = {"municipality": str(place.public_id), "kind": "twin_city", "visibility": "public"}
    browser, url = browse("coordinator"), reverse("twinning:link-new")
    own = values | {"community": community.code}
    assert browser.post(url, own | {"stage": "active"}).status_code == 200
    elsewhere = values | {"community": community_elsewhere.code, "stage": "contact"}
    assert browser.post(url, elsewhere).status_code == 403
    assert not TwinLink.objects.exists()
    assert browser.post(url, own | {"stage": "contact"}).status_code == 302


def test_filters(client: Client, poltava: Oblast, sumy: Oblast) -> None:
    import datetime as dt  # noqa: PLC0415

    german = TwinLinkFactory.create(
        community__oblast=poltava, since_on=dt.date(1988, 1, 1), since_precision="year"
    )
    polish = TwinLinkFactory.create(
        community__oblast=sumy, municipality__country="PL", stage="talks", kind="friendship"
    )
    region = TwinLinkFactory.create(
        community=None, oblast=poltava, municipality__country="FR", kind="twin_region"
    )

    def found(query: str) -> set[str]:
        answer = client.get(f"/api/v1/twin-links/?{query}").json()
        return {row["id"] for row in answer["results"]}

    def ids(*links: TwinLink) -> set[str]:
        return {str(one.public_id) for one in links}

    assert found("country=PL") == ids(polish)
    assert found(f"oblast={poltava.code}") == ids(german, region)
    assert found("stage=talks") == found("kind=friendship") == ids(polish)
    assert found("since_year_min=1980&since_year_max=1990") == ids(german)
    assert found("standing=agreed") == ids(german, region)
    assert found("side=oblast") == ids(region)
    assert client.get(f"/api/v1/twin-links/{german.public_id}/").json()["since"] == "1988"


def test_places_say_what_they_are_linked_with(client: Client, poltava: Oblast) -> None:
    link = TwinLinkFactory.create(community__oblast=poltava, municipality__name="Filderstadt")
    place, home = link.municipality, link.home
    for url in (home.get_absolute_url(), reverse("twinning:country", args=["DE"])):
        assert "Filderstadt" in client.get(url).content.decode(), url
    assert home.full_name in client.get(place.get_absolute_url()).content.decode()
    page = client.get(f"/en{poltava.get_absolute_url()}").content.decode()
    assert "1 community has 1 twin city from 1 country." in page


def test_statistics(client: Client, poltava: Oblast, sumy: Oblast, browse: Browse) -> None:
    home = CommunityFactory.create(oblast=poltava)
    for country in ("DE", "DE", "PL"):
        TwinLinkFactory.create(community=home, municipality__country=country)
    TwinLinkFactory.create(community__oblast=poltava, stage="talks")
    TwinLinkFactory.create(community__oblast=poltava, visibility="internal")
    TwinLinkFactory.create(community__oblast=sumy)
    url = f"/api/v1/statistics/?oblast={poltava.code}&since=2022-02-24"
    answer: dict[str, Any] = client.get(url).json()
    kinds = answer.pop("projects_by_kind")
    assert {kind: one["value"] for kind, one in kinds.items()} == dict.fromkeys(
        ("mta", "ifi", "credit", "grant", "humanitarian"), 0
    )
    numbers = {name: one["value"] for name, one in answer.items() if isinstance(one, dict)}
    assert numbers == {
        "communities_with_twins": 1,
        "twin_municipalities": 3,
        "twin_countries": 2,
        "twin_links_begun": 0,
        "agreements_signed": 0,
        "administration_memoranda": 0,
        "partners": 0,
    }
    for name in ("communities_with_twins", "twin_municipalities", "twin_links_begun", "partners"):
        listed = client.get(answer[name]["api_url"] + "&count=exact").json()
        assert listed["count"] == answer[name]["value"], name
        assert client.get(answer[name]["url"]).status_code == 200
    for one in kinds.values():
        assert client.get(one["api_url"] + "&count=exact").json()["count"] == one["value"]
        assert client.get(one["url"]).status_code == 200
    assert client.get("/api/v1/statistics/?oblast=UA00").status_code == 400
    assert client.get("/api/v1/statistics/?since=soon").status_code == 400
    assert client.get("/api/v1/statistics/?until=2022").status_code == 400
    assert client.get("/api/v1/statistics/").json()["twin_municipalities"]["value"] == 4


def test_the_register_is_among_all_registers() -> None:
    assert TWIN_LINKS.by_name["community"].columns()[1].header
