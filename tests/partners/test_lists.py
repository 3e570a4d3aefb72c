"""As many queries for thirty records as for one; what the lists say."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from communities.models import Oblast, Office
from partners import services
from partners.identifiers import Identifier
from tests.factories.codelists import ThemeFactory
from tests.factories.partners import ContactPersonFactory, PartnerFactory
from tests.partners.conftest import Register

LISTS = (
    "/partners/",
    "/en/partners/?country=DK&search=фонд&ordering=-updated_at",
    "/partners/download.csv",
    "/partners/download.xlsx",
    "/api/v1/partners/?page_size=100",
    "/admin/partners/partner/",
    "/admin/partners/partner/?q=фонд",
    "/admin/partners/contactperson/",
    "/admin/autocomplete/?app_label=partners&model_name=partner&field_name=parent&term=фонд",
    "/partners/choices/?q=фонд",
)


@pytest.fixture
def fill(registered: Register, poltava: Oblast, office: Office) -> Callable[..., Any]:
    theme = ThemeFactory.create()

    def more(first: int, last: int) -> None:
        for number in range(first, last):
            parent = registered(name=f"Фонд над {number}", country="DK")
            partner = registered(
                name=f"Фонд {number}",
                country="DK",
                parent=parent,
                themes=(theme,),
                oblasts=(poltava,),
                identifiers=(Identifier("iati", f"DK-{number}"),),
            )
            partner.curated_by = office
            partner.save()
            ContactPersonFactory.create(partner=partner)

    return more


def counted(browser: Any, url: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        answer = browser.get(url)
        if answer.streaming:
            assert b"".join(answer.streaming_content)
    assert answer.status_code == 200, url
    return len(queries)


def test_queries_do_not_grow(fill: Callable[..., Any], browse: Any) -> None:
    browser = browse("head")
    fill(0, 1)
    for url in LISTS:
        counted(browser, url)  # what is asked once per process
    few = {url: counted(browser, url) for url in LISTS}
    fill(1, 30)
    many = {url: counted(browser, url) for url in LISTS}
    # A second page needs no query more, but a longer one may be cut: see the admin's counts.
    assert {url: many[url] - few[url] for url in LISTS if many[url] > few[url]} == {}


def test_detail_does_not_grow(registered: Register, browse: Any) -> None:
    partner = registered(acronym="ONE")
    browser = browse("head")
    ContactPersonFactory.create(partner=partner)
    counted(browser, "/partners/one/")
    few = counted(browser, "/partners/one/")
    ContactPersonFactory.create_batch(10, partner=partner)
    for number in range(10):
        registered(name=f"Частина {number}", parent=partner)
    assert counted(browser, "/partners/one/") == few


def test_fallback_of_languages_is_said(registered: Register, browse: Any) -> None:
    registered(name="Лише українською", name_en="", acronym="UA1", description="Опис")
    for url in ("/en/partners/", "/en/partners/ua1/"):
        assert 'lang="uk"' in browse("anonymous").get(url).content.decode(), url


def test_archived_leaves_public_lists(registered: Register, browse: Any, officer: User) -> None:
    partner = registered(name="Зниклий")
    services.archive_partner(actor=officer, partner=partner, reason="закрито")
    assert "Зниклий" not in browse("anonymous").get("/partners/").content.decode()
    assert "Зниклий" in browse("analyst").get("/partners/?status=archived").content.decode()


@pytest.mark.parametrize(
    ("visibility", "status", "knowing"),
    [
        ("public", "active", {"anonymous", "coordinator", "officer"}),
        ("registered", "active", {"coordinator", "officer"}),
        ("internal", "active", {"officer"}),
        ("public", "archived", {"officer"}),
    ],
)
@pytest.mark.parametrize("person", ["anonymous", "coordinator", "officer"])
def test_a_parent_is_named_to_those_who_may_know_of_it(
    browse: Any, visibility: str, status: str, knowing: set[str], person: str, db: None
) -> None:
    parent = PartnerFactory.create(
        name="Велика парасоля", visibility=visibility, status=status, archive_reason="злиття"
    )
    child = PartnerFactory.create(parent=parent)
    for url in (
        child.get_absolute_url(),
        f"/en{child.get_absolute_url()}",
        f"/api/v1/partners/{child.public_id}/",
        f"/api/v1/partners/?search={child.name}",
        f"/partners/download.csv?search={child.name}",
    ):
        text = b"".join(browse(person).get(url)).decode()
        said = str(parent.public_id) in text or parent.name in text or parent.name_en in text
        assert said == (person in knowing), url


def test_oblast_page_names_partners(registered: Register, poltava: Oblast, browse: Any) -> None:
    registered(name="Фонд для Полтави", oblasts=(poltava,))
    hidden = registered(name="Таємний фонд", oblasts=(poltava,), visibility="internal")
    text = browse("anonymous").get(poltava.get_absolute_url()).content.decode()
    assert "Фонд для Полтави" in text
    assert hidden.name not in text
