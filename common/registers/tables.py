"""Objects as rows of a table: their cells as the columns say, and as lines of CSV.

An object comes taken apart (`streams`). The cells of a field depend on what stands in it and on
nothing else, so they are made field by field, and what many records have is made once.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import chain
from typing import Any, Self, TypeVar

from django.utils import translation

from common.exchange.tables import FORMULA_STARTS, csv_cells, csv_lines
from common.registers.fields import BETWEEN_ELEMENTS, Cell, Column, Field
from common.registers.streams import Parts

Made = TypeVar("Made")
Maker = Callable[[bytes], bytes]

# Bytes of all that is remembered while a file is made, of one value, and how many of a field.
ROOM = 24_000_000
LONGEST_KNOWN = 500
MOST_KNOWN = 20_000

# A value that stands in a cell as it stands in the JSON, but for its quotes; in one of two groups,
# or in none if there is nothing. Texts with signs that JSON escapes are none of these.
SIMPLE = rb'(?:null|"(?![=+@\t\r-])([^"]*)"|(true|false|-?[1-9][0-9.]*|0[0-9.]*))'
ESCAPE = b"\\"
COMMA = b","
QUOTE = b'"'
BETWEEN = BETWEEN_ELEMENTS.encode()
FORMULAS = tuple(start.encode() for start in FORMULA_STARTS)


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
    def header(self) -> list[str]:
        with translation.override(self.language):
            return [column.header for one in self.fields for column in one.columns()]

    @property
    def head(self) -> bytes:
        return next(csv_lines(self.header, ())).encode()

    def rows_maker(self) -> Callable[[Sequence[Parts]], list[list[Cell]]]:
        """Makes the rows of objects that are taken apart into these fields."""
        room = Room(ROOM)
        makers = [Known(_cells_maker(one.columns()), room).every for one in self.fields]
        return lambda some: [list(chain.from_iterable(cells)) for cells in self._made(some, makers)]

    def lines_maker(self) -> Callable[[Sequence[Parts]], bytes]:
        """Makes what `csv_lines` would make of the rows, in less time."""
        room = Room(ROOM)
        makers = [_csv_maker(one, room) for one in self.fields]
        # A line of one empty cell would be no line.
        empty = b'""' if len(self.header) == 1 else b""

        def lines(some: Sequence[Parts]) -> bytes:
            made = [COMMA.join(cells) or empty for cells in self._made(some, makers)]
            return b"\r\n".join([*made, b""])

        return lines

    def _made(
        self, some: Sequence[Parts], makers: Sequence[Callable[[Parts], list[Made]]]
    ) -> Iterator[tuple[Made, ...]]:
        """Field by field, all these records at once."""
        if not some:
            return iter(())
        with translation.override(self.language):
            made = [
                make(parts) for make, parts in zip(makers, zip(*some, strict=True), strict=True)
            ]
        return zip(*made, strict=True)


@dataclass
class Room:
    """Bytes that may still be used."""

    left: int


class Known(dict[bytes, Made]):
    """What is made of the JSON of a field, remembered as long as there is room."""

    def __init__(self, make: Callable[[bytes], Made], room: Room) -> None:
        super().__init__()
        self.make, self.room = make, room

    def __missing__(self, part: bytes) -> Made:
        made = self.make(part)
        if len(part) <= LONGEST_KNOWN and len(self) < MOST_KNOWN and self.room.left > 0:
            self.room.left -= len(part)
            self[part] = made
        return made

    def every(self, parts: Parts) -> list[Made]:
        return list(map(self.__getitem__, parts))


def _cells_maker(columns: Sequence[Column]) -> Callable[[bytes], list[Cell]]:
    def cells(part: bytes) -> list[Cell]:
        row = _decode(f"{{{part.decode()}}}")
        return [column.cell(row) for column in columns]

    return cells


def _csv_maker(one: Field, room: Room) -> Callable[[Parts], list[bytes]]:
    """Makes the cells of a field, with commas between them."""
    columns = one.columns()
    cells = _cells_maker(columns)

    def read(part: bytes) -> bytes:
        return csv_cells(cells(part)).encode()

    paths = [column.path for column in columns if column.path is not None]
    if len(paths) == len(columns):
        return _maker_of_simple(one.name, paths, read)
    tellers = [column.each for column in columns if column.each is not None]
    if len(tellers) == len(columns):
        return Known(_maker_of_list(one.name, tellers, read, room), room).every
    return Known(read, room).every


def _maker_of_simple(
    name: str, paths: Sequence[tuple[str, ...]], read: Maker
) -> Callable[[Parts], list[bytes]]:
    """Of values that need not be read; whatever else is read."""
    find = re.compile(b"^" + _pattern(name, paths) + b"$", re.MULTILINE).findall
    cells, commas = COMMA.join([b"%b%b"] * len(paths)), len(paths) - 1

    def made(values: tuple[bytes, ...]) -> bytes:
        line = cells % values
        if line.count(COMMA) == commas:
            return line
        return COMMA.join(
            [
                b'"%b"' % text if COMMA in text else text or value
                for text, value in zip(values[::2], values[1::2], strict=True)
            ]
        )

    def make(part: bytes) -> bytes:
        found = () if ESCAPE in part else find(part)
        return made(found[0]) if found else read(part)

    def make_every(parts: Parts) -> list[bytes]:
        # JSON has no line breaks but escaped.
        joined = b"\n".join(parts)
        found = () if ESCAPE in joined else find(joined)
        if len(found) == len(parts):
            return [made(values) for values in found]
        return [make(part) for part in parts]

    return make_every


def _pattern(name: str, paths: Sequence[tuple[str, ...]]) -> bytes:
    """Of the JSON of a field whose values in these places are simple, in their order."""
    places: dict[str, Any] = {}
    for path in paths:
        at = places
        for step in path:
            at = at.setdefault(step, {})
    return _named(name, places)


def _named(name: str, places: dict[str, Any]) -> bytes:
    if not places:
        shape = SIMPLE
    else:
        inside = b", ".join(_named(step, further) for step, further in places.items())
        shape = rb"(?:null|\{" + inside + rb"\})"
    return re.escape(json.dumps(name)).encode() + b" ?: " + shape


def _maker_of_list(
    name: str, tellers: Sequence[Callable[[Any], str | None]], read: Maker, room: Room
) -> Maker:
    """Of objects that are read once each; whatever else is read as a whole."""

    def tell_each(beginning: bytes, rest: bytes) -> list[bytes | None]:
        value = _decode((beginning + rest).decode())
        texts = [tell(value) for tell in tellers]
        return [None if text is None else text.encode() for text in texts]

    known: dict[bytes, Known[list[bytes | None]]] = {}
    before, end = f"{json.dumps(name)} : [".encode(), b"]"

    def make(part: bytes) -> bytes:
        try:
            beginning, rests = _elements(part[len(before) : -len(end)])
            if beginning not in known:
                known[beginning] = Known(partial(tell_each, beginning), room)
            told = known[beginning].every(rests)
        except ValueError:
            return read(part)
        return COMMA.join([_list_cell(texts) for texts in zip(*told, strict=True)])

    return make


def _elements(inside: bytes) -> tuple[bytes, list[bytes]]:
    """The objects of a list, without its brackets: how all begin, and the rest of each. Raises
    ValueError for a list of other things.

    They begin with the same name. Quotes within texts are escaped, so such a beginning stands in no
    text; parted inside of a list that an object holds, they would be no JSON.
    """
    beginning = inside[: inside.index(b":") + 1]
    if not beginning.startswith(b'{"'):
        raise ValueError
    return beginning, inside[len(beginning) :].split(b", " + beginning)


def _list_cell(texts: Iterable[bytes | None]) -> bytes:
    return _text_cell(BETWEEN.join([text for text in texts if text is not None]))


def _text_cell(text: bytes) -> bytes:
    """As `csv_cells` writes a text."""
    if text.startswith(FORMULAS):
        text = b"'" + text
    if QUOTE in text:
        return QUOTE + text.replace(QUOTE, QUOTE * 2) + QUOTE
    return QUOTE + text + QUOTE if COMMA in text or b"\n" in text or b"\r" in text else text
