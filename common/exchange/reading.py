"""Tables in: an uploaded CSV, XLSX or JSON as rows of text with their numbers in the file.

The kind of file is told by its content, never by its name. Nothing in it is evaluated: of a
formula only the value that the spreadsheet program had stored is read.
"""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import IO, Any

import filetype
from django.conf import settings
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from openpyxl.utils import get_column_letter

from common.design.formats import quoted
from common.exchange.cells import Cells, clean
from common.exchange.columns import ImportColumn, heading_key
from common.exchange.json_rows import is_json, json_rows
from common.exchange.problems import UnreadableTable
from common.exchange.workbooks import sheet_rows, workbook

MOST_ROWS = 50_000
HEADER_WITHIN = 20
DELIMITERS = ";,\t|"


@dataclass(frozen=True)
class SourceRow:
    """A row under the heading: its number in the file, and its cells as text."""

    number: int
    cells: Cells


@dataclass
class Table:
    """An opened table. `columns` holds, for each heading, the import column's name or nothing."""

    headers: list[str]
    columns: list[str]
    rows: Iterator[SourceRow]
    header_row: int
    sheet: str = ""
    sheets: Sequence[str] = ()
    encoding: str = ""


@dataclass(frozen=True)
class _Sheet:
    name: str
    rows: Iterator[Cells]


@contextmanager
def open_table(
    file: IO[bytes], columns: Sequence[ImportColumn], *, sheet: str = ""
) -> Iterator[Table]:
    """Find the heading row by the names of the columns, and read the rows under it as they come.

    Raises UnreadableTable, here or while the rows are read, with a sentence for the person.
    """
    if size_of(file) > settings.LARGEST_IMPORT_BYTES:
        largest = settings.LARGEST_IMPORT_BYTES // 1024 // 1024
        raise UnreadableTable(
            _("The file is larger than %(largest)s MB. Split it in parts."), largest=largest
        )
    beginning = file.read(4096)
    file.seek(0)
    if not beginning.strip(b"\xef\xbb\xbf\xff\xfe \r\n\t\0"):
        raise UnreadableTable(_("The file is empty."))
    if beginning.startswith(b"PK\x03\x04"):
        with workbook(file) as book:
            yield _table_of_workbook(book, columns, sheet)
    elif is_json(beginning):
        yield _table_of_json(file.read(), columns)
    else:
        _refuse_what_is_no_text(file, beginning)
        yield _table_of_text(*_decoded(file.read()), columns)


def _table_of_json(content: bytes, columns: Sequence[ImportColumn]) -> Table:
    headers, rows = json_rows(content)
    names = _names(columns)
    found = [names.get(heading_key(header), "") for header in headers]
    _refuse_header(headers, found, columns)
    cells = ([clean(cell) for cell in row] for row in rows)
    return Table(headers, found, _numbered(cells, 1), header_row=0)


def size_of(file: IO[bytes]) -> int:
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    return size


# CSV


def _refuse_what_is_no_text(file: IO[bytes], beginning: bytes) -> None:
    if beginning.startswith(b"\xd0\xcf\x11\xe0"):
        _refuse_old_excel(file)
    lowered = beginning.lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if lowered.startswith((b"<!doctype", b"<html", b"<table", b"<?xml", b"<meta", b"<head")):
        raise UnreadableTable(
            _(
                "This is a web page under the name of a table. Open it in a spreadsheet program "
                "and save it as XLSX."
            )
        )
    kind = filetype.guess(beginning)  # type: ignore[no-untyped-call]
    if kind is not None and not beginning.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnreadableTable(
            _("This is not a table but a file of another kind (%(kind)s). Give it as CSV or XLSX."),
            kind=kind.extension.upper(),
        )


def _refuse_old_excel(file: IO[bytes]) -> None:
    if "EncryptedPackage".encode("utf-16-le") in file.read():
        raise UnreadableTable(
            _("The file is protected by a password. Save it without one and upload it again.")
        )
    raise UnreadableTable(
        _("This is an old Excel file (XLS). Open it and save it as XLSX, then upload that.")
    )


