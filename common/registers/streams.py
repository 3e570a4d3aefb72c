"""All objects of a list, for a file that is written while it is read: some at a time, by key.

They are given as they are kept (`kept`) where everybody sees the list and nothing waits to be
looked at when their turn comes; else they are made. Both are letter by letter the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

from django.db import connection

from common.exchange.stretches import stretches
from common.registers.changes.objects import signature
from common.registers.fields import Field
from common.registers.kept import SEPARATOR, is_given, places_of, put_together, taken_apart
from common.registers.register import Register

Made = TypeVar("Made")

# So many cost few statements, and some megabytes.
AT_ONCE = 1000

KEPT_NOW = (
    "SELECT known.record, known.kept FROM registers_publication AS known "
    "JOIN registers_followedregister AS followed ON followed.name = known.register "
    "WHERE followed.name = %s AND followed.signature = %s AND known.record = ANY(%s) "
    "AND known.is_present AND known.kept <> '' AND NOT EXISTS (SELECT FROM registers_changedrow)"
)


def texts_for(register: Register, rows: Any, fields: Sequence[Field], user: Any) -> Iterator[str]:
    """The objects of these rows, which the user sees, in their order: as `Register.texts`."""
    if _is_made(register, user):
        return register.texts(rows, fields)
    places = places_of(register, fields)
    return _read(register, rows, fields, lambda kept: put_together(kept, places), str)


def parts_for(
    register: Register, rows: Any, fields: Sequence[Field], user: Any
) -> Iterator[list[str]]:
    """As `texts_for`, taken apart: of each object the `"name" : value` of these fields."""
    if _is_made(register, user):
        return (taken_apart(text).split(SEPARATOR) for text in register.texts(rows, fields))
    places = places_of(register, fields)

    def chosen(kept: str) -> list[str]:
        parts = kept.split(SEPARATOR)
        return parts if places is None else [parts[place] for place in places]

    return _read(register, rows, fields, chosen, lambda text: taken_apart(text).split(SEPARATOR))


def _is_made(register: Register, user: Any) -> bool:
    return bool(user.is_authenticated) or not is_given(register)


def _read(
    register: Register,
    rows: Any,
    fields: Sequence[Field],
    of_kept: Callable[[str], Made],
    of_text: Callable[[str], Made],
) -> Iterator[Made]:
    for some in stretches(rows, AT_ONCE):
        found = {key: of_kept(kept) for key, kept in _kept(register, some.keys)}
        missing = [key for key in some.keys if key not in found]
        made = register.texts_by_key(missing, fields)
        found |= {key: of_text(text) for key, text in made.items()}
        yield from some.in_order(found)


def _kept(register: Register, keys: list[int]) -> list[tuple[int, str]]:
    with connection.cursor() as cursor:
        cursor.execute(KEPT_NOW, (register.name, signature(register), keys))
        return list(cursor.fetchall())
