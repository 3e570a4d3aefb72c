"""Tables made of objects taken apart: cell by cell what the columns say of the objects read."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as made

from common.exchange.tables import csv_lines
from common.registers.fields import Field, FieldKind
from common.registers.tables import BETWEEN_FIELDS, COMMA, Table

TEXTS = made.text(alphabet=made.sampled_from('аЇz0 =+-@,;"\\\n\r\t\x1e:{}[]null'), max_size=12)
NUMBERS = made.sampled_from([0, -1, 7, 144000.5, -0.25, 0.001, 1e30])
SIMPLE = made.none() | made.booleans() | NUMBERS | TEXTS
IN_LANGUAGES = made.fixed_dictionaries({"uk": TEXTS | made.none(), "en": TEXTS | made.none()})
RATED = made.fixed_dictionaries({"amount": NUMBERS, "rate": NUMBERS, "rate_on": TEXTS})
MONEY = made.fixed_dictionaries(
    {"amount": NUMBERS, "currency": TEXTS, "value_date": SIMPLE, "in_uah": made.none() | RATED}
)
CODED = made.fixed_dictionaries({"code": TEXTS, "name": IN_LANGUAGES})
# As another list in it, which begins as the elements themselves.
PARTY = made.fixed_dictionaries(
    {"code": TEXTS, "name": IN_LANGUAGES, "within": made.lists(CODED, max_size=2)}
)
ROWS: dict[str, Any] = {
    "cell": lambda one: one["name"]["uk"] or "—",
    "codes": lambda one: one["code"] or None,
}
FIELDS = (
    Field(name="id", label="id"),
    Field(name="cost", label="cost", kind=FieldKind.MONEY),
    Field(name="title", label="title", kind=FieldKind.BILINGUAL),
    Field(name="status", label="status", kind=FieldKind.CODE),
    Field(name="parties", label="parties", kind=FieldKind.ROWS, extra=ROWS),
    Field(name="themes", label="themes", kind=FieldKind.REFERENCES, extra={"codes": True}),
    Field(name="words", label="words", kind=FieldKind.TEXTS),
    Field(name="place", label="place", kind=FieldKind.PLACE),
    Field(name="anything", label="anything"),
)
OBJECT = made.fixed_dictionaries(
    {
        "id": SIMPLE,
        "cost": made.none() | MONEY,
        "title": IN_LANGUAGES,
        "status": made.none() | CODED,
        "parties": made.none() | made.lists(PARTY, max_size=3),
        "themes": made.lists(CODED, max_size=3),
        "words": made.lists(TEXTS, max_size=3),
        "place": made.none()
        | made.fixed_dictionaries({"latitude": NUMBERS, "longitude": NUMBERS, "kind": TEXTS}),
        "anything": SIMPLE | made.lists(SIMPLE, max_size=2) | MONEY,
    }
)


def text(one: dict[str, Any], fields: tuple[Field, ...] = FIELDS) -> str:
    """As PostgreSQL makes it: the names of some objects have a space behind."""
    separators = (", ", " : " if one["id"] else ": ")
    shown = {field.name: one[field.name] for field in fields}
    return json.dumps(shown, ensure_ascii=False, separators=separators)


def cells(table: Table, objects: list[dict[str, Any]]) -> list[list[Any]]:
    """The long way: each object is read, each column asked."""
    columns = [column for one in table.fields for column in one.columns()]
    with translation.override(table.language):
        return [[column.cell(one) for column in columns] for one in objects]


def as_read(table: Table, objects: list[dict[str, Any]]) -> str:
    """Each line is written by `csv`."""
    return "".join(csv_lines(table.header, cells(table, objects)))


def as_csv(table: Table, texts: list[str]) -> str:
    return b"".join([table.head, table.lines([table.line(one) for one in texts])]).decode()


@settings(max_examples=60)
@given(made.lists(OBJECT, max_size=5), made.sampled_from(["uk", "en"]))
def test_csv_is_what_csv_writes_of_the_cells(objects: list[dict[str, Any]], language: str) -> None:
    table = Table(FIELDS, language)
    texts = [text(one) for one in objects]
    assert as_csv(table, texts) == as_read(table, objects), objects
    rows = [[str(cell) for cell in row] for row in table.rows([one.encode() for one in texts])]
    assert rows == [[str(cell) for cell in row] for row in cells(table, objects)]


@settings(max_examples=60)
@given(OBJECT, made.sampled_from(["uk", "en"]))
def test_what_is_kept_is_the_line_of_each_field(one: dict[str, Any], language: str) -> None:
    kept = Table(FIELDS, language).kept(text(one))
    lines = [Table([field], language).line(text(one)) for field in FIELDS]
    assert kept.split(BETWEEN_FIELDS) == lines
    assert kept.replace(BETWEEN_FIELDS, COMMA) == Table(FIELDS, language).line(text(one))


@pytest.mark.parametrize("value", [None, "", "x", "=x", "a,b", 'a"b', 0])
def test_a_table_of_one_column(value: Any) -> None:
    table = Table(FIELDS[:1], "en")
    assert as_csv(table, [text({"id": value}, FIELDS[:1])]) == as_read(table, [{"id": value}])
