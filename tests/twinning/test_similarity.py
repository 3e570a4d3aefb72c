"""Places like a community: order, reasons, speed's promises, measurement."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from django.utils import translation
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from communities.models import Community
from partners.agreement_fields import community_label
from tests.factories.communities import CommunityFactory
from tests.factories.twinning import MunicipalityFactory
from twinning.similarity import finding
from twinning.similarity.evaluation import (
    CrossValidated,
    biggest_first,
    chance,
    evaluate,
    nearest_population,
    ours,
    rank_of,
)
from twinning.similarity.finding import find_communities, find_municipalities
from twinning.similarity.known_files import NamedLink, resolve
from twinning.similarity.learning import Case, fold_of, learn
from twinning.similarity.places import (
    Columns,
    Home,
    KnownLink,
    KnownLinks,
    Place,
    kilometres,
    unit_vector,
)
from twinning.similarity.ranking import rank
from twinning.similarity.reverse import rank_homes
from twinning.similarity.scoring import score_rows
from twinning.similarity.vicinity import near_partners
from twinning.similarity.weights import LEARNED, Weights, read_learned

HOME = Home(key=1, oblast=10, raion=5, population=300_000, latitude=49.6, longitude=34.5)
NOTHING = KnownLinks()


def place(key: int, population: int | None, country: str = "DE", **more: Any) -> Place:
    at = {"latitude": 51.0, "longitude": 10.0}
    return Place(key=key, country=country, population=population, **{**at, **more})


def link(municipality: int, country: str = "DE", community: int = 2, oblast: int = 10) -> KnownLink:
    return KnownLink(community, oblast, 5, municipality, country)


def keys(columns: Columns, **more: Any) -> list[int]:
    options = {"known": NOTHING, "weights": Weights(), **more}
    return [match.municipality for match in rank(HOME, columns, **options).free]


# --- order


def test_a_place_of_like_size_comes_before_a_smaller_and_a_larger_one() -> None:
    columns = Columns.of([place(1, 3_000), place(2, 310_000), place(3, 9_000_000)])
    assert keys(columns)[0] == 2


def test_a_place_that_looks_for_partners_comes_first_and_a_part_of_another_last() -> None:
    columns = Columns.of(
        [place(1, 50_000, is_suburban=True), place(2, 50_000), place(3, 50_000, is_listed=True)]
    )
    assert keys(columns) == [3, 2, 1]


def test_without_a_population_the_size_does_not_count() -> None:
    columns = Columns.of([place(1, 5_000), place(2, 80_000)])
    home = Home(key=1, oblast=10)
    found = rank(home, columns, known=NOTHING, weights=Weights())
    assert [one.municipality for one in found.free] == [2, 1]


def test_linked_places_are_shown_apart_and_own_ones_not_at_all() -> None:
    columns = Columns.of([place(1, 300_000), place(2, 300_000), place(3, 300_000)])
    known = KnownLinks((link(1), link(2, community=HOME.key)))
    found = rank(HOME, columns, known=known, weights=Weights())
    assert [one.municipality for one in found.free] == [3]
    assert [one.municipality for one in found.linked] == [1]


def test_a_country_with_ties_comes_first() -> None:
    columns = Columns.of([place(1, 300_000, "AT"), place(2, 300_000, "CZ"), place(3, 9_000, "CZ")])
    known = KnownLinks((link(3, "CZ"),))
    assert keys(columns)[0] == 1
    assert keys(columns, known=known)[0] == 2
    assert keys(columns, known=known, weights=Weights(ties=0))[0] == 1


def test_one_country_only() -> None:
    columns = Columns.of([place(1, 9_000, "AT"), place(2, 9_000, "DE"), place(3, 9_000, "PL")])
    assert keys(columns, country="DE") == [2]
    assert keys(columns, country="FR") == []


def test_what_lies_beyond_the_sea_comes_later() -> None:
    columns = Columns.of(
        [place(1, 300_000), place(2, 300_000, "JP", latitude=35.0, longitude=139.0)]
    )
    assert keys(columns) == [1, 2]


def test_weights_change_the_order() -> None:
    columns = Columns.of([place(1, 300_000), place(2, 3_000_000)])
    assert keys(columns, weights=Weights(size=3, standing=0.5))[0] == 1
    assert keys(columns, weights=Weights(size=0))[0] == 2


@pytest.mark.parametrize("text", ["", "x", "-1", "9", "nan", "inf"])
def test_a_weight_that_is_none_keeps_its_default(text: str) -> None:
    assert Weights.read({"size": text}) == Weights()


def test_a_comma_is_read_as_a_point() -> None:
    assert Weights.read({"size": "1,5", "ties": "0"}) == Weights(size=1.5, ties=0)


@hypothesis_settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    populations=st.lists(st.one_of(st.none(), st.integers(0, 30_000_000)), max_size=20),
    own=st.one_of(st.none(), st.integers(0, 4_000_000)),
)
def test_every_place_gets_a_number(populations: list[int | None], own: int | None) -> None:
    columns = Columns.of(place(key, people) for key, people in enumerate(populations, start=1))
    home = Home(key=1, oblast=1, population=own, latitude=50.0, longitude=30.0)
    scores = score_rows(home, columns, columns.rows(), weights=Weights(), known=NOTHING)
    assert len(scores) == len(populations)
    assert all(abs(score) < 1000 for score in scores)


def test_kilometres_from_poltava_to_leipzig() -> None:
    apart = kilometres(unit_vector(49.59, 34.55), unit_vector(51.34, 12.37))
    assert 1550 < apart < 1590


def test_the_list_is_the_same_as_if_every_place_were_scored() -> None:
    """Blocks are only a way to look at fewer places."""
    places = [
        place(
            key,
            500 + 997 * (key * 7919 % 1009),
            "DE" if key < 600 else "PL",
            latitude=40 + key % 30,
            longitude=key % 40,
        )
        for key in range(1, 1200)
    ]
    columns = Columns.of(places)
    known = KnownLinks((link(5), link(40, community=3), link(900, "PL", community=4, oblast=11)))
    for weights in (Weights(), Weights(size=0), Weights(ties=0), Weights(standing=0, nearness=3)):
        for country in ("", "DE", "PL"):
            found = rank(HOME, columns, known=known, weights=weights, country=country)
            rows = columns.rows(country)
            scores = score_rows(HOME, columns, rows, weights=weights, known=known)
            free = [
                (-score, row)
                for score, row in zip(scores, rows, strict=True)
                if columns.keys[row] not in {5, 40, 900}
            ]
            expected = [columns.keys[row] for _, row in sorted(free)[:25]]
            assert [match.municipality for match in found.free] == expected


def test_a_place_near_a_partner_of_the_oblast_comes_first() -> None:
    columns = Columns.of(
        [
            place(1, 300_000, latitude=48.0, longitude=7.8),
            place(2, 290_000, latitude=51.5, longitude=7.5),
            place(3, 20_000, latitude=51.4, longitude=7.5),
        ]
    )
    assert keys(columns) == [1, 2, 3]
    known = KnownLinks((link(3),))
    [first, _] = rank(HOME, columns, known=known, weights=Weights()).free
    assert first.municipality == 2
    assert first.near is not None
    assert 10 < first.near.kilometres < 12
    own = KnownLinks((link(3, community=HOME.key),))
    assert keys(columns, known=own) == [1, 2]


# --- the other direction


def test_a_municipality_finds_communities_of_its_size_and_those_without_a_partner_first() -> None:
    homes = [
        Home(key=1, oblast=1, population=40_000),
        Home(key=2, oblast=1, population=4_000),
        Home(key=3, oblast=1, population=41_000),
        Home(key=4, oblast=1),
    ]
    known = KnownLinks((link(99, community=1, oblast=1),))
    found = rank_homes(place(7, 42_000), homes, known=known, weights=Weights())
    assert found[0].community == 3
    assert found[-1].community == 1
    assert found[-1].has_partner_there


# --- reasons


@pytest.fixture
def links(monkeypatch: pytest.MonkeyPatch) -> list[KnownLink]:
    """Links for the finder to read."""
    found: list[KnownLink] = []
    monkeypatch.setattr(finding, "known_links", lambda: KnownLinks(tuple(found)))
    return found


def linked(community: Community, municipality: Any) -> KnownLink:
    return KnownLink(
        community.pk,
        community.oblast_id,
        community.raion_id,
        municipality.pk,
        str(municipality.country),
    )


def test_reasons_in_both_languages(community: Community, links: list[KnownLink]) -> None:
    community.population, community.latitude, community.longitude = 38_400, 49.96, 33.6
    neighbour = CommunityFactory.create(
        oblast=community.oblast, raion=community.raion, name="Гоголівська", name_en="Hoholivska"
    )
    free = MunicipalityFactory.create(
        name="Schwerte", population=41_000, listed_on=["cities4cities.eu"]
    )
    taken = MunicipalityFactory.create(name="Filderstadt", population=43_000)
    links.append(linked(neighbour, taken))
    with translation.override("en"):
        found = find_municipalities(community)
    [first], [second] = found.free, found.linked
    assert first.municipality == free
    assert first.reasons[:4] == [
        "population 38 and 41 thousand",
        "1 km from Filderstadt, partner of Hoholivska",
        "Germany has 1 link in your oblast",
        "no Ukrainian partner yet",
    ]
    assert "looks for partners on cities4cities.eu" in first.reasons
    assert second.municipality == taken
    assert "partner of your neighbour: Hoholivska" in second.reasons


def test_the_finder_follows_changes_of_places(community: Community) -> None:
    assert find_municipalities(community).free == []
    added = MunicipalityFactory.create()
    assert [one.municipality for one in find_municipalities(community).free] == [added]


def test_communities_for_a_place_abroad(community: Community) -> None:
    community.population = 20_000
    community.save()
    with translation.override("en"):
        [found] = find_communities(MunicipalityFactory.create())
    assert found.community == community
    assert "no partner abroad that the portal knows" in found.reasons


# --- pages


def test_the_finder_works_without_scripts(client: Client, community: Community) -> None:
    community.population = 38_000
    community.save()
    MunicipalityFactory.create(name="Schwerte", population=41_000)
    url = "/en/municipalities/find/"
    assert client.get(url).status_code == 200
    for parameters in (
        {"community": community.code},
        {"community_text": community.name},
        {"community": community.code, "country": "DE", "size": "3", "ties": "0"},
    ):
        page = client.get(url, parameters).content.decode()
        assert "Schwerte" in page
        assert "population 38 and 41 thousand" in page
    assert "Schwerte" not in client.get(url, {"community": "nobody"}).content.decode()


def test_the_form_names_the_community_of_the_address(client: Client, community: Community) -> None:
    page = client.get("/en/municipalities/find/", {"community": community.code}).content.decode()
    assert 'value="Myrhorodska urban community, Poltava Oblast"' in page


def test_the_number_of_queries_does_not_grow_with_the_list(
    client: Client, community: Community, django_assert_max_num_queries: Any
) -> None:
    """Places, known links, their names: one query each."""
    MunicipalityFactory.create_batch(30)
    client.get("/municipalities/find/", {"community": community.code})
    with django_assert_max_num_queries(7):
        client.get("/municipalities/find/", {"community": community.code})


def test_the_whole_label_finds_a_community_of_a_shared_name(
    client: Client, community: Community
) -> None:
    """Without scripts the text that was proposed is all that comes back."""
    for _number in range(6):
        CommunityFactory.create(name=f"Ново{community.name.lower()}")
    url = "/municipalities/find/"
    several = client.get(url, {"community_text": "миргородська"}).context["form"]
    assert community_label(community) in str(several.errors)
    found = client.get(url, {"community_text": community_label(community)}).context
    assert found["community"] == community


def test_a_coordinator_sees_her_own_community_at_once(
    browse: Callable[[str], Client], community: Community
) -> None:
    community.centre_population = 39_575
    community.save()
    MunicipalityFactory.create(name="Schwerte", population=46_000)
    page = browse("coordinator").get("/en/municipalities/find/").content.decode()
    assert "Schwerte" in page
    assert "The portal does not know the population of the whole community yet." in page
    assert "Schwerte" not in browse("anonymous").get("/en/municipalities/find/").content.decode()


def test_the_page_of_a_community_leads_to_the_finder(client: Client, community: Community) -> None:
    page = client.get(community.get_absolute_url()).content.decode()
    assert f"/municipalities/find/?community={community.code}" in page


# --- measurement


def test_the_hidden_link_does_not_help_itself() -> None:
    columns = Columns.of([place(1, 300_000, "AT"), place(2, 300_000, "CZ")])
    hidden = link(2, "CZ", community=HOME.key)
    case = Case(HOME, hidden, "UA1")
    known = KnownLinks((hidden,))
    ranked, candidates = rank_of(case, columns, known, ours, country="", free_only=True)
    assert (ranked, candidates) == (1.5, 2)


def test_figures_of_the_baselines() -> None:
    columns = Columns.of([place(key, 1_000 * key) for key in range(1, 101)])
    hidden = link(90, community=HOME.key)
    home = Home(key=HOME.key, oblast=10, population=88_000, latitude=50.0, longitude=30.0)
    cases, known = [Case(home, hidden, "UA1")], KnownLinks((hidden,))

    def percentile(scorer: Any) -> float:
        result = evaluate("x", scorer, cases, columns, known, within_country=True, free_only=False)
        return result.median_percentile

    assert percentile(biggest_first) == 11
    assert percentile(nearest_population) == 4
    assert percentile(chance) == 50.5


def test_folds_are_stable_and_even() -> None:
    folds = [fold_of(f"UA{number:017d}", 10) for number in range(1000)]
    assert all(60 < folds.count(fold) < 140 for fold in range(10))
    assert fold_of("UA53080370000025447", 10) == fold_of("UA53080370000025447", 10)


def world() -> tuple[list[Case], Columns]:
    """Sixty communities with a partner of a like size each, among four hundred places."""
    places = [
        place(key, 1_000 + 137 * key, latitude=48 + key % 20 / 3, longitude=7 + key % 23 / 3)
        for key in range(1, 401)
    ]
    columns = Columns.of(places)
    cases = []
    for number in range(1, 61):
        home = Home(key=number, oblast=number % 5, population=900 + 820 * number)
        chosen = link(number * 6, community=number, oblast=number % 5)
        cases.append(Case(home, chosen, f"UA{number:017d}"))
    return cases, columns


def test_what_is_learned_finds_partners_of_a_like_size() -> None:
    cases, columns = world()
    learned = learn(cases, columns)
    assert learned.size_apart > 1
    known = KnownLinks(tuple(case.link for case in cases))
    folds = CrossValidated(cases, columns, 5)
    ranked = evaluate("x", ours, cases, folds, known, within_country=True, free_only=True)
    guess = evaluate("x", biggest_first, cases, columns, known, within_country=True, free_only=True)
    assert ranked.recalls[50] > guess.recalls[50]
    assert ranked.intervals[50].low <= ranked.recalls[50] <= ranked.intervals[50].high
    assert ranked.median_interval.low <= ranked.median_percentile <= ranked.median_interval.high


def test_numbers_for_a_fold_come_from_the_other_folds_alone() -> None:
    """Whatever the hidden links are, the numbers by which they are ranked stay the same."""
    cases, columns = world()
    hidden = [case for case in cases if fold_of(case.code, 5) == 0]
    others = [case for case in cases if fold_of(case.code, 5) != 0]
    assert hidden
    changed = [
        Case(case.home, link(401 - case.link.municipality, community=case.home.key), case.code)
        for case in hidden
    ]
    with_them = CrossValidated(cases, columns, 5).columns(hidden[0]).learned
    with_others = CrossValidated([*others, *changed], columns, 5).columns(hidden[0]).learned
    assert with_them == with_others == learn(others, columns)


def test_a_hidden_link_changes_no_score() -> None:
    """Scores of all places are the same whether the link exists or is hidden."""
    cases, columns = world()
    known = KnownLinks(tuple(case.link for case in cases))
    for case in cases[:10]:
        rest = known.without(case.link)
        never = KnownLinks(tuple(other.link for other in cases if other is not case))
        rows = columns.rows()
        assert ours(case.home, columns, rows, rest) == ours(case.home, columns, rows, never)
        own = {
            entry.link.municipality for entry in near_partners(case.home, columns, rest).values()
        }
        assert case.link.municipality not in own


def test_nothing_to_learn_from() -> None:
    with pytest.raises(ValueError, match="no links"):
        learn([], Columns.of([place(1, 300)]))


def test_shipped_numbers_are_those_of_the_file() -> None:
    assert read_learned() == LEARNED
    assert all(number > 0 for number in LEARNED.numbers().values())


def test_the_command_prints_the_table(tmp_path: Path, community: Community) -> None:
    # Codes that fall into different folds: whatever is measured is learned from the other.
    community.code, community.population = "UA53060090000033742", 20_000
    community.save()
    MunicipalityFactory.create(name="Schwerte", region="Nordrhein-Westfalen")
    MunicipalityFactory.create_batch(5)
    other = CommunityFactory.create(code="UA59020030000048672", population=9_000)
    assert fold_of(community.code, 100) != fold_of(other.code, 100)
    partner = {"partner_name": "Schwerte", "partner_country": "DE", "partner_region": None}
    codes = [community.code, other.code]
    content = {"hromadas": [{"katottg": code, "partners": [partner]} for code in codes]}
    file = tmp_path / "links.json"
    file.write_text(json.dumps(content))
    table = tmp_path / "links.csv"
    rows = "".join(f"{code},Schwerte,DE\n" for code in codes)
    table.write_text(f"katottg,partner_name,partner_country\n{rows}")
    for source in (file, table):
        out = io.StringIO()
        call_command("evaluate_similarity", str(source), folds=100, stdout=out)
        assert "nearest population" in out.getvalue()
        assert "within the country" in out.getvalue()
        out = io.StringIO()
        call_command("learn_similarity", str(source), stdout=out)
        assert json.loads(out.getvalue())["links"] == 2


def test_one_link_is_too_few_to_measure(tmp_path: Path, community: Community) -> None:
    MunicipalityFactory.create(name="Schwerte")
    table = tmp_path / "links.csv"
    table.write_text(f"katottg,partner_name,partner_country\n{community.code},Schwerte,DE\n")
    with pytest.raises(CommandError):
        call_command("evaluate_similarity", str(table))


def test_a_code_of_another_oblast_is_not_believed(community: Community) -> None:
    namesake = CommunityFactory.create(name=community.name, oblast__name="Київська")
    MunicipalityFactory.create(name="Schwerte")
    named = NamedLink(community.code, "Schwerte", "DE", "", "Київська область", community.name)
    [case] = resolve([named]).cases
    assert case.code == namesake.code
    nobody = NamedLink(community.code, "Schwerte", "DE", "", "Львівська область", community.name)
    assert resolve([nobody]).cases == []


def test_real_links_are_read() -> None:
    file = (
        Path(settings.BASE_DIR).parent / "shared" / "data" / "twinning" / "twinning-partners.json"
    )
    if not file.exists():
        pytest.skip(f"real links are not here: {file.name}")
    from twinning.similarity.known_files import read_links  # noqa: PLC0415

    named = read_links(file)
    assert len(named) > 100
    assert all(one.code.startswith("UA") and len(one.code) == 19 for one in named)
