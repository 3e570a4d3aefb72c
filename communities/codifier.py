"""Reads the ministry's codifier of territories (КАТОТТГ), as CSV or XLSX.

The file is read as a stream and checked whole before anything is given back: a cut or damaged
file is refused with the numbers of its bad rows, and nothing of it is used. Of its seven columns
the first five repeat the codes of all ancestors, the row's own code being the last one filled.
A code shares the digits of its ancestors but not their unique tail, so a parent is never computed
from a code, only looked up.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import IO

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from communities.table_files import (
    CutFile,
    Table,
    TableError,
    WrongColumns,
    breaks_off,
    open_table,
)

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


class BadRows(TableError):
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
    """The centre of a community; the codifier itself knows neither coordinates nor people."""

    code: str
    name: str
    category: Category
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    population: int | None = None


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
    """Read and check the whole file; refuse it with a `TableError` that names the rows."""
    return _Check().run(read_rows(source))


def read_rows(source: Path | IO[bytes]) -> Iterator[Row | Problem]:
    """Read the rows one by one; a row that cannot be read comes out as a `Problem`."""
    with open_table(source) as table:
        places = _find_header(table)
        for number, cells in table:
            if any(cells):
                yield _row(number, cells, places)


# --- rows ----------------------------------------------------------------------------------------


def _plain(heading: str) -> str:
    words = heading.replace("'", "’").replace("ʼ", "’").lower().split()
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
        _(
            "Row 1: the columns of the codifier were not found. "
            "Expected: %(expected)s. Found: %(found)s."
        )
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
        if level == 1:  # the levels are the columns of the file
            self.codifier.first_level.append(_unit(row))
        elif level == 2:
            self.codifier.raions.append(_unit(row))
        elif level == 3:
            self.communities.append(row)
        elif level == 4:
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
            raise CutFile(f"{last} {breaks_off(last.row)}")
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
