"""All objects of a list, for a file that is written while it is read: some at a time, by key.

They are given as they are kept (`kept`) where everybody sees the list and nothing waits to be
looked at when their turn comes; else they are made. Both are letter by letter the same.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Generic, TypeVar

from common.exchange.stretches import Stretch, keys_at_once, still_there
from common.operations.postgres.reading import read_ahead, with_values
from common.registers import cells
from common.registers.changes.objects import signature
from common.registers.fields import Field
from common.registers.kept import is_given, places_of, put_together
from common.registers.register import Register
from common.registers.tables import Table

One = TypeVar("One")
Made = TypeVar("Made")

# So many cost few statements, and some megabytes.
AT_ONCE = 1000
# What was read ahead is read once more when its turn comes later than this many seconds.
FRESH = 5.0
# Of what is not kept.
UNKNOWN = -1

KEPT_NOW = (
    "SELECT known.record, known.kept, followed.version FROM registers_publication AS known "
    "JOIN registers_followedregister AS followed ON followed.name = known.register "
    "WHERE followed.name = %s AND followed.signature = %s AND known.record = ANY($1::bigint[]) "
    "AND known.is_present AND known.kept <> '' AND NOT EXISTS (SELECT FROM registers_changedrow)"
)


def texts_for(
    register: Register,
    rows: Any,
    fields: Sequence[Field],
    user: Any,
    finish: Callable[[list[bytes]], Made],
) -> Iterator[Made]:
    """The objects of these rows, which the user sees, in their order: what `finish` makes of some
    at a time.
    """
    source = _objects(register, rows, fields, user)
    places = places_of(register, fields) if source.kept else None
    shape = Shape(lambda kept: put_together(kept, places), str.encode, finish)
    return _read(source, shape)


def lines_for(register: Register, rows: Any, table: Table, user: Any) -> Iterator[bytes]:
    """The lines of the table, as CSV."""
    is_kept = _is_kept(register, user)
    statement = cells.kept_now(register, table.language) if is_kept else ""
    of_kept = cells.line_maker(register, table.fields) if is_kept else bytes
    shape = Shape(of_kept, table.line, table.lines)
    return _read(Source(register, rows, table.fields, statement), shape)


def _objects(register: Register, rows: Any, fields: Sequence[Field], user: Any) -> Source:
    is_kept = _is_kept(register, user)
    return Source(register, rows, fields, _objects_now(register) if is_kept else "")


def _is_kept(register: Register, user: Any) -> bool:
    return is_given(register) and not user.is_authenticated


@dataclass(frozen=True)
class Source:
    """Records of which these fields are asked; `kept` is the statement that gives what is kept of
    some, if anything may be given.
    """

    register: Register
    rows: Any
    fields: Sequence[Field]
    kept: str

    def ask(self, reader: Executor, some: Stretch | None) -> Callable[[], list[Any]]:
        """What is kept of these: (primary key, what is kept, version of the register)."""
        if not some or not self.kept:
            return list
        return read_ahead(reader, self.kept, f"{{{','.join(map(str, some.keys))}}}")


@dataclass(frozen=True)
class Shape(Generic[One, Made]):
    """What an object becomes, as it is kept or made, and what some of them become together."""

    of_kept: Callable[[bytes], One]
    of_text: Callable[[str], One]
    finish: Callable[[list[One]], Made]


def _read(source: Source, shape: Shape[One, Made]) -> Iterator[Made]:
    """While some are put in their shape, those that come next are read.

    As long as the register's version is the same, no record has left the list.
    """
    versions = set[int]()
    left = keys_at_once(source.rows, AT_ONCE)
    some = next(left, None)
    with ThreadPoolExecutor(1) as reader:
        noted = source.ask(reader, some)()
        while some:
            kept = {key: text for key, text, _version in noted}
            is_first = not versions
            versions |= {version for _key, _text, version in noted} or {UNKNOWN}
            keys = some.keys
            if not is_first and (len(versions) > 1 or len(kept) < len(keys)):
                keys = still_there(source.rows, keys)
            missing = [key for key in keys if key not in kept]
            made = source.register.texts_by_key(missing, source.fields)
            some = next(left, None)
            following = source.ask(reader, some)
            finished = shape.finish(
                [
                    shape.of_kept(kept[key]) if key in kept else shape.of_text(made[key])
                    for key in keys
                    if key in kept or key in made
                ]
            )
            # Before others may use the connection.
            noted, read_at = following(), time.monotonic()
            yield finished
            if time.monotonic() - read_at > FRESH:
                noted = source.ask(reader, some)()


def _objects_now(register: Register) -> str:
    return _kept_now(register.name, signature(register))


@lru_cache(maxsize=200)
def _kept_now(name: str, signed: str) -> str:
    return with_values(KEPT_NOW, (name, signed))
