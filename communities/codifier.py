"""Reads the ministry's codifier of territories (КАТОТТГ), as CSV or XLSX.

The file is read as a stream and checked whole before anything is given back: a cut or damaged
file is refused with the numbers of its bad rows, and nothing of it is used. Of its seven columns
the first five repeat the codes of all ancestors, the row's own code being the last one filled.
A code shares the digits of its ancestors but not their unique tail, so a parent is never computed
from a code, only looked up.
"""

from __future__ import annotations

import csv
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import IO

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

CODE = re.compile(r"UA\d{17}")
TAIL_DIGITS = 5  # unique in the whole country, and kept when a unit moves to another parent
CENTRE = "001"  # the centre of a community is always its first settlement
FIRST_LEVEL_UNITS = 27  # 24 oblasts, Crimea, Kyiv and Sevastopol: set by the Constitution
COLUMNS = (
    "Перший рівень",
    "Другий рівень",
    "Третій рівень",
    "Четвертий рівень",
    "Додатковий рівень",
    "Категорія об’єкта",
    "Назва об’єкта",
)
ROWS_BEFORE_HEADER = 20  # the XLSX begins with the order that approved it
PROBLEMS_SHOWN = 20
LARGEST_UNPACKED = 200 * 1024 * 1024


class Category(StrEnum):
    OBLAST = "O"
    SPECIAL_CITY = "K"
    RAION = "P"
    COMMUNITY = "H"
    CITY = "M"
    URBAN_TYPE = "T"  # until January 2024; a settlement since
    SETTLEMENT = "X"
    VILLAGE = "C"
    CITY_DISTRICT = "B"


LEVELS = {
    Category.OBLAST: 1,
    Category.SPECIAL_CITY: 1,
    Category.RAION: 2,
    Category.COMMUNITY: 3,
    Category.CITY: 4,
    Category.URBAN_TYPE: 4,
    Category.SETTLEMENT: 4,
    Category.VILLAGE: 4,
    Category.CITY_DISTRICT: 5,
}
# Some editions were typed with Cyrillic letters that look the same.
LATIN_LOOKALIKES = str.maketrans("ОКРНМТХСВ", "OKPHMTXCB")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one row; `row` is its number as a spreadsheet shows it."""

    row: int
    message: str

    def __str__(self) -> str:
        return _("Row %(row)d: %(message)s") % {"row": self.row, "message": self.message}


class CodifierError(Exception):
    """The file is not a whole, sound codifier. Nothing of it was used."""


class WrongFileType(CodifierError):
    pass


class WrongEncoding(CodifierError):
    pass


class WrongColumns(CodifierError):
    pass


class CutFile(CodifierError):
    pass


class BadRows(CodifierError):
    """Rows that cannot be right, the first of them listed."""

    def __init__(self, problems: Sequence[Problem], total: int) -> None:
        self.problems = tuple(problems)
        self.total = total
        heading = ngettext(
            "The codifier has %(count)d bad row. Nothing was changed.",
            "The codifier has %(count)d bad rows. Nothing was changed.",
            total,
        ) % {"count": total}
        super().__init__("\n".join([heading, *map(str, self.problems)]))


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the codifier: its own code, and those of its ancestors from the top."""

    number: int
    code: str
    ancestors: tuple[str, ...]
    category: Category
    name: str


@dataclass(frozen=True, slots=True)
class Place:
    code: str
    name: str
    category: Category


@dataclass(frozen=True, slots=True)
class Unit:
    """An oblast, raion or community; only a community has a centre."""

    code: str
    parent: str
    category: Category
    name: str
    centre: Place | None = None

    @property
    def tail(self) -> str:
        return self.code[-TAIL_DIGITS:]


@dataclass(slots=True)
class Codifier:
    """What the portal keeps of the codifier, and how much it read to get there."""

    first_level: list[Unit] = field(default_factory=list)
    raions: list[Unit] = field(default_factory=list)
    communities: list[Unit] = field(default_factory=list)
    rows: int = 0
    settlements: int = 0


