"""Every format of every list: media type, name, licence, exactly the filtered records."""

from __future__ import annotations

import csv
import gzip
import io
import json
from typing import Any

import pytest
from django.test import Client

from common.exchange.tables import BOM, csv_lines
from common.registers.downloads import formats_of, names_of_formats
from common.registers.register import Register, registers
from projects.registers import PROJECTS
from tests.factories.communities import CommunityFactory
from tests.factories.partners import PartnerFactory
from tests.factories.projects import project
from tests.factories.twin_links import TwinLinkFactory
from tests.factories.twinning import MunicipalityFactory
from tests.tables import each

pytestmark = pytest.mark.django_db

GENERAL = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ndjson": "application/x-ndjson; charset=utf-8",
    "geojson": "application/geo+json",
}
WITH_PLACES = {"communities", "partners", "municipalities", "twin-links", "projects"}
OPEN = [one for one in registers() if one.api_path]


def body(answer: Any) -> bytes:
    found: bytes = answer.getvalue() if answer.streaming else answer.content
    return found


def features(client: Client, address: str, query: str = "") -> list[dict[str, Any]]:
    answer = client.get(f"{address}?format=geojson{query}")
    assert answer.status_code == 200
    found = json.loads(body(answer))
    assert found["type"] == "FeatureCollection"
    listed: list[dict[str, Any]] = found["features"]
    return listed


def test_registers_with_places_are_maps_too() -> None:
    with_places = {one.name for one in OPEN if "geojson" in names_of_formats(one)}
    assert with_places == WITH_PLACES


@pytest.mark.parametrize("register", OPEN, ids=lambda one: one.name)
def test_every_list_in_its_formats(client: Client, register: Register) -> None:
    """An empty list is an answer too; only open standards refuse it."""
    own = {one.name for one in register.formats}
    for one in formats_of(register):
        if one.name in own:
            continue
        answer = client.get(register.api_path, {"format": one.name})
        assert answer.status_code == 200, one.name
        assert answer["Content-Type"] == GENERAL[one.name]
        assert f".{one.name}" in answer["Content-Disposition"]
        assert 'rel="license"' in answer["Link"]
        body(answer)


@each("register", OPEN)
@each("wrong", ["pdf", "CSV", "", "csv,json", "../csv", "\x00", "💥"])
def test_an_unknown_format_names_the_known(client: Client, register: Register, wrong: str) -> None:
    answer = client.get(register.api_path, {"format": wrong, "lang": "en"})
    problem = json.loads(answer.content)
    assert answer.status_code == 400
    assert problem["errors"][0]["parameter"] == "format"
    for known in names_of_formats(register):
        assert known in problem["errors"][0]["message"]


@pytest.mark.parametrize("name", GENERAL)
def test_a_wrong_filter_is_no_whole_file(client: Client, name: str) -> None:
    for query in ({"kind": "nonsense"}, {"nonsense": "1"}, {"ordering": "nonsense"}):
        answer = client.get(PROJECTS.api_path, {"format": name, **query})
        assert answer.status_code == 400
        assert answer["Content-Type"] == "application/problem+json"


def test_files_hold_what_the_filters_leave(client: Client) -> None:
    project(kind="mta", title="Школа")
    project(kind="grant", title="Лікарня")
    project(kind="mta", title="Таємний", visibility="internal")
    address = PROJECTS.api_path
    lines = body(client.get(f"{address}?format=ndjson&kind=mta")).decode().splitlines()
    assert [json.loads(one)["title"]["uk"] for one in lines] == ["Школа"]
    table = body(client.get(f"{address}?format=csv&kind=mta")).decode("utf-8-sig")
    assert len(list(csv.reader(io.StringIO(table)))) == 2
    titles = [one["properties"]["title"]["uk"] for one in features(client, address, "&kind=mta")]
    assert titles == ["Школа"]


