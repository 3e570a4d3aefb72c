"""States of a record: as it was after an action, and as it is now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models

from common.audit.differences import FieldChange, Pair, Row, lines_of, note_names
from common.audit.registry import HistoryOf, Owned, rows_of
from common.audit.wordings import Names

EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
MICROSECOND = dt.timedelta(microseconds=1)


def number_of(moment: dt.datetime) -> int:
    """A version in an address: microseconds, exact both ways."""
    return (moment - EPOCH) // MICROSECOND


def moment_of(number: int) -> dt.datetime | None:
    try:
        return EPOCH + number * MICROSECOND
    except OverflowError:
        return None


@dataclass(frozen=True)
class State:
    """Columns of a record by attribute name, and its rows by model, each with its key `id`."""

    values: Row
    rows: dict[type[models.Model], list[Row]]


@dataclass(frozen=True)
class Version:
    """The record as it was at the end of the action of that moment."""

    record: Any
    moment: dt.datetime
    state: State

    @property
    def values(self) -> Row:
        return self.state.values

    def rows(self, model: type[models.Model]) -> list[Row]:
        """Its rows of that kind at that time, as columns by attribute name."""
        return self.state.rows.get(model, [])


def version_at(
    entry: HistoryOf, record: Any, moment: dt.datetime, owned: Iterable[Owned]
) -> Version | None:
    """None if the record did not exist then."""
    last = (
        entry.events.objects.filter(pgh_obj_id=record.pk, pgh_created_at__lte=moment)
        .order_by("-pgh_id")
        .values()
        .first()
    )
    if last is None or last["pgh_label"] == "delete":
        return None
    rows = {one.model: _rows_at(one, record, moment) for one in owned}
    return Version(record, moment, State(last, rows))


def _rows_at(owned: Owned, record: Any, moment: dt.datetime) -> list[Row]:
    parent = owned.model._meta.get_field(owned.parent)
    assert isinstance(parent, models.ForeignKey)
    latest = (
        events_of_rows(owned, record)
        .filter(pgh_created_at__lte=moment)
        .order_by("pgh_obj_id", "-pgh_id")
        .distinct("pgh_obj_id")
        .values()
    )
    return [
        row for row in latest if row["pgh_label"] != "delete" and row[parent.attname] == record.pk
    ]


def events_of_rows(owned: Owned, record: Any) -> models.QuerySet[Any]:
    """Everything that happened to rows that are, or ever were, the record's."""
    were_its = owned.events.objects.filter(**{owned.parent: record.pk}).values("pgh_obj_id")
    found: models.QuerySet[Any] = owned.events.objects.filter(pgh_obj_id__in=were_its)
    return found


def state_now(entry: HistoryOf, record: Any, owned: Iterable[Owned]) -> State:
    values = rows_of(entry.model).filter(pk=record.pk).values().get()
    rows = {
        one.model: list(rows_of(one.model).filter(**{one.parent: record.pk}).values())
        for one in owned
    }
    return State(values, rows)


def differences(
    entry: HistoryOf, owned: Iterable[Owned], old: State, new: State
) -> list[FieldChange]:
    """From the old state to the new one, in words."""
    pairs = [Pair(entry, old.values, new.values)]
    for one in owned:
        pairs += row_pairs(one, old.rows.get(one.model, []), new.rows.get(one.model, []))
    names = Names()
    note_names(names, pairs)
    names.read()
    return lines_of(pairs, names)


def row_pairs(owned: Owned, old: list[Row], new: list[Row]) -> list[Pair]:
    """Rows matched by what they say, then by key: rewritten equals are no change."""
    before, after = {row["id"]: row for row in old}, {row["id"]: row for row in new}
    said = {_content(owned, row): key for key, row in before.items()}
    for key, row in list(after.items()):
        twin = said.pop(_content(owned, row), None)
        if twin is not None:
            del before[twin], after[key]
    keys = [*before, *(key for key in after if key not in before)]
    return [Pair(owned, before.get(key), after.get(key)) for key in keys]


def _content(owned: Owned, row: Row) -> str:
    return repr([row.get(field.attname) for field in owned.fields])