def read_codifier(source: Path | IO[bytes]) -> Codifier:
    """Read and check the whole file; refuse it with a `CodifierError` that names the rows."""
    return _Check().run(read_rows(source))


def read_rows(source: Path | IO[bytes]) -> Iterator[Row | Problem]:
    """Read the rows one by one; a row that cannot be read comes out as a `Problem`."""
    with _opened(source) as stream:
        table = _table(stream)
        places = _find_header(table)
        for number, cells in table:
            if any(cells):
                yield _row(number, cells, places)


# --- files ---------------------------------------------------------------------------------------


@contextmanager
def _opened(source: Path | IO[bytes]) -> Iterator[IO[bytes]]:
    if isinstance(source, Path):
        with source.open("rb") as stream:
            yield stream
    else:
        source.seek(0)
        yield source


Table = Iterator[tuple[int, list[str]]]


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
    return _("This is not a table. Give the codifier as CSV or XLSX (an old XLS is not read).")


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
                raise CutFile(_breaks_off(number)) from error
            raise WrongEncoding(_wrong_encoding(number)) from error


def _breaks_off(row: int) -> str:
    return _("The file breaks off in row %(row)d. Download it again.") % {"row": row}


def _xlsx_table(stream: IO[bytes]) -> Table:
    from openpyxl import load_workbook  # noqa: PLC0415 - slow to load, needed here only

    try:
        with zipfile.ZipFile(stream) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > LARGEST_UNPACKED:
                raise WrongFileType(_("The file is too large to be the codifier."))
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


# --- rows ----------------------------------------------------------------------------------------


def _plain(heading: str) -> str:
    words = heading.replace("'", "’").replace("ʼ", "’").lower().split()  # noqa: RUF001
    return " ".join(words)


def _find_header(table: Table) -> list[int]:
    """Skip the title rows; say where each expected column stands."""
    seen: list[str] = []
    for number, cells in table:
        headings = [_plain(cell) for cell in cells]
        if _plain(COLUMNS[0]) in headings or _plain(COLUMNS[-1]) in headings:
            return _places(number, headings)
        seen = seen or [cell for cell in cells if cell]
        if number >= ROWS_BEFORE_HEADER:
            break
    raise WrongColumns(
        _("Row 1: the columns of the codifier were not found. Expected: %(expected)s. Found: %(found)s.")
        % {"expected": "; ".join(COLUMNS), "found": "; ".join(seen)[:200]}
    )


def _places(number: int, headings: list[str]) -> list[int]:
    missing = [column for column in COLUMNS if _plain(column) not in headings]
    if missing:
        raise WrongColumns(
            _("Row %(row)d: these columns are missing: %(missing)s.")
            % {"row": number, "missing": "; ".join(missing)}
        )
    return [headings.index(_plain(column)) for column in COLUMNS]


def _row(number: int, cells: list[str], places: list[int]) -> Row | Problem:
    if len(cells) <= max(places):
        return Problem(number, _("the row is incomplete."))
    *codes, category, name = (cells[place] for place in places)
    filled = [code for code in codes if code]
    problem = _problem(codes, filled, category.translate(LATIN_LOOKALIKES), name)
    if problem:
        return Problem(number, problem)
    return Row(
        number=number,
        code=filled[-1],
        ancestors=tuple(filled[:-1]),
        category=Category(category.translate(LATIN_LOOKALIKES)),
        name=" ".join(name.split()),
    )


def _problem(codes: list[str], filled: list[str], category: str, name: str) -> str:
    for code in filled:
        if not CODE.fullmatch(code):
            return _("“%(code)s” is not a code (UA and 17 digits).") % {"code": code}
    if category not in set(Category):
        return _("category “%(category)s” is unknown.") % {"category": category}
    if len(filled) != LEVELS[Category(category)] or codes[: len(filled)] != filled:
        return _("the codes do not fit category %(category)s: a level is missing or too many.") % {
            "category": category
        }
    return "" if name else _("the name is missing.")


# --- the whole -----------------------------------------------------------------------------------


