"""What an app says to let a table into its register, and how the rows of a table are judged.

An app subclasses `Importer` and `Session` and calls `register_importer` in `AppConfig.ready()`;
pages, files, progress and repetition come from here. See docs/import.md.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from common.design.languages import in_languages
from common.exchange.columns import ImportColumn, More, columns_of, other_headings
from common.exchange.enums import Outcome
from common.exchange.models import ImportJob, ImportRow
from common.exchange.problems import Level, Problem
from common.exchange.tables import FORMULA_STARTS
from common.intake.refusals import Refusal
from common.intake.values import WrongValues
from common.registers.register import Register

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

# A checked row: import column → value as it is kept. Only columns in which the file says something.
Data = dict[str, Any]
# What spreadsheet programs put where a formula failed.
FAILED_FORMULAS = frozenset(
    {"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#Н/Д", "#ССЫЛКА!"}
)


@dataclass
class Checked:
    data: Data
    problems: list[Problem] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        return not any(problem.keeps_out for problem in self.problems)


@dataclass(frozen=True)
class Suggestion:
    """A record that the row may mean; a person decides."""

    reference: str
    label: str
    url: str
    reason: _StrPromise | str
    values: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {
            "reference": self.reference,
            "label": self.label,
            "url": self.url,
            "reason": in_languages(self.reason, self.values),
        }


@dataclass(frozen=True)
class Match:
    """`record` when it is certain, with the reason; `suggestions` when it is not."""

    record: str = ""
    why: str | Promise = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    suggestions: tuple[Suggestion, ...] = ()
    problems: tuple[Problem, ...] = ()


class RowRefused(Exception):
    """The register does not take the row. What is said is shown beside it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = list(problems)
        super().__init__(self.problems)


@contextmanager
def refusals(columns: Mapping[str, str] | None = None) -> Iterator[None]:
    """Turns what services refuse into words beside the cells of the row.

    `columns`: field of the service → column of the table, where they are called otherwise.
    """
    named = columns or {}
    try:
        yield
    except Refusal as error:
        found = error.errors if isinstance(error, WrongValues) else {"": [str(error)]}
        raise RowRefused(
            # A finished sentence: its percent signs are no places for values.
            Problem(named.get(name, name), "", text.replace("%", "%%"))
            for name, texts in found.items()
            for text in texts
        ) from error


class Session(ABC):
    """One pass over one table, with what it needs to know of the register loaded once."""

    # Lists that a row only adds to; other lists become what the row says.
    additive: frozenset[str] = frozenset()

    def joined(self, column: str, held: Sequence[str], said: Sequence[str]) -> list[str]:
        """What an additive list of the record becomes by what the row says."""
        return list(dict.fromkeys([*held, *said]))

    @abstractmethod
    def check(self, cells: Mapping[str, str]) -> Checked:
        """Turn texts into values. Asks nothing of the database; an empty cell says nothing."""

    @abstractmethod
    def keys(self, data: Data) -> Iterable[tuple[str, str]]:
        """(column, value) pairs by which two rows of one file would be the same record."""

    @abstractmethod
    def match(self, data: Data) -> Match:
        """The record that this row is, if that is certain."""

    def suggest(self, rows: Sequence[Data]) -> Sequence[Sequence[Suggestion]]:
        """For each of the rows that match nothing: records that it may mean."""
        return [()] * len(rows)

    def check_new(self, data: Data) -> Iterable[Problem]:
        """What a new record lacks that an existing one has already."""
        return ()

    @abstractmethod
    def current(self, records: Iterable[str]) -> Mapping[str, Data]:
        """The records as they are, in the shape that `check` gives."""

    def check_change(self, actor: Any, record: str, diff: Sequence[Change]) -> Iterable[Problem]:
        """Why this person may not make these changes, or the record cannot take them."""
        return ()

    @abstractmethod
    def create(self, actor: Any, data: Data, job: ImportJob) -> str:
        """Register it through the app's service; its reference. Raises RowRefused."""

    @abstractmethod
    def change(self, actor: Any, record: str, data: Data) -> None:
        """Complete the record through the app's service. Raises RowRefused."""

    @abstractmethod
    def label(self, data: Data) -> str:
        """What a person calls the row."""


