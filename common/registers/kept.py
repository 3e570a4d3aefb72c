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
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, AnyStr

from django.core.exceptions import EmptyResultSet
from django.http import QueryDict
from django.utils import timezone

from common.operations.postgres.reading import bytes_cursor
from common.registers.changes.objects import EVERYBODY, signature
from common.registers.fields import Field
from common.registers.listing import listing
from common.registers.paging import Cursor, Page, as_in_field, field_of, ordering_of, page_around
from common.registers.parameters import refuse_invalid
from common.registers.register import Register, Row, is_open, registers
from common.registers.stamps import Stamped, stamps_text

# JSON has it in no text but escaped.
SEPARATOR = "\x1e"
BETWEEN = ", "
IN_TEXT = (SEPARATOR, BETWEEN, "{", "}")
IN_UTF_8 = tuple(one.encode() for one in IN_TEXT)
_parse = json.JSONDecoder().raw_decode

# How far a register is followed; nothing while any changed row waits to be looked at.
STATE = (
    "SELECT version || ' ' || extract(epoch FROM changed_at) || ' ' || total "
    "FROM registers_followedregister "
    "WHERE name = %s AND signature = %s AND NOT EXISTS (SELECT FROM registers_changedrow)"
)
BY_RECORD = (
    "SELECT record, kept, changed_at, etag FROM registers_publication "
    "WHERE register = %s AND record = ANY(%s) AND is_present AND kept <> ''"
)
BY_KEY = (
    "SELECT known.kept, known.changed_at, known.etag FROM registers_publication AS known "
    "JOIN registers_followedregister AS followed ON followed.name = known.register "
    "WHERE followed.name = %s AND followed.signature = %s AND known.key = %s "
    "AND known.is_present AND known.kept <> '' AND NOT EXISTS (SELECT FROM registers_changedrow)"
)
PAGE = (
    "WITH listed (pk, value) AS {once} ({rows}) "
    "SELECT page.pk, page.value, ({state}) AS state, {total} AS total, "
    "known.kept, known.changed_at, known.etag "
    "FROM (SELECT pk, value FROM listed {behind} "
    "ORDER BY value {order}, pk {order} LIMIT %s) AS page "
    "LEFT JOIN registers_publication AS known ON known.register = %s "
    "AND known.record = page.pk AND known.is_present "
    "ORDER BY page.value {order}, page.pk {order}"
)
# What is counted is found once; else only as much of it as the page needs.
COUNTED = {"once": "MATERIALIZED", "total": "(SELECT count(*) FROM listed)"}
NOT_COUNTED = {"once": "NOT MATERIALIZED", "total": "NULL"}
BEHIND = "WHERE value {near} %s AND (value {beyond} %s OR pk {beyond} %s)"


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

    def text(self, places: Sequence[int] | None, stamps: Sequence[str]) -> bytes:
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


def put_together(kept: AnyStr, places: Sequence[int] | None) -> AnyStr:
    """The object of these fields, by their places among all that everybody sees; None: of all.

    As text, or in UTF-8.
    """
    signs: Any = IN_UTF_8 if isinstance(kept, bytes) else IN_TEXT
    separator, between, opening, closing = signs
    if places is None:
        inside = kept.replace(separator, between)
    else:
        fields = kept.split(separator)
        inside = between.join([fields[place] for place in places])
    made: AnyStr = opening + inside + closing
    return made


def places_of(register: Register, fields: Sequence[Field]) -> list[int] | None:
    """Where these fields stand in what is kept."""
    names = [one.name for one in register.fields_for(EVERYBODY)]
    wanted = [one.name for one in fields]
    return None if names == wanted else [names.index(name) for name in wanted]


def kept_objects(
    register: Register, keys: Sequence[int], fields: Sequence[Field]
) -> dict[int, Stamped]:
    """Objects by primary key, as everybody sees them; those not noted yet are missing."""
    if not keys:
        return {}
    places = places_of(register, fields)
    return {
        pk: Stamped(put_together(kept, places).decode(), changed_at, etag)
        for pk, kept, changed_at, etag in _asked(BY_RECORD, register.name, list(keys))
    }


def rows_of(register: Register, page: Page, fields: Sequence[Field]) -> list[Row]:
    """The records of the page, read: as they are kept if they may be (`beside`), else made."""
    found = kept_objects(register, page.keys, fields) if page.beside else {}
    texts = {key: one.text for key, one in found.items()}
    texts |= register.texts_by_key([key for key in page.keys if key not in texts], fields)
    return [json.loads(texts[key]) for key in page.keys if key in texts]


