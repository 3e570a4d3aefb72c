"""The history of a record as people read it: actions, newest first."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.db import connection, models
from django.db.models import F, Func, OuterRef, Q, Subquery, TextField
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.audit.context import Source
from common.audit.differences import FieldChange, Pair, Row, lines_of, note_names
from common.audit.registry import HistoryOf, Owned, rows_of
from common.audit.versions import events_of_rows, number_of
from common.audit.wordings import Names
from common.design.formats import moment as moment_in_words

PAGE_SIZE = 20


class Kind(models.TextChoices):
    CREATED = "created", gettext_lazy("Created")
    CHANGED = "changed", gettext_lazy("Changed")
    REMOVED = "removed", gettext_lazy("Removed")
    RESTORED = "restored", gettext_lazy("Earlier version restored")


@dataclass(frozen=True)
class Asked:
    """Which part of a history is wanted. `actor` is a user's primary key."""

    actor: int | None = None
    source: str = ""
    since: dt.datetime | None = None
    until: dt.datetime | None = None

    @property
    def as_condition(self) -> Q:
        condition = Q()
        if self.actor:
            condition &= Q(pgh_context__actor=self.actor)
        if self.source:
            condition &= _condition_of(self.source)
        if self.since:
            condition &= Q(pgh_created_at__gte=self.since)
        if self.until:
            condition &= Q(pgh_created_at__lt=self.until)
        return condition


def _condition_of(source: str) -> Q:
    if source == Source.DATABASE:
        return Q(pgh_context=None)
    return Q(pgh_context__source=source)


@dataclass(frozen=True)
class Cursor:
    """A page begins behind this action."""

    moment: dt.datetime
    action: str

    def __str__(self) -> str:
        return f"{number_of(self.moment)}.{self.action}"


@dataclass(frozen=True)
class Change:
    """Everything that one action (a request, a task, a command) changed in one record."""

    action: str
    moment: dt.datetime
    actor: Any
    source: Source
    kind: Kind
    fields: list[FieldChange]
    note: str

    @property
    def version(self) -> int:
        """Names the state of the record after this action."""
        return number_of(self.moment)

    @property
    def who(self) -> str:
        return str(self.actor) if self.actor else ""

    @property
    def cursor(self) -> Cursor:
        return Cursor(self.moment, self.action)


@dataclass(frozen=True)
class HistoryPage:
    changes: list[Change]
    next: Cursor | None


class _ActionOf(Func):
    """Changes without a context are told apart by their transaction's moment."""

    template = "(extract(epoch FROM %(expressions)s) * 1000000)::bigint::text"
    output_field = TextField()


ACTION = Coalesce(Cast("pgh_context_id", TextField()), _ActionOf(F("pgh_created_at")))


@dataclass(frozen=True)
class _Stream:
    """One table of events: of the record itself or of one kind of its rows."""

    part: HistoryOf | Owned
    events: models.QuerySet[Any]


def _streams(entry: HistoryOf, record: Any, owned: Iterable[Owned]) -> list[_Stream]:
    own = _Stream(entry, entry.events.objects.filter(pgh_obj_id=record.pk))
    return [own, *(_Stream(one, events_of_rows(one, record)) for one in owned)]


def history(
    entry: HistoryOf,
    record: Any,
    owned: Sequence[Owned],
    *,
    asked: Asked | None = None,
    after: Cursor | None = None,
    size: int = PAGE_SIZE,
) -> HistoryPage:
    """One page of actions that touched the record or its `owned` rows (those the viewer may see).

    The number of queries depends on the number of tables only, not on the length of the page.
    """
    streams = _streams(entry, record, owned)
    actions = _newest_actions(streams, asked or Asked(), after, size + 1)
    shown = actions[:size]
    changes = list(_changes(streams, record, shown)) if shown else []
    more = len(actions) > size
    return HistoryPage(changes, Cursor(shown[-1][1], shown[-1][0]) if more else None)


def whole_history(
    entry: HistoryOf,
    record: Any,
    owned: Sequence[Owned],
    *,
    asked: Asked | None = None,
    size: int = 200,
) -> Iterator[Change]:
    """Every action, read `size` by `size`: for downloads."""
    cursor: Cursor | None = None
    while True:
        page = history(entry, record, owned, asked=asked, after=cursor, size=size)
        yield from page.changes
        cursor = page.next
        if cursor is None:
            return


def newest_version(entry: HistoryOf, record: Any, owned: Sequence[Owned]) -> int:
    """The version of the last action that changed something shown; 0 without any."""
    newest = next(whole_history(entry, record, owned, size=5), None)
    return newest.version if newest else 0


def actors_of(entry: HistoryOf, record: Any, owned: Sequence[Owned]) -> list[Any]:
    """People who ever changed the record, for the filter."""
    found: set[int] = set()
    keys = [
        one.events.filter(pgh_context__actor__isnull=False)
        .order_by()
        .values_list("pgh_context__actor", flat=True)
        for one in _streams(entry, record, owned)
    ]
    found.update(key for key in keys[0].union(*keys[1:]) if key)
    return list(get_user_model().objects.filter(pk__in=found).order_by("full_name", "pk"))