class Importer(ABC):
    """One register's door for tables."""

    name: str
    register: Register
    # Column of the table → what is said of it besides what the register says.
    more: Mapping[str, More] = {}
    # The column by which a session names a record.
    key = "reference"
    # Its records are always some office's: whoever works for several says whose they are.
    needs_office = False

    @abstractmethod
    def may_import(self, user: Any) -> bool: ...

    @abstractmethod
    def open(self, job: ImportJob) -> Session: ...

    def offices(self, user: Any) -> Sequence[tuple[str, str]]:
        """(word, name) of each office on whose behalf the user may bring in a table."""
        return ()

    def urls_of(self, records: Iterable[str]) -> Mapping[str, str]:
        """Reference of a record → its page."""
        model: Any = self.register.model
        rows = model.objects.filter(**{f"{self.key}__in": list(records)})
        return {str(getattr(one, self.key)): one.get_absolute_url() for one in rows}

    @cached_property
    def columns(self) -> tuple[ImportColumn, ...]:
        return columns_of(self.register, self.more)

    @cached_property
    def by_name(self) -> Mapping[str, ImportColumn]:
        return {column.name: column for column in self.columns}

    @cached_property
    def known_headings(self) -> frozenset[str]:
        return other_headings(self.register)

    def shown(self, column: str, value: Any) -> str:
        known = self.by_name.get(column)
        return known.show(value) if known else str(value)


class ReadsJson(ABC):
    """Beside `Importer`, for a register that comes as JSON of another shape than plain rows too."""

    @abstractmethod
    def rows_of_json(self, content: Any) -> Iterator[Sequence[Any]]:
        """The heading and the rows of such a file. KeyError, TypeError for any other file."""


_importers: dict[str, Importer] = {}


def register_importer(importer: Importer) -> None:
    _importers[importer.name] = importer


def importer(name: str) -> Importer:
    """Raises KeyError for a register into which no table may go."""
    return _importers[name]


@dataclass(frozen=True)
class Change:
    column: str
    before: Any
    after: Any

    def as_json(self) -> dict[str, Any]:
        return {"column": self.column, "before": self.before, "after": self.after}


def changes(session: Session, data: Data, current: Data) -> list[Change]:
    """What the row says otherwise than the record. An empty cell never changes anything."""
    found = []
    for column, said in data.items():
        before = current.get(column)
        after = said
        if column in session.additive:
            after = session.joined(column, before or (), said)
        if _in_no_order(after) != _in_no_order(before):
            found.append(Change(column, before, after))
    return found


def _in_no_order(value: Any) -> Any:
    """The order in which themes or languages are listed is no change."""
    return set(value) if isinstance(value, list) else value