def kept_object(register: Register, key: str) -> Kept | None:
    """The object under this key; None unless it is there, and nothing waits to be looked at."""
    if not is_given(register):
        return None
    found = _asked(BY_KEY, register.name, signature(register), key)
    return Kept(*found[0]) if found else None


def kept_page(
    register: Register,
    *,
    ordering: str,
    cursor: str,
    size: int,
    chosen: str = "",
    counted: bool = False,
) -> KeptPage | None:
    """A page of what everybody sees, in one statement; None where it has to be made.

    `chosen` are filters as in an address. Raises BadParameter as `page_of` does, of which it is
    the short way, and BadRequest for filters that cannot be used.
    """
    if not is_given(register):
        return None
    as_of = _as_of.get(register.name, "") if chosen else ""
    column, descending = ordering_of(register, ordering)
    start = Cursor.decode(cursor) if cursor else None
    order = "DESC" if descending != bool(start and start.back) else "ASC"
    behind_what = ("<=", "<") if order == "DESC" else (">=", ">")
    made = _page_statement(
        register.name,
        column,
        order,
        behind_what if start else (),
        timezone.localdate(),
        Chosen(chosen, counted and bool(chosen), as_of),
    )
    if made is None:
        return None
    statement, before, field = made
    behind: tuple[Any, ...] = ()
    if start:
        value = as_in_field(field, start.value)
        behind = (value, value, start.pk)
    asked = (*before, register.name, signature(register), *behind, size + 1, register.name)
    # Filters may hold values whose kind only the text of the statement tells.
    found = _asked(statement, *asked, is_prepared=not chosen)
    if not found or found[0][2] is None or not all(row[4] for row in found):
        return None
    as_of_now = found[0][2].decode()
    if chosen and as_of_now != as_of:
        # The filters were understood as of another state: understand them anew.
        _as_of[register.name] = as_of_now
        return kept_page(
            register,
            ordering=ordering,
            cursor=cursor,
            size=size,
            chosen=chosen,
            counted=counted,
        )
    page = page_around([(row[0], _value(row[1]), None) for row in found], size, start)
    noted = {row[0]: row[4:] for row in found}
    objects = [Kept(*noted[key]) for key in page.keys]
    state = State.read(as_of_now)
    total = found[0][3] if chosen else state.total
    return KeptPage(page, objects, state, total if counted else None)


@dataclass(frozen=True)
class Chosen:
    """Filters as in an address, whether what they leave is counted, and as of which state they
    were understood: a code leads to a record, which may be another one after a change.
    """

    filters: str
    is_counted: bool
    as_of: str


# Register → the state of its last filtered page, as text.
_as_of: dict[str, str] = {}


@lru_cache(maxsize=2000)
def _page_statement(
    name: str, column: str, order: str, signs: tuple[str, ...], _today: dt.date, chosen: Chosen
) -> tuple[str, tuple[Any, ...], Any] | None:
    """The statement of a page, the parameters of its rows, and the field of the sorted column.

    It is the same the whole day: `visible_to` may say which day it is. None when the filters leave
    nothing, or the words find nothing as they are typed.
    """
    register = next(one for one in registers() if one.name == name)
    rows = _rows(register, chosen.filters)
    if rows is None:
        return None
    try:
        sql, parameters = rows.order_by().values_list("pk", column).query.sql_with_params()
    except EmptyResultSet:
        return None
    behind = BEHIND.format(near=signs[0], beyond=signs[1]) if signs else ""
    counting = COUNTED if chosen.is_counted else NOT_COUNTED
    statement = PAGE.format(state=STATE, rows=sql, behind=behind, order=order, **counting)
    return statement, tuple(parameters), field_of(rows, column)


def _rows(register: Register, filters: str) -> Any:
    if not filters:
        return register.visible_to(EVERYBODY)
    asked = listing(register, QueryDict(filters), EVERYBODY)
    refuse_invalid(asked)
    return asked.rows if asked.as_typed else None


def _value(value: Any) -> Any:
    return value.decode() if isinstance(value, bytes) else value


def _asked(statement: str, *parameters: Any, is_prepared: bool = True) -> list[Any]:
    """Rows in which texts are UTF-8."""
    with bytes_cursor(is_prepared=is_prepared) as cursor:
        cursor.execute(statement, parameters)
        return list(cursor.fetchall())
