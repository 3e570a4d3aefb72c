"""Rows that name a record of the portal, by its reference or by what no two records share.

`RecordSession` is what imports of single records have alike: recognising, comparing, keeping. An
app says how its records are found, shown as values, written and changed.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from common.exchange.imports import Change, Checked, Data, Match, Session, refusals
from common.exchange.models import ImportJob
from common.exchange.problems import Problem
from common.intake.values import Errors

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

# Column of the table → field of the service's data, and how its value is made of what is kept.
Taking = Mapping[str, tuple[str, Callable[[Any], Any]]]


class RecordSession(Session):
    """One pass over a table whose rows are single records of the register."""

    # The column that names a record for ever; empty when `natural_key` alone does.
    key_column = "reference"
    # The cell beside which a double row is named, and by which the row is called.
    named = "title"
    taking: Taking = {}
    unknown: _StrPromise | str = _("There is no such record that you may see.")
    # What two rows that have the same natural key share.
    why_same: _StrPromise | str = _("the same record")

    def __init__(self, actor: Any) -> None:
        self.actor = actor
        # Key by which a row may name the record → its reference.
        self.known: dict[str, str] = {}
        self.references: set[str] = set()
        self.seen: dict[str, Any] = {}

    @abstractmethod
    def read(self, cells: Mapping[str, str]) -> Checked:
        """Turn texts into values. Asks nothing of the database; an empty cell says nothing."""

    @abstractmethod
    def natural_key(self, data: Data) -> str:
        """The same for two rows that are the same record; empty when too little is said."""

    @abstractmethod
    def lacks(self, data: Data) -> Iterator[Problem]:
        """Why this row cannot become a new record."""

    @abstractmethod
    def rows(self, references: list[str]) -> Iterable[Any]:
        """Those records, with all that `as_data` and the permissions read."""

    @abstractmethod
    def as_data(self, record: Any) -> Data:
        """The record in the shape of a checked row."""

    @abstractmethod
    def write(self, actor: Any, data: Data, job: ImportJob) -> Any:
        """A new record through the app's service."""

    @abstractmethod
    def mend(self, actor: Any, record: Any, data: Data) -> None:
        """Complete the record through the app's service; `data` are the changes only."""

    @abstractmethod
    def refusal(self, actor: Any, record: Any, diff: Sequence[Change]) -> Iterator[Problem]:
        """Why this person may not make these changes, or the record cannot take them."""

    def reference_of(self, record: Any) -> str:
        return str(getattr(record, self.key_column))

    def remember(self, reference: str, key: str) -> None:
        self.references.add(reference)
        if key:
            self.known[key] = reference

    def said(self, data: Data) -> dict[str, Any]:
        """What the row says, as the fields of the service's data."""
        return {
            name: take(data[column])
            for column, (name, take) in self.taking.items()
            if column in data
        }

    def check(self, cells: Mapping[str, str]) -> Checked:
        """What a new record lacks is said together with what is wrong: in one round."""
        checked = self.read(cells)
        if self.key_column not in checked.data and not self._known(checked.data):
            wrong = {one.column.partition(":")[0] for one in checked.problems if one.keeps_out}
            for one in self.lacks(checked.data):
                if one.column not in wrong:
                    checked.problems.append(one)
                    # Beside one cell one reason is enough.
                    wrong |= {one.column} - {""}
        return checked

    def refused_by(self, rule: Callable[[], Errors]) -> Iterator[Problem]:
        """What the service would refuse, said before anything is confirmed. `rule` gives field of
        the service → reasons, in the language of the moment.
        """
        for name in rule():
            reason = lazy(lambda name=name: " ".join(rule()[name]).replace("%", "%%"), str)
            column = self._columns().get(name, name)
            yield Problem(column, "", reason())  # type: ignore[no-untyped-call]

    def _known(self, data: Data) -> str:
        return self.known.get(self.natural_key(data), "")

    def label(self, data: Data) -> str:
        return str(data.get(self.named) or data.get(self.key_column) or "")

    def keys(self, data: Data) -> Iterator[tuple[str, str]]:
        if self.key_column in data:
            yield self.key_column, data[self.key_column]
        elif key := self.natural_key(data):
            yield self.named, key

    def match(self, data: Data) -> Match:
        if self.key_column in data:
            found = data[self.key_column]
            if found in self.references:
                return Match(record=found, why=_("the same record"))
            return Match(problems=(Problem(self.key_column, found, self.unknown),))
        record = self._known(data)
        return Match(record=record, why=self.why_same) if record else Match()

    def current(self, records: Iterable[str]) -> dict[str, Data]:
        self.seen = {self.reference_of(one): one for one in self.rows(list(records))}
        return {reference: self.as_data(one) for reference, one in self.seen.items()}

    def check_change(self, actor: Any, record: str, diff: Sequence[Change]) -> Iterator[Problem]:
        return self.refusal(actor, self.seen[record], diff)

    def create(self, actor: Any, data: Data, job: ImportJob) -> str:
        with refusals(columns=self._columns()):
            reference = self.reference_of(self.write(actor, data, job))
        self.remember(reference, self.natural_key(data))
        return reference

    def change(self, actor: Any, record: str, data: Data) -> None:
        with refusals(columns=self._columns()):
            self.mend(actor, self.seen[record], data)

    def _columns(self) -> dict[str, str]:
        """Field of the service's data → column of the table, where they differ."""
        return {name: column for column, (name, _take) in self.taking.items()}


def lacking(data: Data, *columns: str) -> Iterator[Problem]:
    """A problem for each of the columns of which the row says nothing."""
    for column in columns:
        if column not in data:
            yield Problem(column, "", _("This cannot be empty."))