def _decoded(content: bytes) -> tuple[str, str]:
    """The text and its encoding; UTF-8 first, then UTF-16 by its mark or its zeros, then 1251."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _strictly(content, "utf-16")
    if 0 in content[:4000]:
        # Separators and spaces have their zero first or last.
        big = content[:4000:2].count(0) > content[1:4000:2].count(0)
        return _strictly(content, "utf-16-be" if big else "utf-16-le")
    try:
        return _strictly(content, "utf-8-sig")
    except UnreadableTable:
        text, encoding = _strictly(content, "cp1251")
    if not re.search("[а-яіїєґ]", text.lower()):
        raise _unknown_encoding()
    return text, encoding


def _strictly(content: bytes, encoding: str) -> tuple[str, str]:
    try:
        text = content.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise _unknown_encoding() from error
    if "\0" in text:
        raise UnreadableTable(_("This is not a table. Give it as CSV or XLSX."))
    return text, encoding.removesuffix("-sig")


def _unknown_encoding() -> UnreadableTable:
    return UnreadableTable(
        _("The letters of the file cannot be read. Save it as “CSV UTF-8” or as XLSX.")
    )


def _table_of_text(text: str, encoding: str, columns: Sequence[ImportColumn]) -> Table:
    names = _names(columns)
    best = max(DELIMITERS, key=lambda delimiter: _promise(text, delimiter, names))
    table = _with_header(_Sheet("", _csv_rows(text, best)), columns)
    table.encoding = encoding
    return table


def _promise(text: str, delimiter: str, names: dict[str, str]) -> tuple[int, int]:
    """How many headings this delimiter brings out; where none is known, how many cells."""
    rows: list[Cells] = []
    with suppress(UnreadableTable):  # what stands before the trouble tells enough
        rows.extend(itertools.islice(_csv_rows(text, delimiter), HEADER_WITHIN))
    known = (len({names.get(heading_key(cell)) for cell in row} - {None}) for row in rows)
    return (max(known, default=0), max(map(len, rows), default=0))


def _csv_rows(text: str, delimiter: str) -> Iterator[Cells]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise UnreadableTable(
                _(
                    "Row %(row)s: a quotation mark is not closed or stands inside a cell, so the "
                    "rest cannot be read. Mend it, or save the table as XLSX."
                ),
                row=number,
            ) from error
        yield [clean(cell) for cell in cells]


def _table_of_workbook(book: Any, columns: Sequence[ImportColumn], wanted: str) -> Table:
    shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    names = [sheet.title for sheet in shown]
    chosen = [sheet for sheet in shown if sheet.title == wanted] or shown
    refusal = UnreadableTable(_("The file has no sheet with a table."))
    for sheet in chosen:
        try:
            table = _with_header(_Sheet(sheet.title, sheet_rows(sheet)), columns)
        except UnreadableTable as error:
            # The trouble of the first sheet is what the person most likely meant.
            refusal = error if sheet is chosen[0] else refusal
        else:
            table.sheets = names
            return table
    raise refusal


# The heading


def _names(columns: Sequence[ImportColumn]) -> dict[str, str]:
    return {key: column.name for column in columns for key in column.keys()}  # noqa: SIM118


def _with_header(sheet: _Sheet, columns: Sequence[ImportColumn]) -> Table:
    names = _names(columns)
    beginning = list(itertools.islice(sheet.rows, HEADER_WITHIN))
    if not any(any(cells) for cells in beginning):
        raise UnreadableTable(_("The table is empty."))
    scores = [len({names.get(heading_key(cell)) for cell in row} - {None}) for row in beginning]
    place = scores.index(max(scores))
    headers = list(beginning[place])
    found = [names.get(heading_key(cell), "") for cell in headers]
    _refuse_header(headers, found, columns)
    rows = _numbered(itertools.chain(beginning[place + 1 :], sheet.rows), place + 2)
    return Table(headers, found, rows, header_row=place + 1, sheet=sheet.name)


def _refuse_header(
    headers: Sequence[str], found: Sequence[str], columns: Sequence[ImportColumn]
) -> None:
    required = [column.label for column in columns if column.required]
    if not any(found):
        raise UnreadableTable(
            _("There is no heading row: one row must name the columns, at least %(columns)s."),
            columns=listed(required),
        )
    missing = [one.label for one in columns if one.required and one.name not in found]
    if missing:
        raise UnreadableTable(
            _("The table has no column %(columns)s, without which nothing can be taken in."),
            columns=listed(missing),
        )
    for name in dict.fromkeys(found):
        places = [place for place, one in enumerate(found, start=1) if one == name]
        if name and len(places) > 1:
            raise UnreadableTable(
                _("The column “%(column)s” stands twice, in %(places)s. Leave one of them."),
                column=headers[places[0] - 1],
                places=", ".join(get_column_letter(place) for place in places),
            )


def _listed(labels: Iterable[Any]) -> str:
    return ", ".join(quoted(str(label)) for label in labels)


# A refusal is told in both languages: names and quotes are made when it is told.
listed = lazy(_listed, str)


def _numbered(rows: Iterable[Cells], first: int) -> Iterator[SourceRow]:
    """Rows that hold something, with their numbers; the row of column numbers is left out."""
    taken = 0
    for number, cells in enumerate(rows, start=first):
        if not any(cells) or (taken == 0 and _only_counts(cells)):
            continue
        taken += 1
        if taken > MOST_ROWS:
            raise UnreadableTable(
                _("The table has more than %(most)s rows. Split it in parts."), most=MOST_ROWS
            )
        yield SourceRow(number, cells)


def _only_counts(cells: Cells) -> bool:
    """Official tables often number their columns 1, 2, 3 … under the heading."""
    return len(cells) > 2 and cells == [str(place) for place in range(1, len(cells) + 1)]
