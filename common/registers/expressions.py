"""JSON made by PostgreSQL: one statement answers a whole list, without an object per row."""

from __future__ import annotations

import json
from typing import Any

from django.db import models
from django.db.models import Case, F, Func, Subquery, TextField, Value, When
from django.db.models.functions import Cast

from common.design.languages import in_languages

# PostgreSQL takes at most 100 arguments to a function: 50 pairs.
LARGEST_OBJECT = 50


class JsonObject(Func):
    """`json_build_object`: unlike jsonb it keeps the order of keys, and it is quicker to print."""

    function = "json_build_object"
    output_field = models.JSONField()

    def __init__(self, **pairs: Any) -> None:
        assert len(pairs) <= LARGEST_OBJECT
        arguments: list[Any] = []
        for key, expression in pairs.items():
            arguments += [Cast(Value(key), TextField()), expression]
        super().__init__(*arguments)


class JsonList(Subquery):
    """A JSON array of a queryset that yields one column named `item`; empty array for none."""

    template = "(SELECT coalesce(json_agg(listed.item), '[]'::json) FROM (%(subquery)s) listed)"
    output_field = models.JSONField()


class JsonItems(Func):
    """A JSON array of these few values."""

    function = "json_build_array"
    output_field = models.JSONField()


def spot(latitude: str, longitude: str, **more: Any) -> Case:
    """`{latitude, longitude, …}` out of two columns that are both filled or both empty."""
    known = JsonObject(latitude=F(latitude), longitude=F(longitude), **more)
    return Case(When(**{f"{latitude}__isnull": False}, then=known), default=None)


class NullIfEmpty(Func):
    """Empty text means "not known": in JSON that is null."""

    function = "nullif"
    template = "%(function)s(%(expressions)s, '')"
    output_field = TextField()


class JsonLookup(Func):
    """The entry of a constant JSON object whose key stands in the column; null when none does."""

    template = "(%(table)s::jsonb -> (%(expressions)s)::text)"
    output_field = models.JSONField()

    def __init__(self, column: Any, table: dict[str, Any]) -> None:
        super().__init__(column)
        self.table = json.dumps(table, ensure_ascii=False)

    def as_sql(  # type: ignore[override]
        self, compiler: Any, connection: Any, **context: Any
    ) -> tuple[str, Any]:
        sql, params = super().as_sql(compiler, connection, table="%s", **context)
        return sql, (self.table, *params)


class PlacesOfCode(JsonLookup):
    """The list of places that belongs to a code, for `Register.places`."""

    template = "((%(table)s::jsonb -> (%(expressions)s)::text)::json)"


class JsonLookups(JsonLookup):
    """The entries of the constant object for an array of keys, in the order of the array."""

    template = (
        "(SELECT coalesce(json_agg(%(table)s::jsonb -> listed.code ORDER BY listed.place), "
        "'[]'::json) FROM unnest(%(expressions)s) WITH ORDINALITY AS listed (code, place))"
    )


class Today(Func):
    """The day in Kyiv when the statement runs: registers keep their compiled statements."""

    template = "(statement_timestamp() AT TIME ZONE 'Europe/Kyiv')::date"
    output_field = models.DateField()


class Joined(Func):
    """Texts one after the other; null when one of them is null."""

    template = "(%(expressions)s)"
    arg_joiner = " || "
    output_field = TextField()


def address(before: str, column: str, after: str = "") -> Joined:
    """A link: the constant before, the column, the constant after; null without a record."""
    return Joined(Value(before), Cast(column, TextField()), Value(after))


def codes(choices: type[models.TextChoices], scheme: str) -> dict[str, Any]:
    """A code list as the API shows it: code → {code, name by language, scheme}."""
    return {
        str(choice.value): {
            "code": str(choice.value),
            "name": in_languages(choice.label),
            "scheme": scheme,
        }
        for choice in choices
    }
