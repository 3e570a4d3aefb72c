"""Tables out: CSV that Excel opens with Cyrillic whole, and XLSX, both in constant memory."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import IO, Any, TypeVar

import xlsxwriter

Cell = Any
Item = TypeVar("Item")

# A cell that begins with one of these would be run as a formula by a spreadsheet.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
BOM = "\ufeff"
LARGEST_CELL = 32_767
LINES_AT_ONCE = 200


def harmless(value: Cell) -> Cell:
    """Text that would be a formula gets an apostrophe in front; numbers stay numbers."""
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return "'" + value
    return value


def batches(items: Iterable[Item]) -> Iterator[list[Item]]:
    """What is sent is sent some at a time: a piece for each line costs more than making it."""
    left = iter(items)
    while some := list(islice(left, LINES_AT_ONCE)):
        yield some


class _Echo:
    """A file that hands back what is written, for csv.writer to write into a stream."""

    def write(self, value: str) -> str:
        return value


def csv_lines(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """UTF-8 with BOM (Excel needs it), comma-separated, some lines at a time."""
    writer: Any = csv.writer(_Echo())  # one for each answer: it makes its lines in one place
    yield BOM + writer.writerow([harmless(cell) for cell in header])
    for some in batches(rows):
        yield "".join([writer.writerow([_for_csv(cell) for cell in row]) for row in some])


def csv_line(cells: Iterable[Cell]) -> str:
    """These cells as they stand in a line of `csv_lines` that has others too, without its end."""
    line: str = csv.writer(_Echo()).writerow(["", *(_for_csv(cell) for cell in cells)])
    return line.removeprefix(",").removesuffix("\r\n")


def _for_csv(value: Cell) -> Cell:
    """`true` and `false` as in JSON."""
    return str(value).lower() if isinstance(value, bool) else harmless(value)


def xlsx_file(title: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> IO[bytes]:
    """A temporary XLSX file, rewound; rows are written out as they come."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the answer closes it
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        sheet = book.add_worksheet(title[:31])
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, max(len(header) - 1, 0), 24)
        sheet.write_row(0, 0, header, bold)
        for number, row in enumerate(rows, start=1):
            sheet.write_row(number, 0, [_for_xlsx(cell) for cell in row])
    file.seek(0)
    return file


def _for_xlsx(cell: Cell) -> Cell:
    value = harmless(cell)
    return value[:LARGEST_CELL] if isinstance(value, str) else value
