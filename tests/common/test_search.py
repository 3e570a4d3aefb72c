"""Searching in lists, in the API and everywhere: what is found, in what order, and by whom."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.http import QueryDict
from django.test import Client

from common.design.formats import MoreThan, number
from common.registers import search_documents as documents
from common.registers.changes import triggers
from common.registers.changes.follow import follow
from common.registers.changes.objects import EVERYBODY
from common.registers.filters import filterset_class
from common.registers.listing import Listing
from common.registers.paging import Cursor
from common.registers.register import Register, registers
from common.search import finding
from common.search.finding import RELEVANCE, Search, find, holding
from common.search.models import SearchDocument, SearchedRegister, SearchWord
from cooperation.offer_registers import OFFERS
from partners.models import Agreement, Partner
from partners.registers import PARTNERS
from projects.mta_registers import CARDS
from projects.progress_registers import REPORTS
from projects.registers import PROJECTS
from tests.factories.agreements import agreement
from tests.factories.letters import LetterFactory
from tests.factories.offers import OfferFactory
from tests.factories.partners import PartnerFactory, PartnerIdentifierFactory
from tests.factories.projects import project
from tests.factories.requests import coordination_request
from twinning.letter_registers import LETTERS

pytestmark = pytest.mark.django_db

Browse = Callable[[str], Client]
NASTY = [
    "!!!",
    "'",
    "''\\'",
    "\\",
    "a & | ! ( ) : * <->",
    "%_%",
    "🌉",
    "я",
    "x",
    "12",
    "UA53060250010087961",
    "ш" * 10_000,
    "слово " * 2_000,
    "\u202eслово",
    "<script>alert(1)</script>",
]


@pytest.fixture
def partners() -> dict[str, Partner]:
    made = {
        "water": PartnerFactory.create(
            name="Фонд водопостачання", name_en="Water Supply Fund", slug="water"
        ),
        "cities": PartnerFactory.create(
            name="Союз міст", name_en="Union of Cities", slug="cities", description="Школи громад"
        ),
        "schools": PartnerFactory.create(
            name="Школа громади", name_en="School of a Community", slug="schools"
        ),
        "hidden": PartnerFactory.create(
            name="Таємне водопостачання", slug="hidden", visibility="internal"
        ),
    }
    PartnerIdentifierFactory.create(partner=made["cities"], scheme="UA-EDR", value="04362489")
    follow()
    return made


def found(client: Client, words: str, **more: str) -> list[str]:
    answer = client.get("/api/v1/partners/", {"search": words, "fields": "slug", **more})
    assert answer.status_code == 200, answer.content
    return [one["slug"] for one in answer.json()["results"]]


@pytest.mark.parametrize(
    ("typed", "slugs"),
    [
        ("водопостачанню", {"water"}),
        ("водопоста", {"water"}),
        ("фондом водопостачання", {"water"}),
        ("city", {"cities"}),
        ("шкіл", {"schools", "cities"}),
        ("громадою", {"schools", "cities"}),
        ("школа міста", {"cities"}),
        ("союз місто", {"cities"}),
        # Typing errors, and a part of a word.
        ("водопостачяння", {"water"}),
        ("suply", {"water"}),
        ("постачання", {"water"}),
        # A number in another register, alone or with its scheme.
        ("04362489", {"cities"}),
        ("ua-edr:04362489", {"cities"}),
        ("нічого такого", set()),
    ],
)
@pytest.mark.usefixtures("partners")
def test_partners_are_found(client: Client, typed: str, slugs: set[str]) -> None:
    assert set(found(client, typed)) == slugs


@pytest.mark.usefixtures("partners")
def test_names_come_before_texts_unless_another_order_is_asked_for(client: Client) -> None:
    assert found(client, "школа громади") == ["schools", "cities"]
    assert found(client, "школа громади", ordering="relevance") == ["schools", "cities"]
    assert found(client, "школа громади", ordering="name") == ["cities", "schools"]


@pytest.mark.usefixtures("partners")
def test_the_best_come_page_by_page(client: Client) -> None:
    first = client.get("/api/v1/partners/", {"search": "школа", "page_size": "1"}).json()
    second = client.get(first["next"]).json()
    slugs = [page["results"][0]["slug"] for page in (first, second)]
    assert (slugs, second["next"]) == (["schools", "cities"], None)
    assert client.get(second["previous"]).json()["results"] == first["results"]


def test_only_what_is_searched_for_is_sorted_by_relevance(client: Client) -> None:
    for query in ("ordering=relevance", "ordering=relevance&search=", "ordering=-relevance"):
        assert client.get(f"/api/v1/partners/?{query}").status_code == 400, query
        assert client.get(f"/partners/?{query}").status_code == 200, query


@pytest.mark.usefixtures("partners")
def test_everybody_finds_what_he_may_see(client: Client, browse: Browse) -> None:
    assert found(client, "таємне") == []
    assert found(client, "водопостачання") == ["water"]
    officer = browse("officer")
    assert found(officer, "таємне") == ["hidden"]
    assert set(found(officer, "водопостачання")) == {"water", "hidden"}


def test_a_word_of_a_hidden_record_keeps_nobody_from_what_is_near_it(client: Client) -> None:
    PartnerFactory.create(name="Водоканал", slug="shown")
    PartnerFactory.create(name="Водокенал", slug="hidden", visibility="internal")
    follow()
    assert found(client, "водокенал") == ["shown"]


def test_an_agreement_is_not_found_by_a_partner_that_is_not_public(client: Client) -> None:
    shown = agreement(partners=[PartnerFactory.create(name="Відомий фонд")], title="Перша")
    hidden = PartnerFactory.create(name="Схований фонд", visibility="internal")
    agreement(partners=[hidden], title="Друга")
    follow()
    answer = client.get("/api/v1/agreements/", {"search": "фонд"}).json()
    assert [one["id"] for one in answer["results"]] == [str(shown.public_id)]


def test_a_change_is_found_when_it_is_followed(client: Client) -> None:
    changed = PartnerFactory.create(name="Стара назва", slug="one")
    bound = agreement(partners=[changed], title="Документ")
    follow()
    Partner.objects.update(name="Місток")
    follow()
    assert (found(client, "стара"), found(client, "містком")) == ([], ["one"])
    answer = client.get("/api/v1/agreements/", {"search": "місток"}).json()
    assert [one["id"] for one in answer["results"]] == [str(bound.public_id)]
    Agreement.objects.all().delete()
    follow()
    assert not SearchDocument.objects.filter(register="agreements").exists()


def test_what_was_written_this_moment_is_found_by_its_name(client: Client) -> None:
    follow()
    PartnerFactory.create(name="Щойно записаний", slug="new")
    assert found(client, "щойно") == ["new"]


def test_nothing_changed_is_nothing_written(client: Client) -> None:
    one = PartnerFactory.create(name="Міст")
    follow()
    before = SearchDocument.objects.get(register="partners", record=one.pk)
    Partner.objects.update(website="https://example.org")
    with connection.cursor() as cursor:
        cursor.execute("SELECT xmin FROM search_searchdocument WHERE id = %s", [before.pk])
        written = cursor.fetchone()
        follow()
        cursor.execute("SELECT xmin FROM search_searchdocument WHERE id = %s", [before.pk])
        assert cursor.fetchone() == written


def test_registers_that_are_not_open_data_are_searched_too(browse: Browse) -> None:
    offer = OfferFactory.create(what="Дизельні генератори для лікарень")
    follow()
    answer = browse("administrator").get("/api/v1/offers/", {"search": "генератор лікарня"})
    assert [one["reference"] for one in answer.json()["results"]] == [offer.reference]
    LetterFactory.create()
    follow()
    assert SearchDocument.objects.filter(register="letters").count() == 1


def test_a_reference_comes_first(browse: Browse) -> None:
    meant, other = coordination_request(), coordination_request()
    type(other).objects.filter(pk=other.pk).update(subject=f"Про {meant.reference}")
    follow()
    administrator = browse("administrator")
    for typed in (meant.reference, meant.reference.lower(), meant.reference.replace("-", "–")):
        answer = administrator.get("/api/v1/requests/", {"search": typed}).json()
        found_by = [one["reference"] for one in answer["results"]]
        assert found_by == [meant.reference, other.reference], typed


@pytest.mark.parametrize("typed", NASTY, ids=lambda typed: repr(typed[:12]))
@pytest.mark.usefixtures("partners")
def test_nasty_words_are_answered(client: Client, typed: str) -> None:
    for address, name in (
        ("/api/v1/partners/", "search"),
        ("/partners/", "search"),
        ("/search/", "q"),
        ("/partners/download.csv", "search"),
    ):
        assert client.get(address, {name: typed}).status_code == 200, address


@pytest.mark.usefixtures("partners")
def test_a_character_that_is_no_text_is_refused_or_left_out(client: Client) -> None:
    assert client.get("/api/v1/partners/", {"search": "водо\x00"}).status_code == 400
    assert client.get("/partners/", {"search": "\x00"}).status_code == 200
    assert client.get("/search/", {"q": "водо\x00поста"}).status_code == 200


def test_pages_and_the_api_count_to_a_thousand(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "MOST_COUNTED", 2)
    for _one in range(3):
        PartnerFactory.create(name="Міст дружби")
    follow()
    page = client.get("/en/partners/", {"search": "мости"})
    assert "over 2" in page.content.decode()
    groups = client.get("/en/search/", {"q": "мостом"}).context["groups"]
    assert [(one.anchor, int(one.count)) for one in groups] == [("partners", 3)]
    asked = {"search": "мости", "count": "exact"}
    for expected_at_least in (2000, -1):
        monkeypatch.setattr(finding, "FEW", expected_at_least)
        for ordering in ("relevance", "name", "-name"):
            answer = client.get("/api/v1/partners/", {**asked, "ordering": ordering}).json()
            assert (answer["count"], answer["count_is_capped"]) == (2, True)
            assert len(answer["results"]) == 3
        # What was understood before is understood anew.
        follow()
        PartnerFactory.create(name="Інша")
        follow()
    answer = client.get("/api/v1/partners/", {**asked, "search": "водоканалізація"}).json()
    assert (answer["count"], answer["count_is_capped"]) == (0, False)
    assert "count_is_capped" not in client.get("/api/v1/partners/", {"count": "exact"}).json()


def test_of_many_the_newest_are_ranked_and_whole_codes_come_first(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "MOST_RANKED", 2)
    known = [PartnerFactory.create(name=f"Дружба 12345678 {number}") for number in range(4)]
    known[2].description = "12345678 12345678 12345678"
    known[2].save()
    PartnerIdentifierFactory.create(partner=known[0], scheme="UA-EDR", value="12345678")
    follow()
    found, address = [], "/api/v1/partners/?search=12345678&page_size=1"
    while address:
        answer = client.get(address).json()
        found += [one["name"]["uk"] for one in answer["results"]]
        address = answer["next"]
    assert [name[-1] for name in found] == ["0", "2", "3", "1"]


def test_more_than_so_many_is_said_in_words() -> None:
    assert number(MoreThan(1000)).endswith("1\N{NO-BREAK SPACE}000")
    assert number(MoreThan(1000)) != number(1000)


@pytest.mark.parametrize("count", [1, 30])
def test_queries_do_not_grow(count: int, django_assert_num_queries: Any) -> None:
    PartnerFactory.create_batch(count, name="Міст дружби")
    follow()
    for words, queries in (("мости", 3), ("дружбаа", 5)):
        with django_assert_num_queries(queries):
            rows = find(PARTNERS, PARTNERS.visible_to(EVERYBODY), words)
            list(rows.best_first("sort_key", "pk").values_list("pk", flat=True))


def test_everywhere_the_best_groups_only(client: Client) -> None:
    made = project(title="Водопостачання громади")
    PartnerFactory.create(name="Водоканал")
    follow()
    groups = client.get("/search/", {"q": "водопостачанням"}).context["groups"]
    hits = {one.anchor: [hit.label for hit in one.hits] for one in groups}
    assert hits == {"projects": [made.title]}
    groups = client.get("/search/", {"q": "водопастачання"}).context["groups"]
    assert [one.anchor for one in groups] == ["projects"]


# What is kept, and how


def tables_of_plan(node: dict[str, Any]) -> set[str]:
    tables = {node["Relation Name"]} if "Relation Name" in node else set()
    for one in node.get("Plans", ()):
        tables |= tables_of_plan(one)
    return tables


@pytest.mark.parametrize("register", documents.searched_registers(), ids=lambda one: one.name)
def test_every_table_behind_the_documents_is_watched(register: Register) -> None:
    rows = register.as_json(register.queryset().order_by(), documents.fields_of(register))
    plan = json.loads(rows.values_list("pk", "_json").explain(format="json"))
    read = tables_of_plan(plan[0]["Plan"])
    assert read <= {one.table for one in documents.sources(register)}
    assert read <= triggers.present().keys()
    assert all(one.is_tied for one in documents.sources(register))


def test_all_registers_are_searched_in_one_way() -> None:
    """Whatever a register's rows are annotated with: pages, orders and counts of them work."""
    searched = documents.searched_registers()
    assert {one.name for one in registers()} <= {one.name for one in searched}
    assert all(one in searched for one in (OFFERS, LETTERS, CARDS, REPORTS))
    search = Search("PL-REQ-2026-0002 школа")
    for register in searched:
        found = holding(register, register.visible_to(EVERYBODY), search, search.exact)
        asked = Listing(
            register,
            filterset_class(register)(QueryDict(""), queryset=found.rows),
            found.rows,
            search.typed,
            RELEVANCE,
            found.relevance,
        )
        assert (asked.count(), asked.counted(), list(asked.ordered())) == (0, 0, [])
        assert asked.page(cursor=Cursor(5, 1).encode(), size=20).keys == []


