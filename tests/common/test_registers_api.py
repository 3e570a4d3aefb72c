"""The API of any register, tried on communities and partners."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from openpyxl import load_workbook

from common.codelists.models import Theme
from common.registers.changes.follow import follow
from partners.models import Partner, PartnerIdentifier
from partners.registers import PARTNERS
from tests.factories.communities import CommunityFactory, OblastFactory
from tests.factories.partners import PartnerFactory
from tests.tables import each

pytestmark = pytest.mark.django_db

NASTY = ["'; DROP TABLE partners_partner; --", "<script>alert(1)</script>", "%", "_", "💥"]


def listed(client: Client, address: str, **parameters: Any) -> dict[str, Any]:
    answer = client.get(address, parameters)
    assert answer.status_code == 200, answer.content
    found: dict[str, Any] = json.loads(answer.content)
    return found


def test_texts_are_by_language_and_codes_have_names(client: Client) -> None:
    PartnerFactory.create(name="Фонд", name_en="", kind="foundation", country="DK")
    row = listed(client, "/api/v1/partners/")["results"][0]
    assert row["name"] == {"uk": "Фонд", "en": None}
    assert row["country"] == {
        "code": "DK",
        "name": {"uk": "Данія", "en": "Denmark"},
        "scheme": "ISO3166-1-alpha-2",
    }
    assert row["kind"]["code"] == "foundation"


def test_one_record_is_the_list_row_and_more(client: Client) -> None:
    partner = PartnerFactory.create(description="Про фонд")
    PartnerIdentifier.objects.create(partner=partner, scheme="XI-ROR", value="02k7v4d05")
    row = listed(client, "/api/v1/partners/")["results"][0]
    whole = json.loads(client.get(f"/api/v1/partners/{partner.public_id}/").content)
    assert {name: whole[name] for name in row} == row
    assert whole["description"]["uk"] == "Про фонд"
    assert whole["identifiers"] == [{"scheme": "XI-ROR", "id": "02k7v4d05"}]


def test_addresses_say_where_the_portal_stands_now(settings: Any) -> None:
    """Statements are kept compiled, with the address of the portal in them."""
    partner = PartnerFactory.create()
    fields = PARTNERS.fields_for(AnonymousUser())
    for site in ("https://one.example", "https://another.example"):
        settings.SITE_URL = site
        (text,) = PARTNERS.texts_of([partner.pk], fields)
        assert json.loads(text)["url"] == f"{site}/api/v1/partners/{partner.public_id}/"


def test_a_record_with_two_of_the_asked_themes_comes_once(client: Client) -> None:
    partner = PartnerFactory.create()
    themes = [Theme.objects.create(slug=f"t{n}", name=f"Т{n}", name_en=f"T{n}") for n in range(3)]
    partner.themes.set(themes)
    found = listed(client, "/api/v1/partners/", themes=["t0", "t1"], count="exact")
    assert found["count"] == 1
    assert [theme["code"] for theme in found["results"][0]["themes"]] == ["t0", "t1", "t2"]


@each(
    ("query", "parameter"),
    [
        ("nonsense=1", "nonsense"),
        ("kind=nonsense", "kind"),
        ("kind=foundation&kind=x", "kind"),
        ("oblasts=UA00", "oblasts"),
        ("ordering=description", "ordering"),
        ("page_size=0", "page_size"),
        ("page_size=201", "page_size"),
        ("page_size=-1", "page_size"),
        ("page_size=many", "page_size"),
        ("cursor=nonsense", "cursor"),
        ("cursor=%00", "cursor"),
        ("count=all", "count"),
    ],
)
@each("language", ["uk", "en"])
def test_bad_parameters_are_named(
    client: Client, query: str, parameter: str, language: str
) -> None:
    answer = client.get(f"/api/v1/partners/?{query}&lang={language}")
    problem = json.loads(answer.content)
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert problem["status"] == 400
    assert problem["errors"][0]["parameter"] == parameter
    assert problem["errors"][0]["message"]


@pytest.mark.parametrize("words", [*NASTY, "я" * 5000, " ", "\t\n", "a b c d e f g h i j k"])
def test_nasty_searches_are_answered(client: Client, words: str) -> None:
    PartnerFactory.create()
    for address in ("/api/v1/partners/", "/partners/", "/communities/"):
        assert client.get(address, {"search": words}).status_code == 200


def test_unknown_record_is_a_problem(client: Client) -> None:
    answer = client.get("/api/v1/communities/UA99/")
    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_reading_only(client: Client, method: str) -> None:
    answer = getattr(client, method)("/api/v1/partners/")
    assert answer.status_code == 405
    assert answer["Content-Type"] == "application/problem+json"


def test_search_knows_both_alphabets_apostrophes_and_slips(client: Client) -> None:
    CommunityFactory.create(name="Куп’янська", name_en="Kupianska", centre_name="Куп’янськ")
    CommunityFactory.create(name="Миргородська", name_en="Myrhorodska")
    for words, code_count in (
        ("куп'ян", 1),
        ("Купʼянськ", 1),
        ("kupian", 1),
        ("Мирогородська", 1),
        ("громада на Марсі", 0),
    ):
        assert len(listed(client, "/api/v1/communities/", search=words)["results"]) == code_count


@pytest.mark.parametrize(
    "address", ["/api/v1/partners/", "/api/v1/communities/", "/api/v1/oblasts/"]
)
def test_queries_do_not_grow_with_rows(
    client: Client, address: str, django_assert_max_num_queries: Any
) -> None:
    oblasts = OblastFactory.create_batch(3)
    for n in range(30):
        partner = PartnerFactory.create()
        partner.oblasts.set(oblasts)
        CommunityFactory.create(name=f"Громада {n}")
    follow()
    with django_assert_max_num_queries(2):
        assert client.get(address, {"page_size": 1}).status_code == 200
    with django_assert_max_num_queries(2):
        assert client.get(address, {"page_size": 30}).status_code == 200


class TestDownloads:
    def cells(self, client: Client, query: str = "") -> list[dict[str, str]]:
        answer = client.get(f"/partners/download.csv{query}")
        text = answer.getvalue().decode()
        assert text.startswith("\ufeff"), "Excel needs the mark to show Cyrillic"
        return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))

    def test_formulas_are_harmless(self, client: Client) -> None:
        for n, start in enumerate("=+-@"):
            PartnerFactory.create(name=f"{start}CMD|' /C calc'!A{n}")
        names = [next(iter(list(row.values())[1:2])) for row in self.cells(client)]
        assert [name[:2] for name in sorted(names)] == ["'+", "'-", "'=", "'@"]

    def test_exactly_the_filtered_list(self, client: Client) -> None:
        PartnerFactory.create(name="Данська", country="DK")
        PartnerFactory.create(name="Шведська", country="SE")
        assert len(self.cells(client)) == 2
        assert len(self.cells(client, "?country=SE")) == 1
        assert len(self.cells(client, "?search=Данська")) == 1

    def test_hidden_records_stay_hidden(self, client: Client) -> None:
        PartnerFactory.create(visibility="internal")
        assert self.cells(client) == []

    def test_spreadsheet_opens(self, client: Client) -> None:
        PartnerFactory.create(name="Ґанок і Їжак")
        answer = client.get("/partners/download.xlsx")
        sheet = load_workbook(io.BytesIO(answer.getvalue())).active
        assert sheet is not None
        values = [cell for row in sheet.iter_rows(values_only=True) for cell in row]
        assert "Ґанок і Їжак" in values

    def test_in_the_language_of_the_page(self, client: Client) -> None:
        PartnerFactory.create(country="DK")
        assert "Данія" in client.get("/partners/download.csv").getvalue().decode()
        assert "Denmark" in client.get("/en/partners/download.csv").getvalue().decode()

    def test_unknown_format_or_order(self, client: Client) -> None:
        assert client.get("/partners/download.pdf").status_code == 404
        assert client.get("/partners/download.csv?ordering=nonsense").status_code == 400


def test_partners_of_each_visibility(client: Client) -> None:
    for visibility in ("public", "registered", "internal"):
        PartnerFactory.create(visibility=visibility)
    assert Partner.objects.count() == 3
    assert len(listed(client, "/api/v1/partners/")["results"]) == 1
