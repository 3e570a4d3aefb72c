"""Objects as rows of a table: their cells as the columns say, and as lines of CSV."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Self

from django.utils import translation

from common.exchange.tables import csv_line, csv_lines
from common.registers.fields import Cell, Column, Field

COMMA = b","
# Between the cells of two fields, where they are kept: no text of PostgreSQL can hold it.
BETWEEN_FIELDS = b"\0"
MARK = BETWEEN_FIELDS.decode()


class Written(float):
    """A number that a table shows as it stands in the JSON: 144000.00, not 144000.0."""

    def __new__(cls, text: str) -> Self:
        made = super().__new__(cls, text)
        made.text = text
        return made

    text: str

    def __str__(self) -> str:
        return self.text


_decode = json.JSONDecoder(parse_float=Written).decode


def table_fields(fields: Iterable[Field]) -> list[Field]:
    """Those that a table shows."""
    return [one for one in fields if one.in_table and one.columns()]


@dataclass(frozen=True)
class Table:
    """The table of these fields, each of which has columns, in a language.

    Its rows are made while a file is sent, when the request's language is gone already.
    """

    fields: Sequence[Field]
    language: str

    @cached_property
    def columns(self) -> list[list[Column]]:
        """Field by field."""
        with translation.override(self.language):
            return [one.columns() for one in self.fields]

    @cached_property
    def header(self) -> list[str]:
        return [column.header for columns in self.columns for column in columns]

    @property
    def head(self) -> bytes:
        return next(csv_lines(self.header, ())).encode()

    def row(self, text: str) -> list[Cell]:
        """The cells of an object, whose JSON has these fields at least."""
        return [cell for cells in self._cells(text) for cell in cells]

    def line(self, text: str) -> bytes:
        """Its cells as they stand in a line of CSV that has others too."""
        return csv_line(self.row(text)).encode()

    def kept(self, text: str) -> bytes:
        """As `line`, with BETWEEN_FIELDS instead of the comma between those of two fields."""
        marked = [cell for cells in self._cells(text) for cell in (MARK, *cells)]
        return csv_line(marked[1:]).encode().replace(b",%b," % BETWEEN_FIELDS, BETWEEN_FIELDS)

    def rows(self, texts: Sequence[bytes]) -> list[list[Cell]]:
        """Of objects in UTF-8."""
        return [self.row(text.decode()) for text in texts]

    def lines(self, made: Sequence[bytes]) -> bytes:
        """Lines of CSV of what `line` makes of objects."""
        # A line of one empty cell would be no line.
        empty = b'""' if len(self.header) == 1 else b""
        return b"\r\n".join([*((one or empty for one in made) if empty else made), b""])

    def _cells(self, text: str) -> list[list[Cell]]:
        row = _decode(text)
        with translation.override(self.language):
            return [[column.cell(row) for column in columns] for columns in self.columns]