def test_documents_are_made_after_an_update_and_by_the_command(
    capsys: pytest.CaptureFixture[str],
) -> None:
    project(title="Міст")
    follow()
    assert SearchedRegister.objects.filter(name=PROJECTS.name).exists()
    for words in (["projects"], []):
        SearchDocument.objects.all().delete()
        SearchWord.objects.create(word="зайвеслово")
        call_command("reindex_search", *words)
        assert "projects: 1 documents" in capsys.readouterr().out
        assert SearchWord.objects.filter(word="зайвеслово").exists() == bool(words)
        SearchWord.objects.filter(word="зайвеслово").delete()
    with pytest.raises(CommandError, match="Known: "):
        call_command("reindex_search", "nothing")


def test_documents_made_anew_are_kept_when_the_follower_falls(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Some at a time: what is made stays made, changes are followed in between."""
    follow()
    monkeypatch.setattr(documents, "RECORDS_AT_ONCE", 2)
    made = [project(title=f"Міст {number}").pk for number in range(5)]
    follow()
    SearchDocument.objects.filter(register=PROJECTS.name).delete()
    SearchDocument.objects.create(register=PROJECTS.name, record=made[0] - 1, words="'зник':1")
    SearchDocument.objects.create(register=PROJECTS.name, record=made[-1] + 1, words="'зник':1")
    SearchedRegister.objects.filter(name=PROJECTS.name).update(signature="")
    assert documents.make_some()
    state = SearchedRegister.objects.get(name=PROJECTS.name)
    assert (state.made_to, _documents()) == (made[1], [*made[:2], made[-1] + 1])
    # A new follower goes on behind them: what is gone here is not made again.
    SearchDocument.objects.filter(record=made[0]).delete()
    follow()
    assert _documents() == made[1:]
    assert not documents.make_some()
    # What makes them in another way, as `migrate` does, begins anew.
    SearchedRegister.objects.filter(name=PROJECTS.name).update(signature="", made_to=made[-1])
    follow()
    assert _documents() == made


def _documents() -> list[int]:
    known = SearchDocument.objects.filter(register=PROJECTS.name).order_by("record")
    return list(known.values_list("record", flat=True))
