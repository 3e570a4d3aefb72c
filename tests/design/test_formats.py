"""Dates, numbers, quotes and texts of two languages."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils import translation

from common.design import formats
from common.design.languages import address_in, wording

DAY = dt.date(2026, 11, 21)
# Late evening in UTC is already the next day in Kyiv.
LATE = dt.datetime(2026, 11, 21, 22, 30, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("language", "expected"), [("uk", "21\xa0листопада 2026"), ("en", "21\xa0November 2026")]
)
def test_a_date_is_written_in_words(language: str, expected: str) -> None:
    with translation.override(language):
        assert formats.long_date(DAY) == expected


def test_a_moment_is_told_in_kyiv_time() -> None:
    with translation.override("uk"):
        assert formats.moment(LATE) == "22\xa0листопада 2026, 00:30"


@pytest.mark.parametrize(
    ("language", "value", "places", "expected"),
    [
        ("uk", 1469, None, "1\xa0469"),
        ("uk", Decimal("1234.5"), None, "1\xa0234,5"),
        ("uk", 3, 2, "3,00"),
        ("en", Decimal("1234.5"), None, "1,234.5"),
    ],
)
def test_numbers_are_grouped(
    language: str, value: formats.Number, places: int | None, expected: str
) -> None:
    with translation.override(language):
        assert formats.number(value, places) == expected


def test_quotes_follow_the_language() -> None:
    with translation.override("uk"):
        assert formats.quoted("Мости") == "«Мости»"
    with translation.override("en"):
        assert formats.quoted("Mosty") == "“Mosty”"


def test_a_missing_translation_falls_back_and_says_so() -> None:
    only_ukrainian = {"name": "Менська", "name_en": ""}
    with translation.override("en"):
        words = wording(only_ukrainian, "name")
        page = Template('{% load design %}{% bilingual thing "name" %}')
        html = page.render(Context({"thing": only_ukrainian}))
    assert (words.text, words.language, words.is_fallback) == ("Менська", "uk", True)
    assert html.startswith('<span lang="uk">Менська</span>')
    assert "in Ukrainian" in html


def test_a_translated_text_stands_alone_and_is_escaped() -> None:
    with translation.override("en"):
        page = Template('{% load design %}{% bilingual thing "name" %}')
        html = page.render(Context({"thing": {"name": "Мости", "name_en": "<b>Bridges"}}))
    assert html == "&lt;b&gt;Bridges"


@pytest.mark.parametrize(
    ("path", "uk", "en"),
    [
        ("/", "/", "/en/"),
        ("/en/", "/", "/en/"),
        ("/en/partners/?page=2", "/partners/?page=2", "/en/partners/?page=2"),
        ("/energy/", "/energy/", "/en/energy/"),
    ],
)
def test_the_same_page_has_an_address_in_each_language(path: str, uk: str, en: str) -> None:
    assert address_in("uk", path) == uk
    assert address_in("en", path) == en
