"""Workbooks (XLSX) opened with care: neither bombs nor macros, no more than allowed."""

from __future__ import annotations

import datetime as dt
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import IO, Any

from django.utils.translation import gettext_lazy as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from common.exchange.cells import MOST_COLUMNS, Cells, clean
from common.exchange.problems import UnreadableTable

LARGEST_UNPACKED = 150 * 1024 * 1024
LARGEST_SHARED_TEXTS = 60 * 1024 * 1024
MOST_PARTS = 2000
XLSX_FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    InvalidFileException,
    AttributeError,
    EOFError,
    IndexError,
    KeyError,
    NotImplementedError,
    OSError,
    RuntimeError,
    SyntaxError,  # what the XML parser raises
    TypeError,
    ValueError,
)


@contextmanager
def workbook(file: IO[bytes]) -> Iterator[Any]:
    try:
        with zipfile.ZipFile(file) as archive:
            _refuse_archive(archive)
        # What openpyxl warns of (lost styles, lists of choices) means nothing for reading.
        warnings.filterwarnings("ignore", category=UserWarning, module="openpyxl")
        book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
    except XLSX_FAULTS as error:
        raise _damaged() from error
    try:
        yield book
    finally:
        book.close()


def _refuse_archive(archive: zipfile.ZipFile) -> None:
    parts = {entry.filename: entry for entry in archive.infolist()}
    if "xl/workbook.xml" not in parts:
        raise _not_a_workbook(parts)
    texts = parts.get("xl/sharedStrings.xml")
    if (
        len(parts) > MOST_PARTS
        or sum(entry.file_size for entry in parts.values()) > LARGEST_UNPACKED
        or (texts is not None and texts.file_size > LARGEST_SHARED_TEXTS)
    ):
        raise UnreadableTable(
            _("Unpacked, the file is far too large. Leave only the table in it and try again.")
        )


def _not_a_workbook(parts: Iterable[str]) -> UnreadableTable:
    if "word/document.xml" in parts:
        return UnreadableTable(
            _("This is a Word document. Copy the table into a spreadsheet and save it as XLSX.")
        )
    if "content.xml" in parts or "xl/workbook.bin" in parts:
        return UnreadableTable(
            _("Tables of this kind are not read. Open the file and save it as XLSX.")
        )
    return UnreadableTable(_("This is an archive, not a table. Give the table as CSV or XLSX."))


def _damaged() -> UnreadableTable:
    return UnreadableTable(
        _("The XLSX file is damaged or cut. Save it again in a spreadsheet program.")
    )


def sheet_rows(sheet: Any) -> Iterator[Cells]:
    sheet.reset_dimensions()  # some programs state them wrongly
    try:
        for cells in sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS):
            yield _trimmed([_text(cell) for cell in cells])
    except XLSX_FAULTS as error:
        raise _damaged() from error


def _trimmed(cells: Cells) -> Cells:
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    return str(value)
