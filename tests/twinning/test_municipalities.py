"""Places abroad: the gazetteer, the register, adding, changing, beginning relations."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from common.audit.registry import history_url
from common.audit.services import restore_version
from common.registers.changes.follow import follow
from communities.models import Office
from partners.models import Partner
from tests.factories.partners import PartnerFactory
from tests.factories.twinning import MunicipalityFactory
from twinning.exceptions import InvalidMunicipality, PartnerTaken, RelationsBegun
from twinning.models import GazetteerEdition, Municipality
from twinning.naming import resolve_municipality
from twinning.services.gazetteer import (
    GAZETTEER_FILE,
    REGIONS_FILE,
    load_gazetteer,
    public_id_of,
)
from twinning.services.municipalities import (
    MunicipalityData,
    add_municipality,
    change_municipality,
    data_of,
    start_relations,
)

Browse = Callable[[str], Client]
HEADER = (
    "geonames_id,name,name_en,name_uk,country,region_code,population,latitude,longitude,"
    "spellings,is_suburban,other_names"
)
LEIPZIG = "2879139,Leipzig,,Лейпциг,DE,13,504971,51.3396,12.3713,64,,Lipsia; Lipsk"
MUNICH = "2867714,München,Munich,Мюнхен,DE,02,1505005,48.1374,11.5755,94,,Minga"


def sample(folder: Path, *lines: str) -> Path:
    file = folder / "sample.csv.gz"
    file.write_bytes(gzip.compress("\n".join([HEADER, *lines, ""]).encode()))
    return file


def events(municipality: Any) -> list[Any]:
    return list(municipality.events.order_by("pgh_id"))


# --- the gazetteer


def test_loads_places_with_region_kind_and_a_lasting_identifier(tmp_path: Path, db: None) -> None:
    loaded = load_gazetteer(source=sample(tmp_path, LEIPZIG, MUNICH))
    assert (loaded.rows, loaded.changed) == (2, 2)
    munich = Municipality.objects.get(geonames_id=2867714)
    assert (munich.name, munich.title, munich.title_en) == ("München", "Мюнхен", "Munich")
    assert (munich.region, munich.kind, munich.is_candidate) == ("Bayern", "city", True)
    assert munich.public_id == public_id_of(2867714)


def test_the_same_edition_is_loaded_once(tmp_path: Path, db: None) -> None:
    file = sample(tmp_path, LEIPZIG)
    load_gazetteer(source=file)
    assert load_gazetteer(source=file).changed == 0
    assert GazetteerEdition.objects.count() == 1


def test_a_new_edition_renews_what_nobody_has_touched(
    tmp_path: Path, officer: User, office: Office
) -> None:
    load_gazetteer(source=sample(tmp_path, LEIPZIG, MUNICH))
    munich = Municipality.objects.get(geonames_id=2867714)
    data = MunicipalityData(**{**vars(data_of(munich)), "population": 1_500_000})
    change_municipality(actor=officer, municipality=munich, data=data)
    newer = [line.replace("504971", "620000").replace("1505005", "1") for line in (LEIPZIG, MUNICH)]
    assert load_gazetteer(source=sample(tmp_path, *newer)).changed == 1
    people = dict(Municipality.objects.values_list("geonames_id", "population"))
    assert people == {2879139: 620_000, 2867714: 1_500_000}


def test_history_begins_with_the_first_change_of_a_place(tmp_path: Path, officer: User) -> None:
    load_gazetteer(source=sample(tmp_path, LEIPZIG))
    leipzig = Municipality.objects.get()
    assert len(events(leipzig)) == 0
    data = MunicipalityData(**{**vars(data_of(leipzig)), "website": "www.leipzig.de"})
    change_municipality(actor=officer, municipality=leipzig, data=data)
    [event] = events(leipzig)
    assert event.website == "https://www.leipzig.de"
    assert event.pgh_context["actor"] == officer.pk


def test_the_file_holds_what_its_description_says() -> None:
    text = gzip.decompress(GAZETTEER_FILE.read_bytes()).decode()
    rows = list(csv.DictReader(text.splitlines()))
    countries = [row["country"] for row in rows]
    assert len(rows) == 87_660
    assert countries.count("DE") == 11_870
    assert not {"UA", "RU", "BY"} & set(countries)
    assert len({row["geonames_id"] for row in rows}) == len(rows)
    assert GAZETTEER_FILE.stat().st_size < 2_900_000
    names = {(row["country"], row["name"]): row["name_uk"] for row in rows}
    assert names["PL", "Kraków"] == "Краків"
    assert names["DE", "Leipzig"] == "Лейпциг"


def test_regions_are_named_once() -> None:
    with REGIONS_FILE.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len({(row["country"], row["code"]) for row in rows}) == len(rows)


# --- services


def test_adds_a_region_by_hand(officer: User) -> None:
    data = MunicipalityData(name="  Land   Hessen ", country="de", kind="region", tags=("energy",))
    region = add_municipality(actor=officer, data=data)
    region.refresh_from_db()
    assert (region.name, str(region.country), region.tags) == ("Land Hessen", "DE", ["energy"])
    assert len(events(region)) == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"country": "UA"}, ""),
        ({"name": ""}, "name"),
        ({"tags": ("unheard-of",)}, "tags"),
        ({"latitude": 50.0}, ""),
        ({"website": "nonsense"}, "website"),
    ],
)
def test_refuses_what_cannot_be(officer: User, wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidMunicipality) as refusal:
        add_municipality(
            actor=officer, data=MunicipalityData(**{"name": "Bonn", "country": "DE", **wrong})
        )
    assert field in refusal.value.errors
    assert not Municipality.objects.exists()


def test_the_same_data_change_nothing(officer: User) -> None:
    place = MunicipalityFactory.create(is_edited=False)
    before = len(events(place))
    change_municipality(actor=officer, municipality=place, data=data_of(place))
    assert len(events(place)) == before


def test_beginning_relations_registers_a_partner_once(officer: User, office: Office) -> None:
    place = MunicipalityFactory.create(name="Leipzig", name_uk="Лейпциг", is_edited=False)
    partner = start_relations(actor=officer, municipality=place, office=office)
    assert (partner.name, partner.name_en, partner.kind) == (
        "Лейпциг",
        "Leipzig",
        "local_authority",
    )
    assert partner.curated_by == office
    place.refresh_from_db()
    assert (place.partner, place.is_candidate, place.is_edited) == (partner, False, True)
    with pytest.raises(RelationsBegun):
        start_relations(actor=officer, municipality=place)
    assert Partner.objects.count() == 1


def test_an_existing_partner_stands_for_one_place_only(officer: User) -> None:
    partner = PartnerFactory.create()
    start_relations(actor=officer, municipality=MunicipalityFactory.create(), partner=partner)
    with pytest.raises(PartnerTaken):
        start_relations(actor=officer, municipality=MunicipalityFactory.create(), partner=partner)


# --- names


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("Munich", "München"),
        ("Мюнхен", "München"),
        ("MÜNCHEN", "München"),
        ("Minga", "München"),
        ("Oberursel (Taunus)", "Oberursel"),
        ("Ostseebad Heringsdorf", "Heringsdorf"),
        ("Berlin-Pankow", "Pankow"),
        ("Endingen am Kaiserstuhl", "Endingen"),
    ],
)
def test_finds_the_place_that_is_named(db: None, said: str, found: str) -> None:
    MunicipalityFactory.create(
        name="München", name_en="Munich", name_uk="Мюнхен", other_names="Minca; Minga"
    )
    for name in ("Oberursel", "Heringsdorf", "Pankow", "Endingen"):
        MunicipalityFactory.create(name=name)
    place = resolve_municipality(name=said, country="DE").found
    assert place is not None
    assert place.name == found


def test_a_quarter_of_a_city_that_is_a_region_is_not_the_city(db: None) -> None:
    MunicipalityFactory.create(name="Berlin", region="Berlin", population=3_400_000)
    quarter = MunicipalityFactory.create(name="Pankow", region="Berlin", population=65_000)
    found = resolve_municipality(name="Berlin-Pankow", country="DE", region="Berlin").found
    assert found == quarter


def test_a_town_also_called_so_comes_before_a_village_of_a_tenth(db: None) -> None:
    MunicipalityFactory.create(name="Buchholz", region="Niedersachsen", population=2_023)
    town = MunicipalityFactory.create(
        name="Buchholz in der Nordheide",
        other_names="Buchholz; Bookholt",
        region="Niedersachsen",
        population=40_849,
    )
    found = resolve_municipality(name="Buchholz", country="DE", region="Niedersachsen").found
    assert found == town


def test_does_not_guess_between_namesakes(db: None) -> None:
    north = MunicipalityFactory.create(name="Neustadt", region="Bayern", population=9_000)
    south = MunicipalityFactory.create(name="Neustadt", region="Hessen", population=10_000)
    resolution = resolve_municipality(name="Neustadt", country="DE")
    assert resolution.found is None
    assert resolution.candidates == [south, north]
    assert resolve_municipality(name="Neustadt", country="DE", region="Bayern").found == north


def test_a_county_is_not_taken_for_its_town(db: None) -> None:
    town = MunicipalityFactory.create(name="Bad Kreuznach")
    assert resolve_municipality(name="Bad Kreuznach", country="DE").found == town
    assert not resolve_municipality(name="Bad Kreuznach (Landkreis)", country="DE").candidates


# --- pages and API


PAGES = ("municipality-list", "municipality-new", "municipality-edit", "municipality-detail")
KEEPERS = {"administrator", "head", "officer", "officer_of_sumy"}


@pytest.mark.parametrize(
    "who",
    ["administrator", "head", "officer", "officer_of_sumy", "analyst", "coordinator", "reader"],
)
def test_who_may_see_and_change(browse: Browse, who: str) -> None:
    place = MunicipalityFactory.create()
    browser = browse(who)
    for name in ("municipality-list", "finder"):
        assert browser.get(reverse(f"twinning:{name}")).status_code == 200
    assert browser.get(place.get_absolute_url()).status_code == 200
    expected = 200 if who in KEEPERS else 403
    assert browser.get(reverse("twinning:municipality-new")).status_code == expected
    edit = reverse("twinning:municipality-edit", kwargs={"public_id": place.public_id})
    assert browser.get(edit).status_code == expected


def test_anybody_reads_and_nobody_unknown_changes(browse: Browse, db: None) -> None:
    place = MunicipalityFactory.create()
    browser = browse("anonymous")
    assert browser.get(place.get_absolute_url()).status_code == 200
    start = reverse("twinning:municipality-start", kwargs={"public_id": place.public_id})
    assert browser.get(reverse("twinning:municipality-new")).status_code == 302
    assert browser.post(start).status_code == 302
    assert not Partner.objects.exists()


def test_an_officer_begins_relations_on_the_page(browse: Browse, db: None) -> None:
    place = MunicipalityFactory.create(name="Leipzig")
    start = reverse("twinning:municipality-start", kwargs={"public_id": place.public_id})
    browser = browse("officer")
    assert "Leipzig" in browser.get(place.get_absolute_url()).content.decode()
    answer = browser.post(start)
    assert answer["Location"] == Partner.objects.get().get_absolute_url()
    assert browse("coordinator").post(start).status_code == 403


def test_a_former_state_is_brought_back(browse: Browse, officer: User) -> None:
    place = MunicipalityFactory.create(name="Leipzig", population=504_971)
    wrong = MunicipalityData(**{**vars(data_of(place)), "population": 5})
    change_municipality(actor=officer, municipality=place, data=wrong)
    page = history_url(place)
    assert browse("officer").get(page).status_code == 200
    restore_version(actor=officer, obj=place, moment=events(place)[0].pgh_created_at)
    place.refresh_from_db()
    assert place.population == 504_971


def test_the_form_saves_and_says_what_is_wrong(browse: Browse, db: None) -> None:
    place = MunicipalityFactory.create(name="Leipzig")
    edit = reverse("twinning:municipality-edit", kwargs={"public_id": place.public_id})
    values = {"name": "Leipzig", "country": "DE", "kind": "city", "tags": ["university"]}
    assert browse("officer").post(edit, values).status_code == 302
    place.refresh_from_db()
    assert (place.kind, place.tags, place.latitude) == ("city", ["university"], None)
    assert browse("officer").post(edit, {**values, "latitude": "51"}).status_code == 200


def test_the_api_filters_and_searches(client: Client, db: None) -> None:
    MunicipalityFactory.create(name="Kraków", name_uk="Краків", country="PL", population=816_614)
    MunicipalityFactory.create(name="Leipzig", tags=["university"], population=504_971)
    MunicipalityFactory.create(name="Dorf", population=None)
    url = "/api/v1/municipalities/"

    def names(**parameters: Any) -> list[str]:
        return [row["own_name"] for row in client.get(url, parameters).json()["results"]]

    assert names() == ["Kraków", "Leipzig", "Dorf"]
    assert names(search="краків") == ["Kraków"]
    assert names(country="DE", population_min=1000) == ["Leipzig"]
    assert names(tags="university") == ["Leipzig"]
    assert names(linked="true") == []
    row = client.get(url, {"country": "PL"}).json()["results"][0]
    assert row["name"] == {"uk": "Краків", "en": "Kraków"}
    single = client.get(f"{url}{row['id']}/").json()
    assert single["country"]["code"] == "PL"


@pytest.mark.parametrize("path", ["/municipalities/", "/api/v1/municipalities/"])
def test_as_many_queries_for_thirty_rows_as_for_one(
    client: Client, django_assert_num_queries: Any, db: None, path: str
) -> None:
    MunicipalityFactory.create()
    follow()
    client.get(path)
    queries = 2 if path == "/municipalities/" else 1
    with django_assert_num_queries(queries):
        client.get(path)
    MunicipalityFactory.create_batch(29)
    follow()
    client.get(path)
    with django_assert_num_queries(queries):
        client.get(path)


def test_sending_the_filters_untouched_hides_nothing(client: Client, db: None) -> None:
    MunicipalityFactory.create(name="Leipzig")
    untouched = {"search": "", "linked": "", "population_min": ""}
    assert "Leipzig" in client.get("/municipalities/", untouched).content.decode()


def test_downloads_exactly_the_list(client: Client, db: None) -> None:
    MunicipalityFactory.create(name="Kalmar", country="SE", listed_on=["cities4cities.eu"])
    MunicipalityFactory.create(name="Leipzig")
    answer: Any = client.get("/municipalities/download.csv", {"country": "SE"})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert "Kalmar" in text
    assert "cities4cities.eu" in text
    assert "Leipzig" not in text


def test_an_administrator_adds_a_place(browse: Browse, db: None) -> None:
    browser = browse("administrator")
    page = browser.get(reverse("admin:twinning_municipality_changelist"))
    assert page.status_code in {200, 302}
