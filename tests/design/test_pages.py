"""The component page and the error pages, in both languages and under the strict policy."""

from __future__ import annotations

import re

import pytest
from django.template.loader import render_to_string
from django.test import Client

pytestmark = pytest.mark.django_db

# A script of data, or one from a file, is fine; one written into the page is not.
INLINE_SCRIPT = re.compile(r"<script(?![^>]*(src=|application/json))")
PLAIN_ERRORS = ("400.html", "403_csrf.html", "500.html")


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_component_page_shows_every_part(client: Client, prefix: str) -> None:
    response = client.get(f"{prefix}/components/")
    html = response.content.decode()
    assert response.status_code == 200
    parts = "heading pill facts chips filters rows cards pages empty notice timeline office-only"
    for part in (*parts.split(), "error-summary", "combobox", "upload", "preview", "stat", "map"):
        assert f'class="{part}' in html, part


def test_nothing_on_it_breaks_the_content_security_policy(client: Client) -> None:
    html = client.get("/components/").content.decode()
    assert " style=" not in html
    assert " onclick=" not in html
    assert not INLINE_SCRIPT.search(html)
    assert html.count('rel="stylesheet"') == 1


def test_it_names_itself_in_the_other_language(client: Client) -> None:
    html = client.get("/en/components/?x=1").content.decode()
    assert '<html lang="en">' in html
    assert 'href="/components/?x=1" lang="uk" hreflang="uk"' in html
    assert re.search(
        r'<link rel="alternate" hreflang="uk" href="http://testserver/components/', html
    )


def test_it_suggests_as_one_types(client: Client) -> None:
    results = client.get("/en/components/?suggest=1&q=denm").json()["results"]
    assert [result["label"] for result in results] == ["Denmark"]


@pytest.mark.parametrize("template", PLAIN_ERRORS)
def test_errors_without_a_request_need_nothing_from_it(template: str) -> None:
    html = render_to_string(template)
    assert "<h1>" in html
    assert 'href="/"' in html


def test_a_missing_page_offers_search_and_signing_in(client: Client) -> None:
    response = client.get("/en/nothing-here/")
    html = response.content.decode()
    assert response.status_code == 404
    assert 'role="search"' in html
    assert "next=/en/nothing-here/" in html