class _Check:
    """Gathers the units while rows pass by, and everything that is wrong with the whole."""

    def __init__(self) -> None:
        self.codifier = Codifier()
        self.numbers: dict[str, int] = {}
        self.parents: dict[str, tuple[int, str]] = {}
        self.centres: dict[str, Place] = {}
        self.communities: list[Row] = []
        self.problems: list[Problem] = []
        self.last_row = 0

    def run(self, rows: Iterable[Row | Problem]) -> Codifier:
        last: Row | Problem | None = None
        for last in rows:
            if isinstance(last, Problem):
                self.problems.append(last)
                self.last_row = last.row
            else:
                self.take(last)
                self.last_row = last.number
        self.refuse_cut(last)
        self.refuse_unknown_parents()
        self.join_centres()
        self.refuse_problems()
        return self.codifier

    def take(self, row: Row) -> None:
        self.codifier.rows += 1
        if row.code in self.numbers:
            self.problems.append(
                Problem(
                    row.number,
                    _("code %(code)s already stands in row %(row)d.")
                    % {"code": row.code, "row": self.numbers[row.code]},
                )
            )
            return
        self.numbers[row.code] = row.number
        for ancestor in row.ancestors:
            self.parents.setdefault(ancestor, (row.number, row.code))
        self.keep(row)

    def keep(self, row: Row) -> None:
        level = LEVELS[row.category]
        if level == 1:
            self.codifier.first_level.append(_unit(row))
        elif level == 2:  # noqa: PLR2004 - the levels are the columns of the file
            self.codifier.raions.append(_unit(row))
        elif level == 3:  # noqa: PLR2004
            self.communities.append(row)
        elif level == 4:  # noqa: PLR2004
            self.codifier.settlements += 1
            if row.code[9:12] == CENTRE:
                self.centres[row.ancestors[-1]] = Place(row.code, row.name, row.category)

    def join_centres(self) -> None:
        for row in self.communities:
            centre = self.centres.get(row.code)
            if centre is None:
                text = _("community “%(name)s” has no centre settlement in the file.")
                self.problems.append(Problem(row.number, text % {"name": row.name}))
            self.codifier.communities.append(_unit(row, centre))

    def refuse_cut(self, last: Row | Problem | None) -> None:
        """A file that stops early is said to be cut, rather than full of unknown parents."""
        found = len(self.codifier.first_level)
        if found >= FIRST_LEVEL_UNITS:
            return
        if isinstance(last, Problem) and len(self.problems) == 1:
            raise CutFile(f"{last} {_breaks_off(last.row)}")
        if not self.problems:
            raise CutFile(
                _(
                    "Row %(row)d is the last one, and only %(found)d of %(expected)d oblasts and "
                    "cities with special status were found. The file seems to be cut."
                )
                % {"row": self.last_row, "found": found, "expected": FIRST_LEVEL_UNITS}
            )

    def refuse_unknown_parents(self) -> None:
        for ancestor, (number, code) in self.parents.items():
            if ancestor not in self.numbers:
                text = _("%(code)s belongs to %(parent)s, which is not in the file.")
                self.problems.append(Problem(number, text % {"code": code, "parent": ancestor}))
        self.refuse_wrong_level(self.codifier.raions, self.codifier.first_level)
        self.refuse_wrong_level([_unit(row) for row in self.communities], self.codifier.raions)

    def refuse_wrong_level(self, units: Iterable[Unit], parents: Iterable[Unit]) -> None:
        allowed = {parent.code for parent in parents}
        for unit in units:
            if unit.parent in self.numbers and unit.parent not in allowed:
                text = _("%(code)s cannot belong to %(parent)s, a unit of another level.")
                details = {"code": unit.code, "parent": unit.parent}
                self.problems.append(Problem(self.numbers[unit.code], text % details))

    def refuse_problems(self) -> None:
        if self.problems:
            ordered = sorted(self.problems, key=lambda problem: problem.row)
            raise BadRows(ordered[:PROBLEMS_SHOWN], len(ordered))


def _unit(row: Row, centre: Place | None = None) -> Unit:
    parent = row.ancestors[-1] if row.ancestors else ""
    return Unit(row.code, parent, row.category, row.name, centre)
