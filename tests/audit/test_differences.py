"""Old and new in words."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.db import models
from django.utils import translation

from accounts.models import User
from common.audit.differences import FieldChange, Segment
from common.audit.versions import moment_of, number_of
from common.audit.wordings import Names, in_words
from communities.models import Community
from partners.models import Partner


def said(model: type[models.Model], name: str, value: Any, language: str = "en") -> str:
    field = model._meta.get_field(name)
    assert isinstance(field, models.Field)
    with translation.override(language):
        return in_words(field, value, Names(), {})


@pytest.mark.parametrize(
    ("model", "name", "value", "words"),
    [
        (Partner, "kind", "ngo", "non-governmental organisation"),
        (Partner, "kind", "a code of long ago", "a code of long ago"),
        (Partner, "country", "DK", "Denmark"),
        (Partner, "country", "", ""),
        (Partner, "languages", ["en", "uk"], "en, uk"),
        (Partner, "languages", [], ""),
        (Partner, "parent", None, ""),
        (User, "is_active", True, "yes"),
        (User, "is_active", False, "no"),
        (Community, "latitude", Decimal("49.96667"), "49.96667"),
        (Community, "area_km2", Decimal("1294.0"), "1,294"),
        (Community, "population", 0, "0"),
        (Community, "population", 49876, "49,876"),
        (Community, "population_on", dt.date(2022, 1, 1), "1\N{NO-BREAK SPACE}January 2022"),
    ],
)
def test_values_are_said_in_words(
    model: type[models.Model], name: str, value: Any, words: str
) -> None:
    assert said(model, name, value) == words


@pytest.mark.django_db
def test_a_record_that_is_gone_is_said_so() -> None:
    field = Partner._meta.get_field("parent")
    assert isinstance(field, models.Field)
    names = Names()
    names.note([field], {"parent_id": 7_000_000})
    names.read()

    assert "7000000" in in_words(field, 7_000_000, names, {})


def test_long_texts_are_compared_word_by_word() -> None:
    start, end = "слово " * 40, " кінець" * 40
    line = FieldChange("Опис", f"{start}було{end}", f"{start}стало{end}")

    changed = [one for one in line.segments if one.kind != "same"]
    assert changed == [Segment("gone", "було"), Segment("new", "стало")]
    assert all(len(one.text) < 120 for one in line.segments)


def test_short_texts_are_shown_whole() -> None:
    assert FieldChange("Назва", "було", "стало").segments == []


def test_versions_in_addresses_are_exact() -> None:
    moment = dt.datetime(2026, 11, 21, 14, 5, 7, 123457, tzinfo=dt.UTC)

    assert moment_of(number_of(moment)) == moment
    assert moment_of(10**30) is None
