"""Columns that the database computes from names, for sorting and searching."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Value
from django.db.models.functions import Concat, Lower

APOSTROPHES = "'’ʼ`´′"


def sort_key(source: str = "name") -> models.GeneratedField:
    """Sorts in the order of the Ukrainian alphabet (see migration `search.0001`)."""
    return models.GeneratedField(
        expression=models.Func(F(source), function="uk_sort_key"),
        output_field=models.TextField(),
        db_persist=True,
        editable=False,
    )


def search_text(*sources: str) -> models.GeneratedField:
    """All names in lower case and without apostrophes, a space between them.

    One trigram index serves every word. `common.search.names` treats typed words the same way.
    """
    parts: list[F | Value] = []
    for source in sources:
        parts += [F(source), Value(" ")]
    return models.GeneratedField(
        expression=models.Func(
            Lower(Concat(*parts)), Value(APOSTROPHES), Value(""), function="translate"
        ),
        output_field=models.TextField(),
        db_persist=True,
        editable=False,
    )


def latin_key(source: str) -> models.GeneratedField:
    """The name in Latin letters and without signs, to compare names across alphabets."""
    return models.GeneratedField(
        expression=models.Func(F(source), function="latin_key"),
        output_field=models.TextField(),
        db_persist=True,
        editable=False,
    )