@dataclass
class Judge:
    """Judges the rows of one table in batches, remembering what earlier rows have claimed."""

    importer: Importer
    session: Session
    actor: Any
    # (column, key) → number of the good row that came first.
    claimed: dict[tuple[str, str], int] = field(default_factory=dict)

    def judge(self, rows: Sequence[ImportRow]) -> None:
        """Fill in outcome, problems, diff, record and suggestions of each row. Saves nothing."""
        judged = [(row, self._checked(row)) for row in rows]
        known: list[tuple[ImportRow, Checked]] = []
        unknown: list[tuple[ImportRow, Checked]] = []
        for row, checked in judged:
            row.label = self.session.label(checked.data)[:300]
            if checked.is_good:
                self._claim(row, checked)
            if checked.is_good:
                self._match(row, checked, known, unknown)
        self._judge_known(known)
        self._judge_unknown(unknown)
        for row, checked in judged:
            row.problems = [problem.as_json() for problem in checked.problems]
            if not checked.is_good:
                row.outcome, row.diff, row.suggestions = Outcome.ERROR, [], []

    def _checked(self, row: ImportRow) -> Checked:
        cells = row.cells()
        problems = list(self._structural(row, cells))
        if any(problem.level is Level.CRITICAL for problem in problems):
            return Checked({}, problems)
        checked = self.session.check(cells)
        checked.problems = [*problems, *checked.problems]
        return checked

    def _structural(self, row: ImportRow, cells: Mapping[str, str]) -> Iterable[Problem]:
        headers = len(row.job.headers)
        if any(row.raw[headers:]) and not row.job.sheet:
            yield Problem(
                "",
                row.raw[headers],
                _("The row has more cells than the heading. Is there a stray separator in it?"),
                Level.CRITICAL,
            )
        if self._is_example(cells):
            yield Problem("", "", _("This is the example row of the template. Delete it."))
        for column, text in cells.items():
            if text.upper() in FAILED_FORMULAS:
                yield Problem(column, text, _("A formula failed here. Put in the value itself."))
            elif text.startswith(FORMULA_STARTS) and len(text) > 1:
                yield Problem(
                    column, text, _("This looks like a formula. Taken as text."), Level.WARNING
                )

    def _is_example(self, cells: Mapping[str, str]) -> bool:
        required = [column for column in self.importer.columns if column.required]
        return bool(required) and all(
            column.example and cells.get(column.name) == column.example for column in required
        )

    def _claim(self, row: ImportRow, checked: Checked) -> None:
        """The second row of the same record is the wrong one, and says which was first."""
        mine = list(self.session.keys(checked.data))
        for column, key in mine:
            first = self.claimed.get((column, key))
            if first is not None and first != row.number:
                checked.problems.append(_stands_already(column, checked.data.get(column), first))
                return
        self.claimed.update(dict.fromkeys(mine, row.number))

    def _match(
        self,
        row: ImportRow,
        checked: Checked,
        known: list[tuple[ImportRow, Checked]],
        unknown: list[tuple[ImportRow, Checked]],
    ) -> None:
        match = self.session.match(checked.data)
        checked.problems.extend(match.problems)
        row.record = match.record
        row.why = in_languages(match.why, match.values) if match.why else {}
        row.suggestions = [one.as_json() for one in match.suggestions]
        if not match.record:
            unknown.append((row, checked))
            return
        first = self.claimed.setdefault(("", match.record), row.number)
        if first != row.number:
            checked.problems.append(_stands_already("", row.label, first))
            return
        known.append((row, checked))

    def _judge_known(self, rows: Sequence[tuple[ImportRow, Checked]]) -> None:
        current = self.session.current(row.record for row, _checked in rows)
        for row, checked in rows:
            self.compare(row, checked, current[row.record])

    def compare(self, row: ImportRow, checked: Checked, current: Data) -> None:
        """Set the row's diff against the record that it is, and whether it may be made."""
        diff = changes(self.session, checked.data, current)
        row.diff = [change.as_json() for change in diff]
        row.outcome = Outcome.CHANGED if diff else Outcome.UNCHANGED
        if diff:
            checked.problems.extend(self.session.check_change(self.actor, row.record, diff))

    def _judge_unknown(self, rows: Sequence[tuple[ImportRow, Checked]]) -> None:
        open_rows = [(row, checked) for row, checked in rows if not row.suggestions]
        offered = self.session.suggest([checked.data for _row, checked in open_rows])
        for (row, _checked), suggestions in zip(open_rows, offered, strict=True):
            row.suggestions = [one.as_json() for one in suggestions]
        for row, checked in rows:
            row.outcome = Outcome.DUPLICATE if row.suggestions else Outcome.NEW
            row.diff = []
            lacking = list(self.session.check_new(checked.data))
            if row.outcome == Outcome.NEW:
                checked.problems.extend(lacking)


def _stands_already(column: str, value: Any, first: int) -> Problem:
    shown = ", ".join(value) if isinstance(value, list) else str(value or "")
    return Problem(
        column,
        shown,
        _("The same record stands in row %(first)s already. Leave one of the two."),
        values={"first": first},
    )
