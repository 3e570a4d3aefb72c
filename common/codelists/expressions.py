"""A code with its names inside the one statement that answers a register."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Case, F, Func, OuterRef, Q, Subquery, TextField, Value, When
from django.db.models.functions import Cast, Coalesce, NullIf

from common.codelists.models import CodelistEntry


class _Object(Func):
    function = "jsonb_build_object"
    output_field = models.JSONField()


def named_code(codelist: str, column: str) -> Any:
    """JSON `{"code", "name": {"uk", "en"}, "scheme"}` of the code in the column.

    The shape of every code in the API; null for an empty column. A code that no list knows is
    its own name. Give it as `Field(kind=FieldKind.CODE, expression=lambda: named_code(...))`.
    """
    code = Cast(F(column), TextField())
    names = _Object(
        Value("uk"),
        _label(codelist, column, "name"),
        Value("en"),
        _label(codelist, column, "name_en"),
    )
    named = _Object(
        Value("code"), code, Value("name"), names, Value("scheme"), Value(f"IATI-{codelist}")
    )
    return Case(
        When(Q(**{f"{column}__isnull": False}) & ~Q(**{column: ""}), then=named),
        output_field=models.JSONField(),
    )


def _label(codelist: str, column: str, label: str) -> Any:
    """The name, else the name in the other language, else the code."""
    other = "name" if label == "name_en" else "name_en"
    entry = CodelistEntry.objects.filter(codelist=codelist, code=OuterRef(column))
    named = Coalesce(
        NullIf(F(label), Value("")), NullIf(F(other), Value("")), output_field=TextField()
    )
    return Coalesce(
        Subquery(entry.values(label_of_entry=named)[:1]),
        Cast(F(column), TextField()),
        output_field=TextField(),
    )
