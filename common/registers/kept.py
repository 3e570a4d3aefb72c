"""Objects as they were noted, ready to be sent: what `follow` keeps of each, field by field.

An object's JSON is kept as PostgreSQL made it, with a separator that no JSON text can hold between
its fields. So the whole object, a list's part of it, or any choice of fields is put together
without reading JSON, and is letter by letter what the register's own statement would give. What
is kept may be given as long as no changed row waits (`STATE`), and never where the clock alone
makes another object (`Field.of_the_moment`).
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from operator import itemgetter
from typing import Any, AnyStr

from django.core.exceptions import EmptyResultSet
from django.http import QueryDict

from common.operations.postgres.reading import read, with_values
from common.registers.changes.noted import EVERYTHING
from common.registers.changes.noted import statement as noted_statement
from common.registers.changes.objects import EVERYBODY, signature, today
from common.registers.fields import Field
from common.registers.listing import listing_of
from common.registers.paging import Cursor, Page, as_in_field, field_of, ordering_of, page_around
from common.registers.parameters import refuse_invalid
from common.registers.register import Register, is_open, registers
from common.registers.stamps import Stamped, stamps_text
from common.registers.totals import digest_of, known_total, note_total
from common.search import finding

# JSON has it in no text but escaped.
SEPARATOR = "\x1e"
BETWEEN = ", "
IN_TEXT = (SEPARATOR, BETWEEN, "{", "}")
IN_UTF_8 = tuple(one.encode() for one in IN_TEXT)
# None: all fields, in their order.
Places = tuple[int, ...] | None
_parse = json.JSONDecoder().raw_decode

# How far a register is followed; nothing while any changed row waits to be looked at.
STATE = (
    "SELECT version || ' ' || extract(epoch FROM changed_at) || ' ' || total "
    "FROM registers_followedregister "
    "WHERE name = %s AND signature = %s AND NOT EXISTS (SELECT FROM registers_changedrow)"
)
BY_RECORD = (
    "SELECT record, kept, changed_at, etag FROM registers_publication "
    "WHERE register = %s AND record = ANY($1::bigint[]) AND is_present AND kept <> ''"
)
BY_KEY = (
    "SELECT known.kept, known.changed_at, known.etag FROM registers_publication AS known "
    "JOIN registers_followedregister AS followed ON followed.name = known.register "
    "WHERE followed.name = %s AND followed.signature = %s AND known.key = $1 "
    "AND known.is_present AND known.kept <> '' AND NOT EXISTS (SELECT FROM registers_changedrow)"
)
PAGE = (
    "WITH listed (pk, value) AS {once} ({rows}) "
    "SELECT page.pk, page.value, ({state}) AS state, ({noted}) AS noted, {total} AS total, "
    "known.kept, known.changed_at, known.etag "
    "FROM (SELECT pk, value FROM listed {behind} "
    "ORDER BY value {order}, pk {order} LIMIT {size}) AS page "
    "LEFT JOIN registers_publication AS known ON known.register = {register} "
    "AND known.record = page.pk AND known.is_present "
    "ORDER BY page.value {order}, page.pk {order}"
)
# What is counted is found once; else only as much of it as the page needs.
COUNTED = {"once": "MATERIALIZED", "total": "(SELECT count(*) FROM listed)"}
NOT_COUNTED = {"once": "NOT MATERIALIZED", "total": "NULL"}
NOT_NOTED = "NULL"
# Of many that hold the words no more is counted than is told (`capped`).
COUNTED_SO_FAR = {
    "once": "NOT MATERIALIZED",
    "total": "(SELECT count(*) FROM (SELECT FROM listed LIMIT {most}) AS counted)",
}
BEHIND = "WHERE value {near} $1 AND (value {beyond} $1 OR pk {beyond} $2)"


@dataclass(frozen=True)
class State:
    """How far a register is followed: it changes whenever any of its objects may have."""

    version: int
    changed_at: dt.datetime
    total: int

    @classmethod
    def read(cls, text: str) -> State:
        version, moment, total = text.split(" ")
        return cls(int(version), dt.datetime.fromtimestamp(float(moment), dt.UTC), int(total))


@dataclass(frozen=True, slots=True)
class Kept:
    """An object as it is kept: its fields with separators, in UTF-8, ready to be sent."""

    fields: bytes
    changed_at: dt.datetime
    etag: str

    def text(self, places: Places, stamps: Sequence[str]) -> bytes:
        """The object of these fields and stamps, letter by letter as `Stamped` gives it."""
        text = put_together(self.fields, places)
        if not stamps:
            return text
        added = stamps_text(stamps, self.changed_at, self.etag).encode()
        return b"%b, %b}" % (text[:-1], added) if len(text) > len("{}") else b"{%b}" % added


@dataclass(frozen=True)
class KeptPage:
    """A page of what everybody sees, in order, as it is kept, and as of which state.

    `total` is that of the list, where it was asked for.
    """

    page: Page
    objects: list[Kept]
    state: State
    total: int | None


def is_given(register: Register) -> bool:
    """Whether what is kept of the register may be given, and a list be known by its state."""
    return is_open(register) and not register.is_of_the_moment


def taken_apart(text: str) -> str:
    """The fields of an object that PostgreSQL made, `"name" : value` each, with separators."""
    fields, at = [], 1
    while at < len(text) - 1:
        _name, colon = _parse(text, at)
        _value, end = _parse(text, colon + len(" : "))
        fields.append(text[at:end])
        at = end + len(BETWEEN)
    return SEPARATOR.join(fields)


def put_together(kept: AnyStr, places: Places) -> AnyStr:
    """The object of these fields, by their places among all that everybody sees; None: of all.

    As text, or in UTF-8.
    """
    signs: Any = IN_UTF_8 if isinstance(kept, bytes) else IN_TEXT
    separator, between, opening, closing = signs
    if places is None:
        inside = kept.replace(separator, between)
    else:
        inside = between.join(fields_of(kept, separator, places))
    made: AnyStr = opening + inside + closing
    return made


def fields_of(kept: AnyStr, separator: AnyStr, places: Places) -> Sequence[AnyStr]:
    """The `"name" : value` of these fields; None: of all."""
    if places is None:
        return kept.split(separator)
    taken, further = _taking(places)
    return taken(kept.split(separator, further))


@lru_cache(maxsize=500)
def _taking(places: tuple[int, ...]) -> tuple[Callable[[list[Any]], Sequence[Any]], int]:
    """What takes these of the fields, and how far the fields have to be told apart for it."""
    if len(places) < len(("one", "another")):
        return lambda fields: [fields[place] for place in places], -1
    return itemgetter(*places), max(places) + 1


def places_of(register: Register, fields: Sequence[Field]) -> Places:
    """Where these fields stand in what is kept."""
    return places_among(register.fields_for(EVERYBODY), fields)


def places_among(kept: Sequence[Field], fields: Sequence[Field]) -> Places:
    """Where these fields stand among those of which something is kept."""
    names = [one.name for one in kept]
    wanted = [one.name for one in fields]
    return None if names == wanted else tuple(names.index(name) for name in wanted)


def kept_objects(
    register: Register, keys: Sequence[int], fields: Sequence[Field]
) -> dict[int, Stamped]:
    """Objects by primary key, as everybody sees them; those not noted yet are missing."""
    if not keys:
        return {}
    places = places_of(register, fields)
    listed = f"{{{','.join(map(str, keys))}}}"
    return {
        pk: Stamped(put_together(kept, places).decode(), changed_at, etag)
        for pk, kept, changed_at, etag in read(_by_record(register.name), listed)
    }


@cache
def _by_record(name: str) -> str:
    return with_values(BY_RECORD, (name,))


def texts_of(register: Register, page: Page, fields: Sequence[Field]) -> list[str]:
    """The records of the page as JSON: as they are kept if they may be (`beside`), else made."""
    found = kept_objects(register, page.keys, fields) if page.beside else {}
    texts = {key: one.text for key, one in found.items()}
    texts |= register.texts_by_key([key for key in page.keys if key not in texts], fields)
    return [texts[key] for key in page.keys if key in texts]


def kept_object(register: Register, key: str) -> Kept | None:
    """The object under this key; None unless it is there, and nothing waits to be looked at."""
    if not is_given(register):
        return None
    found = read(_by_key(register.name, signature(register)), key)
    return Kept(*found[0]) if found else None


@lru_cache(maxsize=200)
def _by_key(name: str, signed: str) -> str:
    return with_values(BY_KEY, (name, signed))


def kept_state(register: Register) -> State | None:
    """How far the register is followed; None while anything waits to be looked at."""
    found = read(_state(register.name, signature(register)))
    return State.read(found[0][0].decode()) if found else None


@lru_cache(maxsize=200)
def _state(name: str, signed: str) -> str:
    return with_values(STATE, (name, signed))


@dataclass(frozen=True)
class ListAsked:
    """A list of what everybody sees: its filters as in an address, whether it is counted, its
    order and the size of a page.
    """

    filters: str
    is_counted: bool
    column: str
    is_descending: bool
    size: int


def list_asked(
    register: Register, *, ordering: str, size: int, filters: str, is_counted: bool
) -> ListAsked:
    """Raises BadParameter for what the register is not sorted by."""
    column, is_descending = ordering_of(register, ordering)
    return ListAsked(filters, is_counted, column, is_descending, size)


def kept_page(register: Register, asked: ListAsked, cursor: str) -> KeptPage | None:
    """A page of what everybody sees, in one statement; None where it has to be made.

    Raises BadParameter as `page_of` does, of which it is the short way, and BadRequest for filters
    that cannot be used.
    """
    if not is_given(register):
        return None
    as_of = _as_of.get(register.name, b"") if asked.filters else b""
    start = Cursor.decode(cursor) if cursor else None
    way = "" if start is None else "back" if start.back else "on"
    understood = Understood(signature(register), today(), as_of)
    made = _page_statement(register.name, asked, way, understood)
    if made is None:
        return None
    noted = _as_of.get(EVERYTHING, b"")
    total = known_total(noted, made.digest)
    is_known = total is not None
    behind = (str(as_in_field(made.field, start.value)), str(start.pk)) if start else ()
    found = read(made.uncounted if is_known else made.statement, *behind, is_again=is_known)
    if not found or found[0][2] is None or not all(row[5] for row in found):
        return None
    as_of_now, noted_now, counted = found[0][2:5]
    if (asked.filters and as_of_now != as_of) or (is_known and noted_now != noted):
        _as_of.update({register.name: as_of_now, EVERYTHING: noted_now or b""})
        return kept_page(register, asked, cursor)
    if made.digest and not is_known:
        _as_of[EVERYTHING] = noted_now or b""
        note_total(noted_now, made.digest, counted)
    page = page_around([(row[0], _value(row[1]), None) for row in found], asked.size, start)
    given = {row[0]: row[5:] for row in found}
    state = State.read(as_of_now.decode())
    if asked.is_counted and total is None:
        total = counted if asked.filters else state.total
    return KeptPage(page, [Kept(*given[key]) for key in page.keys], state, total)


@dataclass(frozen=True)
class Understood:
    """As of when a statement was put together: how the register's objects were made, the day, which
    `visible_to` may say, and, where there are filters, the state of the register: a code leads to a
    record, which may be another one after a change.
    """

    signature: str
    day: dt.date
    as_of: bytes


# Register → the state of its last filtered page; under EVERYTHING the last that was noted.
_as_of: dict[str, bytes] = {}


@dataclass(frozen=True)
class Made:
    """The statement of a page, and the same without the total, for whoever knows it; the field of
    the sorted column; by what the total is known, if it is one to be counted once (`totals`).
    """

    statement: str
    uncounted: str
    field: Any
    digest: bytes


@lru_cache(maxsize=2000)
def _page_statement(name: str, asked: ListAsked, way: str, understood: Understood) -> Made | None:
    """None when the filters leave nothing, or the words find nothing as they are typed."""
    register = next(one for one in registers() if one.name == name)
    rows, is_broad = _rows(register, asked.filters, _seen(name, understood))
    if rows is None:
        return None
    try:
        sql, parameters = rows.order_by().values_list("pk", asked.column).query.sql_with_params()
    except EmptyResultSet:
        return None
    is_counted = bool(asked.is_counted and asked.filters)
    digest = digest_of(sql, (parameters, is_broad)) if is_counted else b""
    order = "DESC" if asked.is_descending != (way == "back") else "ASC"
    near, beyond = ("<=", "<") if order == "DESC" else (">=", ">")
    statement, uncounted = (
        PAGE.format(
            rows=with_values(sql, parameters),
            state=with_values(STATE, (name, understood.signature)),
            noted=noted_statement() if digest else NOT_NOTED,
            register=with_values("%s", (name,)),
            behind=BEHIND.format(near=near, beyond=beyond) if way else "",
            order=order,
            size=asked.size + 1,
            **counting,
        )
        for counting in (_counting(is_broad=is_broad) if is_counted else NOT_COUNTED, NOT_COUNTED)
    )
    return Made(statement, uncounted, field_of(rows, asked.column), digest)


def _counting(*, is_broad: bool) -> dict[str, str]:
    if not is_broad:
        return COUNTED
    most = finding.MOST_COUNTED + 1
    return {name: text.format(most=most) for name, text in COUNTED_SO_FAR.items()}


@lru_cache(maxsize=200)
def _seen(name: str, _understood: Understood) -> Any:
    """What everybody sees of the register: for some it costs more to say than to narrow."""
    return next(one for one in registers() if one.name == name).visible_to(EVERYBODY)


def _rows(register: Register, filters: str, seen: Any) -> tuple[Any, bool]:
    """What is listed, if anything, and whether words are searched for that many hold."""
    if not filters:
        return seen, False
    asked = listing_of(register, QueryDict(filters), seen, EVERYBODY)
    refuse_invalid(asked)
    return (asked.rows if asked.as_typed else None), asked.is_broad


def _value(value: Any) -> Any:
    return value.decode() if isinstance(value, bytes) else value
