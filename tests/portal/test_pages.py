"""Home, search, open data, statements, and the files that programs look for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from django.urls import reverse

from common.registers.register import registers
from common.search.layout import in_other_layout
from communities.models import Community, Office
from partners.models import Partner
from tests.factories.communities import CommunityFactory
from tests.factories.partners import PartnerFactory

Browse = Callable[[str], Client]
PAGES = ("home", "search", "open-data", "about", "accessibility", "privacy", "report-mistake")


def text_of(answer: Any) -> str:
    content: bytes = answer.content
    return content.decode()


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(("prefix", "language"), [("", "uk"), ("/en", "en")])
def test_each_page_exists_in_both_languages(
    name: str, prefix: str, language: str, client: Client, office: Office
) -> None:
    page = text_of(client.get(prefix + reverse(f"portal:{name}")))
    assert f'<html lang="{language}">' in page
    assert page.count("<h1") == 1


def test_home_counts_what_the_reader_may_see(
    client: Client, browse: Browse, community: Community, partner: Partner
) -> None:
    PartnerFactory.create(visibility="internal", country="SE")
    for browser, partners, countries in ((client, 1, 1), (browse("officer"), 2, 2)):
        figures = browser.get("/").context["figures"]
        assert (figures.partners, figures.countries) == (partners, countries)
    assert figures.communities == Community.objects.count()


def test_home_leads_everybody_somewhere(client: Client, office: Office) -> None:
    page = text_of(client.get("/en/"))
    for url in ("/en/communities/", "/en/partners/", "/en/oblasts/", "/en/open-data/"):
        assert f'href="{url}"' in page
    assert office.name_en in page


# Search


def test_search_finds_in_all_registers(
    client: Client, community: Community, office: Office, partner: Partner
) -> None:
    PartnerFactory.create(name="Полтавський фонд", name_en="Poltava Fund")
    CommunityFactory.create(oblast=community.oblast, name="Полтавська", name_en="Poltavska")
    groups = client.get("/search/", {"q": "полтав"}).context["groups"]
    found = {group.anchor: [hit.label for hit in group.hits] for group in groups}
    assert found["partners"] == ["Полтавський фонд"]
    assert found["communities"] == ["Полтавська міська територіальна громада"]
    assert found["oblasts"] == ["Полтавська область"]
    assert found["offices"] == [office.name]


def test_search_shows_only_what_the_reader_may_see(client: Client, browse: Browse) -> None:
    PartnerFactory.create(name="Таємна установа", visibility="internal")
    assert not client.get("/search/", {"q": "таємна"}).context["groups"]
    assert browse("officer").get("/search/", {"q": "таємна"}).context["groups"]


def test_search_forgives_typing_errors(client: Client, community: Community) -> None:
    groups = client.get("/search/", {"q": "Мирогород"}).context["groups"]
    assert "Миргородська" in groups[0].hits[0].label


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("gjknfdf", "полтава"),
        ("{fhrsd", "харків"),
        ("лншм", "kyiv"),
        ("полтава bank", ""),
        ("2022", ""),
    ],
)
def test_words_on_the_other_keyboard(typed: str, meant: str) -> None:
    assert in_other_layout(typed) == meant


def test_search_asks_about_the_keyboard(client: Client, community: Community) -> None:
    """«vbhujhjl» is «миргород» where nobody has changed the keyboard."""
    page = client.get("/en/search/", {"q": "vbhujhjl"})
    assert [group.anchor for group in page.context["groups"]] == ["communities"]
    assert "Did you mean “миргород”?" in text_of(page)
    nowhere = client.get("/en/search/", {"q": "ktcsd"})
    assert (nowhere.context["meant"], nowhere.context["groups"]) == ("", [])
    found = client.get("/en/communities/", {"search": "vbhujhjl"})
    meant = found.context["list"].meant
    assert meant.label == "миргород"
    assert client.get(meant.url).context["list"].count == 1
    assert client.get("/en/communities/", {"search": "qqqq"}).context["list"].meant is None


def test_search_shows_ten_and_leads_to_the_rest(client: Client, poltava: Any) -> None:
    for number in range(12):
        CommunityFactory.create(oblast=poltava, name=f"Степова{number}", name_en=f"Steppe{number}")
    group = client.get("/search/", {"q": "степова"}).context["groups"][0]
    assert (group.count, len(group.hits), group.has_more) == (12, 10, True)
    assert "Степова11" in text_of(client.get(group.url))


@pytest.mark.parametrize("words", ["", "  ", "п", "я" * 500, "%", "_", "\\", "'", "\x00", "🙂🙂"])
def test_odd_searches_are_answered(words: str, client: Client, community: Community) -> None:
    answer = client.get("/en/search/", {"q": words})
    assert answer.status_code == 200
    assert not answer.context["groups"]


def test_one_letter_and_too_many_are_explained(client: Client, community: Community) -> None:
    assert "Type at least two" in text_of(client.get("/en/search/", {"q": "п"}))
    assert "first 200 characters" in text_of(client.get("/en/search/", {"q": "миргород " * 50}))
    nothing = text_of(client.get("/en/search/", {"q": "<script>щось</script>"}))
    assert "Nothing is found" in nothing
    assert "<script>щось" not in nothing


def test_search_costs_the_same_for_one_and_for_many(client: Client, poltava: Any) -> None:
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    def make(number: int) -> None:
        CommunityFactory.create(oblast=poltava, name=f"Міст{number}ська")
        PartnerFactory.create(name=f"Міст {number}")

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get("/search/", {"q": "міст"})
        return len(captured)

    make(0)
    client.get("/search/", {"q": "міст"})
    one = queries()
    for number in range(1, 9):
        make(number)
    assert queries() == one


# Open data and files


def test_open_data_lists_every_register(client: Client, db: None) -> None:
    page = text_of(client.get("/en/open-data/"))
    for register in registers():
        if register.api_path:
            assert register.api_path in page
    for url in ("/en/partners/download.csv", "/en/communities/download.xlsx"):
        assert f'href="{url}"' in page
        answer: Any = client.get(url)
        assert answer.status_code == 200
        assert b"".join(answer.streaming_content)
    assert "creativecommons.org/licenses/by/4.0" in page


def test_sitemap_names_public_records_in_both_languages(
    client: Client, community: Community, office: Office
) -> None:
    shown = PartnerFactory.create()
    hidden = PartnerFactory.create(visibility="registered")
    answer = client.get("/sitemap.xml")
    addresses = {element.text for element in ET.fromstring(answer.content).iter()}  # noqa: S314
    paths = {(text or "").split("//")[-1].partition("/")[2] for text in addresses}
    for record in (community, office, community.oblast, shown):
        assert record.get_absolute_url().lstrip("/") in paths
        assert "en" + record.get_absolute_url() in paths
    assert hidden.get_absolute_url().lstrip("/") not in paths


def test_robots_and_security_files(client: Client, db: None) -> None:
    robots = text_of(client.get("/robots.txt"))
    assert "Sitemap: http" in robots
    assert "Disallow: /admin/" in robots
    security = text_of(client.get("/.well-known/security.txt"))
    assert "Contact: mailto:" in security
    assert "Expires: " in security


# Report a mistake


def test_a_mistake_becomes_a_letter(client: Client, db: None, posted: Any, settings: Any) -> None:
    data = {"page": "/partners/undp/", "what": "Не та країна.", "email": "reader@example.org"}
    with posted() as letters:
        answer = client.post(reverse("portal:report-mistake"), data)
    assert answer.status_code == 302
    assert letters[0].to == [settings.CONTACT_EMAIL]
    assert "/partners/undp/" in letters[0].subject
    assert "Не та країна." in letters[0].body
    assert "reader@example.org" in letters[0].body


def test_mistakes_are_reported_a_few_times_an_hour(client: Client, db: None, posted: Any) -> None:
    data = {"page": "/", "what": "…"}
    with posted() as letters:
        statuses = [client.post("/mistakes/new/", data).status_code for _ in range(6)]
    assert statuses == [302] * 5 + [429]
    assert len(letters) == 5


def test_behind_a_proxy_each_visitor_is_counted_alone(
    client: Client, db: None, posted: Any, settings: Any
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    data = {"page": "/", "what": "…"}
    visitors = [f"203.0.113.{number}" for number in range(6)]
    with posted() as letters:
        for visitor in visitors:
            client.post("/mistakes/new/", data, HTTP_X_FORWARDED_FOR=visitor)
    assert len(letters) == len(visitors)


def test_machines_and_empty_reports_send_nothing(client: Client, db: None, posted: Any) -> None:
    with posted() as letters:
        client.post("/mistakes/new/", {"page": "/", "what": "spam", "surname": "bot"})
        assert client.post("/mistakes/new/", {"page": "", "what": ""}).status_code == 200
    assert not letters


def test_a_mistake_cannot_write_headers(client: Client, db: None, posted: Any) -> None:
    data = {"page": "/x\nBcc: victim@example.org", "what": "a\n\nb"}
    with posted() as letters:
        client.post("/mistakes/new/", data)
    assert letters[0].recipients() == letters[0].to
    assert "\n" not in letters[0].subject


@pytest.mark.parametrize(
    ("asked", "shown"), [("/partners/", "/partners/"), ("//evil.example", ""), ("javascript:1", "")]
)
def test_the_form_takes_only_our_own_addresses(asked: str, shown: str, client: Client) -> None:
    form = client.get("/mistakes/new/", {"page": asked}).context["form"]
    assert form["page"].value() == shown


# What every answer carries


@pytest.mark.parametrize("url", ["/", "/communities/", "/search/?q=a", "/api/v1/docs/"])
def test_pages_load_nothing_from_elsewhere(url: str, client: Client, db: None) -> None:
    policy = client.get(url)["Content-Security-Policy"]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == "'self'"
    assert "unsafe-eval" not in policy
    assert ("unsafe-inline" in policy) == url.startswith("/api/")


def test_only_the_administration_has_the_looser_policy(browse: Browse, db: None) -> None:
    assert "unsafe-eval" in browse("administrator").get("/admin/")["Content-Security-Policy"]
    assert "unsafe-eval" in browse("anonymous").get("/en/admin/")["Content-Security-Policy"]
    for url in ("/administrator/", "/accounts/login/", "/partners/"):
        assert "unsafe-eval" not in browse("anonymous").get(url)["Content-Security-Policy"]


def test_health(client: Client, db: None) -> None:
    assert client.get("/healthz").content == b"ok\n"
    ready = client.get("/readyz")
    assert ready.status_code == 503
    checks = ready.json()
    assert "ok" in str(checks)
    assert "heartbeat" in str(checks)


def test_navigation_marks_where_we_are(client: Client, db: None) -> None:
    page = text_of(client.get("/communities/"))
    assert '<a href="/communities/" aria-current="true">' in page
    assert page.count('aria-current="true"') == 2  # the row, and the menu of a phone


def test_errors_have_pages_and_problem_documents(client: Client, db: None) -> None:
    assert client.get("/немає/").status_code == 404
    problem = client.get("/api/v1/nothing/")
    assert problem.status_code == 404
    assert problem["Content-Type"] == "application/problem+json"