def _newest_actions(
    streams: Sequence[_Stream], asked: Asked, after: Cursor | None, limit: int
) -> list[tuple[str, dt.datetime]]:
    parts: list[str] = []
    params: list[Any] = []
    for stream in streams:
        rows = stream.events.filter(asked.as_condition).order_by()
        sql, values = rows.values_list(ACTION, "pgh_created_at").query.sql_with_params()
        parts.append(sql)
        params += values
    having = ""
    if after:
        having = "HAVING (max(moment), action) < (%s, %s)"
        params += [after.moment, after.action]
    # The parts are compiled by Django with their own placeholders.
    statement = (
        f"SELECT action, max(moment) FROM ({' UNION ALL '.join(parts)}) AS events(action, moment) "  # noqa: S608
        f"GROUP BY action {having} ORDER BY 2 DESC, 1 DESC LIMIT {limit:d}"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return list(cursor.fetchall())


@dataclass(frozen=True)
class _Happened:
    """One event with the row before it."""

    part: HistoryOf | Owned
    event: Row
    previous: Row | None

    def pair(self, record: Any) -> Pair:
        after = None if self.event["pgh_label"] == "delete" else self.event
        before = self.event if self.event["pgh_label"] == "delete" else self.previous
        if before and before is self.previous and before["pgh_label"] == "delete":
            before = None
        if isinstance(self.part, HistoryOf):
            return Pair(self.part, before, after)
        key = f"{self.part.parent}_id"
        mine = [row if row and row[key] == record.pk else None for row in (before, after)]
        return Pair(self.part, *mine)


def _changes(
    streams: Sequence[_Stream], record: Any, actions: Sequence[tuple[str, dt.datetime]]
) -> Iterator[Change]:
    happened: dict[str, list[_Happened]] = defaultdict(list)
    wanted = [action for action, _moment in actions]
    for stream in streams:
        for one in _events(stream, wanted):
            happened[one.event["pgh_action"]].append(one)
    pairs = {action: _folded(happened[action], record) for action in wanted}
    names = Names()
    note_names(names, (pair for some in pairs.values() for pair in some))
    names.read()
    actors = _actors(happened)
    for action, moment in actions:
        change = _change(action, moment, happened[action], lines_of(pairs[action], names), actors)
        if change.fields or change.kind != Kind.CHANGED:
            yield change


def _events(stream: _Stream, actions: Sequence[str]) -> Iterator[_Happened]:
    model = stream.part.events
    earlier = model.objects.filter(
        pgh_obj_id=OuterRef("pgh_obj_id"), pgh_id__lt=OuterRef("pgh_id")
    ).order_by("-pgh_id")
    rows = list(
        stream.events.annotate(
            pgh_action=ACTION, pgh_previous=Subquery(earlier.values("pgh_id")[:1])
        )
        .filter(pgh_action__in=actions)
        .order_by("pgh_id")
        .values()
    )
    known = {row["pgh_id"]: row for row in rows}
    missing = {row["pgh_previous"] for row in rows if row["pgh_previous"]} - known.keys()
    known |= {row["pgh_id"]: row for row in model.objects.filter(pk__in=missing).values()}
    for row in rows:
        yield _Happened(stream.part, row, known.get(row["pgh_previous"]))


def _folded(happened: Sequence[_Happened], record: Any) -> list[Pair]:
    """What an action did to a row in several steps counts as one: first before, last after."""
    folded: dict[tuple[int, Any], Pair] = {}
    for one in happened:
        key = (id(one.part), one.event["pgh_obj_id"])
        pair = one.pair(record)
        first = folded.get(key)
        folded[key] = Pair(pair.part, first.before, pair.after) if first else pair
    return list(folded.values())


def _actors(happened: dict[str, list[_Happened]]) -> dict[int, Any]:
    keys = {_context(one).get("actor") for some in happened.values() for one in some}
    return rows_of(get_user_model()).in_bulk([key for key in keys if key])


def _context(happened: _Happened) -> dict[str, Any]:
    return happened.event["pgh_context"] or {}


def _change(
    action: str,
    moment: dt.datetime,
    happened: Sequence[_Happened],
    fields: list[FieldChange],
    actors: dict[int, Any],
) -> Change:
    context: dict[str, Any] = {}
    for one in happened:
        context |= {name: value for name, value in _context(one).items() if value}
    source = context.get("source", "") if context else Source.DATABASE.value
    return Change(
        action=action,
        moment=moment,
        actor=actors.get(context.get("actor", 0)),
        source=Source(source) if source in Source.values else Source.DATABASE,
        kind=_kind(happened, context),
        fields=fields,
        note=_note(context),
    )


def _kind(happened: Sequence[_Happened], context: dict[str, Any]) -> Kind:
    if context.get("restores"):
        return Kind.RESTORED
    own = [one for one in happened if isinstance(one.part, HistoryOf)]
    if own and own[-1].event["pgh_label"] == "delete":
        return Kind.REMOVED
    if own and own[0].event["pgh_label"] == "insert":
        return Kind.RESTORED if own[0].previous else Kind.CREATED
    return Kind.CHANGED


def _note(context: dict[str, Any]) -> str:
    note: str = context.get("note", "")
    if not context.get("restores"):
        return note
    when = moment_in_words(dt.datetime.fromisoformat(context["restores"]))
    restored = _("Restored the version of %(moment)s.") % {"moment": when}
    return f"{restored} {note}".strip()
