"""Opens tables given as CSV or XLSX, as streams of rows with the numbers a spreadsheet shows.

The type is told by the content, not by the name of the file. What is not a whole table is refused
with words that tell what to do about it.
"""

from __future__ import annotations

import csv
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from django.utils.translation import gettext as _

LARGEST_UNPACKED = 200 * 1024 * 1024

Table = Iterator[tuple[int, list[str]]]


class TableError(Exception):
    """The file is not a whole, sound table of the kind asked for. Nothing of it was used."""


class WrongFileType(TableError):
    pass


class WrongEncoding(TableError):
    pass


class WrongColumns(TableError):
    pass


class CutFile(TableError):
    pass


@contextmanager
def open_table(source: Path | IO[bytes]) -> Iterator[Table]:
    """The rows of a CSV file or of the first sheet of an XLSX file, cells stripped."""
    with _opened(source) as stream:
        yield _table(stream)


@contextmanager
def _opened(source: Path | IO[bytes]) -> Iterator[IO[bytes]]:
    if isinstance(source, Path):
        with source.open("rb") as stream:
            yield stream
    else:
        source.seek(0)
        yield source


def _table(stream: IO[bytes]) -> Table:
    beginning = stream.read(512)
    stream.seek(0)
    if not beginning:
        raise CutFile(_("The file is empty."))
    if beginning.startswith(b"PK"):
        return _xlsx_table(stream)
    if beginning.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise WrongEncoding(_wrong_encoding(1))
    if beginning.startswith((b"\xd0\xcf\x11\xe0", b"%PDF", b"{\\rtf")) or b"\0" in beginning:
        raise WrongFileType(_wrong_type())
    return _csv_table(stream)


def _wrong_type() -> str:
    return _("This is not a table. Give it as CSV or XLSX (an old XLS is not read).")


def _wrong_encoding(row: int) -> str:
    return _(
        "Row %(row)d: the text is not in UTF-8 (perhaps in Windows-1251). "
        "Save the file as “CSV UTF-8” or as XLSX."
    ) % {"row": row}


def _csv_table(stream: IO[bytes]) -> Table:
    delimiter = _delimiter(stream)
    reader = csv.reader(_decoded_lines(stream), delimiter=delimiter, strict=True)
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise CutFile(
                _("Row %(row)d breaks off inside a quoted cell; the file seems to be cut.")
                % {"row": reader.line_num}
            ) from error
        yield reader.line_num, [cell.strip() for cell in cells]


def _delimiter(stream: IO[bytes]) -> str:
    sample = stream.read(4096).decode(errors="replace")
    stream.seek(0)
    return max(";,\t", key=sample.count)


def _decoded_lines(stream: IO[bytes]) -> Iterator[str]:
    """Decode line by line, so that a byte which is not UTF-8 is reported with its row."""
    for number, line in enumerate(stream, start=1):
        try:
            yield line.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError as error:
            if error.reason == "unexpected end of data" and not line.endswith(b"\n"):
                raise CutFile(breaks_off(number)) from error
            raise WrongEncoding(_wrong_encoding(number)) from error


def breaks_off(row: int) -> str:
    return _("The file breaks off in row %(row)d. Download it again.") % {"row": row}


def _xlsx_table(stream: IO[bytes]) -> Table:
    from openpyxl import load_workbook  # noqa: PLC0415 - slow to load, needed here only

    try:
        with zipfile.ZipFile(stream) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > LARGEST_UNPACKED:
                raise WrongFileType(_("The file is too large."))
        workbook = load_workbook(stream, read_only=True, data_only=True)
    except zipfile.BadZipFile as error:
        raise CutFile(_damaged()) from error
    except (KeyError, ValueError, OSError) as error:
        raise WrongFileType(_wrong_type()) from error
    return _sheet_rows(workbook.worksheets[0])


def _sheet_rows(sheet: object) -> Table:
    sheet.reset_dimensions()  # type: ignore[attr-defined] # some writers state them wrongly
    rows: Iterable[tuple[object, ...]] = sheet.iter_rows(values_only=True)  # type: ignore[attr-defined]
    try:
        for number, cells in enumerate(rows, start=1):
            yield number, ["" if cell is None else str(cell).strip() for cell in cells]
    except (zipfile.BadZipFile, zlib.error, SyntaxError) as error:  # XML errors are SyntaxErrors
        raise CutFile(_damaged()) from error


def _damaged() -> str:
    return _("The XLSX file is damaged or cut. Download it again.")
