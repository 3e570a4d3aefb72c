"""What happened lately in all records together: one line an action."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth import get_user_model
from django.db import connection, models
from django.db.models import F, Value
from django.utils.translation import gettext as _

from common.audit.context import Source
from common.audit.history import ACTION, Asked, Cursor
from common.audit.registry import HistoryOf, history_url, kinds, rows_of
from common.audit.wordings import name_of

PAGE_SIZE = 30
# So many newest changes of each table are looked at for one page; more in one action is “…+”.
LOOKED_AT = 5000
NAMED = 5

Records = dict[HistoryOf, list[int]]


@dataclass(frozen=True)
class Touched:
    """Records of one kind that an action changed: the first few by name, and how many in all."""

    label: str
    named: list[tuple[str, str]]
    count: int

    @property
    def more(self) -> int:
        return self.count - len(self.named)

    @property
    def is_at_least(self) -> bool:
        return self.count >= LOOKED_AT


@dataclass(frozen=True)
class Action:
    moment: dt.datetime
    actor: Any
    source: Source
    note: str
    touched: list[Touched]


@dataclass(frozen=True)
class JournalPage:
    actions: list[Action]
    next: Cursor | None


@dataclass
class _Found:
    moment: dt.datetime
    context: dict[str, Any] = field(default_factory=dict)
    records: dict[str, tuple[int, list[int]]] = field(default_factory=dict)


def may_read(user: Any) -> list[tuple[HistoryOf, models.QuerySet[Any]]]:
    """Kinds of records with those of them whose history the user may see."""
    asked = ((one, one.journal(user)) for one in kinds() if one.journal)
    return [(one, records) for one, records in asked if records is not None]


def journal(
    user: Any, *, kind: str = "", asked: Asked | None = None, after: Cursor | None = None
) -> JournalPage:
    """One page of actions, newest first. Changes of a record's rows count as its own."""
    readable = [(one, rows) for one, rows in may_read(user) if not kind or one.kind == kind]
    if not readable:
        return JournalPage([], None)
    found = _newest(readable, asked or Asked(), after)
    shown = dict(list(found.items())[:PAGE_SIZE])
    actions = list(_actions(shown, {one.kind: one for one, _rows in readable}))
    if len(found) <= PAGE_SIZE:
        return JournalPage(actions, None)
    last = list(shown)[-1]
    return JournalPage(actions, Cursor(shown[last].moment, last))


def _newest(
    readable: Sequence[tuple[HistoryOf, models.QuerySet[Any]]], asked: Asked, after: Cursor | None
) -> dict[str, _Found]:
    parts: list[str] = []
    params: list[Any] = []
    for entry, records in readable:
        for events in _tables(entry, records):
            sql, values = _compiled(entry, events, asked, after)
            parts.append(f"({sql})")
            params += values
    # The parts are compiled by Django with their own placeholders.
    statement = f"""
        SELECT action, kind, max(moment), count(DISTINCT record),
               (array_agg(DISTINCT record))[1:{NAMED:d}], (array_agg(context ORDER BY moment))[1]
        FROM ({" UNION ALL ".join(parts)}) AS events(action, moment, kind, record, context)
        GROUP BY action, kind ORDER BY 3 DESC, 1 DESC
    """  # noqa: S608
    found: dict[str, _Found] = {}
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        for action, kind, moment, count, keys, context in cursor.fetchall():
            one = found.setdefault(action, _Found(moment))
            one.records[kind] = (count, keys)
            one.context |= json.loads(context) if context else {}
    return found


def _tables(entry: HistoryOf, records: models.QuerySet[Any]) -> Iterator[models.QuerySet[Any]]:
    """Changes of the readable records and of their rows, each with its `pgh_record`."""
    keys = records.order_by().values("pk")
    yield entry.events.objects.filter(pgh_obj_id__in=keys).annotate(pgh_record=F("pgh_obj_id"))
    for one in entry.owned_by():
        parent = f"{one.parent}_id"
        found = one.events.objects.filter(**{f"{parent}__in": keys})
        yield found.annotate(pgh_record=F(parent))


def _compiled(
    entry: HistoryOf, events: models.QuerySet[Any], asked: Asked, after: Cursor | None
) -> tuple[str, Sequence[Any]]:
    rows = events.filter(asked.as_condition).annotate(pgh_action=ACTION, pgh_kind=Value(entry.kind))
    if after:
        rows = rows.filter(pgh_created_at__lte=after.moment).exclude(pgh_action=after.action)
    newest = rows.order_by("-pgh_created_at", "-pgh_id")
    columns = ("pgh_action", "pgh_created_at", "pgh_kind", "pgh_record", "pgh_context")
    compiled: tuple[str, Sequence[Any]] = newest.values_list(*columns)[
        :LOOKED_AT
    ].query.sql_with_params()
    return compiled


def _actions(found: dict[str, _Found], entries: dict[str, HistoryOf]) -> Iterator[Action]:
    names = _names(found, entries)
    keys = {one.context.get("actor") for one in found.values()}
    actors = rows_of(get_user_model()).in_bulk([key for key in keys if key])
    for one in found.values():
        source = one.context.get("source")
        yield Action(
            moment=one.moment,
            actor=actors.get(one.context.get("actor")),
            source=Source(source) if source in Source.values else Source.DATABASE,
            note=one.context.get("note") or "",
            touched=[
                Touched(
                    str(entries[kind].label),
                    [names[kind][key] for key in keys if key in names[kind]],
                    count,
                )
                for kind, (count, keys) in one.records.items()
            ],
        )


def _names(
    found: dict[str, _Found], entries: dict[str, HistoryOf]
) -> dict[str, dict[int, tuple[str, str]]]:
    """(name, address of the history) of the records to name, one query a kind."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for one in found.values():
        for kind, (_count, keys) in one.records.items():
            wanted[kind].update(keys)
    return {
        kind: {
            key: (name_of(record) or _("without a name"), history_url(record))
            for key, record in rows_of(entries[kind].model).in_bulk(list(keys)).items()
        }
        for kind, keys in wanted.items()
    }