def test_points_have_longitude_first(client: Client) -> None:
    community = CommunityFactory.create(latitude="49.58830", longitude="34.55140")
    (one,) = features(client, "/api/v1/communities/")
    assert one["id"] == community.code
    assert one["geometry"] == {"type": "Point", "coordinates": [34.5514, 49.5883]}
    assert "place" not in one["properties"]


def test_a_record_without_a_place_stays_in_the_file(client: Client) -> None:
    MunicipalityFactory.create(latitude=None, longitude=None)
    (one,) = features(client, "/api/v1/municipalities/")
    assert one["geometry"] is None


def test_a_link_stands_where_the_place_abroad_is(client: Client) -> None:
    abroad = MunicipalityFactory.create(latitude="52.52", longitude="13.4")
    TwinLinkFactory.create(municipality=abroad)
    (one,) = features(client, "/api/v1/twin-links/")
    assert one["geometry"]["coordinates"] == [13.4, 52.52]


class TestPlacesOfProjects:
    def made(self, *, published: bool) -> Any:
        places = [CommunityFactory.create(latitude=f"49.{n}", longitude=f"34.{n}") for n in (1, 2)]
        made = project(communities=places)
        made.locations.create(
            name="Школа", latitude="50.111", longitude="30.222", is_published=published
        )
        return made

    def test_published_places_go_first(self, client: Client) -> None:
        self.made(published=True)
        (one,) = features(client, PROJECTS.api_path)
        assert one["geometry"] == {"type": "Point", "coordinates": [30.222, 50.111]}
        assert one["properties"]["place_kind"] == "place"

    def test_else_the_centres_of_communities_and_it_is_said(self, client: Client) -> None:
        self.made(published=False)
        (one,) = features(client, PROJECTS.api_path)
        assert one["geometry"]["type"] == "MultiPoint"
        assert one["geometry"]["coordinates"] == [[34.1, 49.1], [34.2, 49.2]]
        assert one["properties"]["place_kind"] == "community_centre"

    def test_officials_publish_no_hidden_place_either(self, browse: Any) -> None:
        self.made(published=False)
        said = body(browse("head").get(PROJECTS.api_path, {"format": "geojson"}))
        assert b"community_centre" in said
        assert b"30.222" not in said

    def test_a_whole_oblast_has_no_point(self, client: Client) -> None:
        made = project()
        made.territories.create(level="oblast", oblast=made.oblast)
        (one,) = features(client, PROJECTS.api_path)
        assert one["geometry"] is None
        assert one["properties"]["place_kind"] is None


@pytest.mark.parametrize("name", ["csv", "ndjson", "geojson"])
def test_compressed_when_asked(client: Client, name: str) -> None:
    PartnerFactory.create()
    CommunityFactory.create(latitude="49.58830", longitude="34.55140")
    address = f"/api/v1/communities/?format={name}"
    answer = client.get(address, headers={"accept-encoding": "gzip"})
    assert answer.streaming
    assert answer["Content-Encoding"] == "gzip"
    assert gzip.decompress(body(answer)) == body(client.get(address))


@pytest.mark.parametrize("name", ["csv", "ndjson", "geojson"])
def test_statements_do_not_grow_with_the_rows(
    client: Client, name: str, django_assert_max_num_queries: Any
) -> None:
    for _ in range(30):
        project(communities=[CommunityFactory.create()])
    # One more than where all is made: what is kept is asked for first.
    with django_assert_max_num_queries(4):
        body(client.get(PROJECTS.api_path, {"format": name}))


def test_answers_made_at_once_do_not_mix() -> None:
    """A cell is asked for its text in the middle of a line: here another answer is made then."""

    class Meanwhile:
        def __str__(self) -> str:
            return "".join(csv_lines(["another"], [["answer"]])).removeprefix(BOM).splitlines()[-1]

    made = "".join(csv_lines(["one", "two"], [["first", Meanwhile()]]))
    assert made == f"{BOM}one,two\r\nfirst,answer\r\n"
