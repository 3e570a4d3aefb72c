"""Lists of countries stand in the order of the alphabet that the reader knows."""

from __future__ import annotations

from django.utils import translation

from common.codelists.countries import (
    country_choices,
    country_codes,
    partner_country_choices,
)
from common.search.alphabet import alphabetical


def test_ukrainian_order() -> None:
    with translation.override("uk"):
        names = [name for _code, name in country_choices()]
    assert names.index("Бельгія") < names.index("Велика Британія") < names.index("Греція")
    assert names.index("Ємен") < names.index("Замбія")
    assert names.index("Ірландія") < names.index("Італія") < names.index("Йорданія")
    assert "В’єтнам" in names


def test_english_order() -> None:
    with translation.override("en"):
        assert list(country_codes()) == [code for code, _name in country_choices()]
        names = [name for _code, name in country_choices()]
    assert names.index("Czechia") < names.index("Denmark") < names.index("United Kingdom")


def test_letters_that_code_points_misplace() -> None:
    words = ["ґанок", "їжа", "єдність", "гора", "ігри", "дім", "об’єкт", "обіг"]
    expected = ["гора", "ґанок", "дім", "єдність", "ігри", "їжа", "об’єкт", "обіг"]
    assert sorted(words, key=alphabetical) == expected


def test_partners_come_from_countries_with_people_that_are_not_at_war_with_us() -> None:
    offered = dict(partner_country_choices())
    assert {"DK", "JP", "UA"} <= set(offered)
    assert not {"AQ", "BY", "RU"} & set(offered)
    # What a record holds already can be saved again.
    assert "AQ" in dict(partner_country_choices("AQ"))
