"""Words in their basic forms, and the texts of tsvector and tsquery made of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as made

from common.search.lemmas import lemma, lemmas, words_of
from common.search.vectors import CODE, LONGEST_CODE, NAME, TEXT, Question, vector, whole_code

FORMS = [
    ("громада", "громади громаді громаду громадою громад громадами"),
    ("водопостачання", "водопостачання водопостачанню водопостачанням"),
    ("угода", "угоди угоді угоду угодою угод"),
    ("школа", "школи школу школою шкіл школами"),
    ("лікарня", "лікарні лікарню лікарнею лікарень"),
    ("договір", "договору договором договори договорів"),
    ("обєкт", "об'єкт об’єкта обʼєктів"),
    ("city", "city cities city's"),
    ("agreement", "agreement agreements"),
    ("hospital", "Hospital HOSPITALS"),
]


@pytest.mark.parametrize(("basic", "forms"), FORMS, ids=[basic for basic, _forms in FORMS])
def test_all_forms_are_one_word(basic: str, forms: str) -> None:
    assert {lemma(word) for word in words_of(forms)} == {basic}


def test_spellings_make_no_difference() -> None:
    assert [*words_of("Ґрунт, міста-побратими;«Łódź» Zürich\u0301 об’єкт_1")] == [
        "ґрунт",
        "міста",
        "побратими",
        "lodz",
        "zurich",
        "об'єкт",
        "1",
    ]
    assert lemma("ґрунт") == "грунт"
    # Decomposed й and ї are letters of their own, a stress mark is not.
    assert [*words_of("Кии\u0306в, ві\u0308здь, грома\u0301да")] == ["кийв", "вїздь", "громада"]


def test_the_cities_of_a_union_are_cities() -> None:
    assert lemmas("міст") == ("міст", "місто")
    assert lemmas("міста") == ("місто",)


def test_a_document_says_where_each_word_stands_and_how_much_it_weighs() -> None:
    text, words = vector([(CODE, "PL-1"), (NAME, "Школи"), (TEXT, "школам")])
    assert text == "'=pl-1':1A 'pl':2B '1':3B 'школа':4B,6D 'школи':5B"
    assert words == {"pl", "1", "школа", "школи"}


def test_a_question_is_a_code_or_all_the_words() -> None:
    assert Question.of("Школи м").query() == "'=школим' | (('школа' | 'школи':*) & ('м'))"
    near = [["школярі"], []]
    assert "'школа' | 'школи':* | 'школярі'" in Question.of("школи м").query(near)


@pytest.mark.parametrize("typed", ["", "!?.,", "\x00", "🌉 🎉", "'", "\\", "—", " \t\n"])
def test_signs_ask_for_nothing(typed: str) -> None:
    assert not Question.of(typed)


def test_codes_are_the_same_however_they_are_typed() -> None:
    assert whole_code("PL–REQ—2026 - 0002") == whole_code("pl-req-2026-0002")
    assert whole_code("x" * (LONGEST_CODE + 1)) == ""


@pytest.mark.django_db
@given(made.text(), made.text())
def test_postgresql_reads_whatever_was_made(text: str, typed: str) -> None:
    from django.db import connection  # noqa: PLC0415 - only this test asks the database

    question = Question.of(typed)
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::tsvector", [vector([(CODE, text), (TEXT, text)])[0]])
        if question:
            cursor.execute("SELECT %s::tsquery", [question.query()])
