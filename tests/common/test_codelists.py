"""Official codes: our tables, their names, and names inside one statement."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from common.codelists.entries import (
    SECTOR,
    SECTOR_CATEGORY,
    choices_of,
    grouped_choices_of,
    is_known,
    name_of,
    names_of,
    names_of_lists,
)
from common.codelists.expressions import named_code
from common.codelists.models import CodelistEntry
from common.codelists.reference_codes import DATA, load_codes
from tests.tables import each

TABLES = sorted(DATA.glob("*.csv"))


@pytest.fixture
def codes(db: None) -> None:
    load_codes()


@each("path", TABLES)
def test_every_code_of_the_product_has_a_name_in_both_languages(path: Path) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows
    assert len({row["code"] for row in rows}) == len(rows)
    for row in rows:
        assert row["code"] == row["code"].strip()
        assert row["name"], row
        assert row["name_en"], row
        assert "'" not in row["name"], row


@pytest.mark.django_db
def test_loading_again_changes_nothing() -> None:
    assert load_codes() > 600
    assert load_codes() == 0


def test_a_translation_is_taken_over_and_official_facts_are_kept(codes: None) -> None:
    CodelistEntry.objects.filter(codelist=SECTOR, code="11220").update(
        name="", name_en="Official name", is_official=True
    )
    CodelistEntry.objects.filter(codelist=SECTOR, code="11240").update(name_en="Old name")
    assert load_codes() == 2
    names = names_of(SECTOR)
    assert (names["11220"].uk, names["11220"].en) == ("Початкова освіта", "Official name")
    assert names["11240"].en == "Early childhood education"


def test_names_in_the_language_of_the_reader(codes: None) -> None:
    assert name_of("ActivityStatus", "2") == "Виконання"
    with translation.override("en"):
        assert name_of("ActivityStatus", "2") == "Implementation"
    assert name_of("ActivityStatus", "77") == "77"
    assert is_known(SECTOR, "11220")
    assert not is_known(SECTOR, "00000")


def test_a_missing_name_falls_back_to_the_other_language(codes: None) -> None:
    CodelistEntry.objects.create(codelist="X", code="1", name_en="Only English")
    assert str(names_of("X")["1"]) == "Only English"


def test_withdrawn_codes_are_offered_only_where_they_stand(codes: None) -> None:
    assert "20" not in dict(choices_of("FlowType"))
    assert dict(choices_of("FlowType", keep=["20"]))["20"] == "Інші офіційні потоки"


def test_sectors_stand_under_their_groups(codes: None) -> None:
    groups = dict(grouped_choices_of(SECTOR, SECTOR_CATEGORY))
    assert ("23183", "23183 Енергозбереження та енергоефективність") in groups[
        "Енергетична політика"
    ]


def test_several_lists_by_one_query(codes: None, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        names = names_of_lists(("ActivityStatus", SECTOR, "nothing"))
    assert names["nothing"] == {}
    assert len(names["ActivityStatus"]) == 6


def test_names_inside_a_statement(codes: None, django_assert_num_queries: Any) -> None:
    # Any table with a text column serves: here the codes themselves.
    found = CodelistEntry.objects.filter(codelist="TiedStatus")
    with django_assert_num_queries(1):
        named = list(
            found.order_by("code").values_list(named_code("TiedStatus", "code"), flat=True)
        )
    assert named[0] == {
        "code": "3",
        "name": {"uk": "Частково зв’язана", "en": "Partially tied"},
        "scheme": "IATI-TiedStatus",
    }


def test_unknown_and_empty_codes_inside_a_statement(codes: None) -> None:
    CodelistEntry.objects.create(codelist="X", code="new")
    CodelistEntry.objects.create(codelist="X", code="")
    named = dict(
        CodelistEntry.objects.filter(codelist="X").values_list("code", named_code("Sector", "code"))
    )
    assert named["new"]["name"] == {"uk": "new", "en": "new"}
    assert named[""] is None
