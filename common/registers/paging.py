"""Keyset pages: each begins after a row, so that new rows never shift what one is reading."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import BigIntegerField, F, Q, TextField, Value
from django.utils.translation import gettext as _

from common.registers.register import Register
from common.search.finding import RELEVANCE, RELEVANCE_COLUMN

NOTHING = Value(None, output_field=TextField())
LARGEST_KEY = BigIntegerField.MAX_BIGINT


class BadParameter(ValueError):
    """A parameter of the address that cannot be used; names it and says why."""

    def __init__(self, name: str, message: str) -> None:
        super().__init__(message)
        self.name = name
        self.message = message


@dataclass(frozen=True)
class Cursor:
    """Where a page begins: behind (or before, when `back`) the row with these sort values."""

    value: str | int | float
    pk: int
    back: bool = False

    def encode(self) -> str:
        packed = json.dumps(
            [self.value, self.pk, self.back], ensure_ascii=False, default=str
        ).encode()
        return base64.urlsafe_b64encode(packed).decode().rstrip("=")

    @classmethod
    def decode(cls, text: str) -> Cursor:
        """Raises BadParameter for anything that `encode` did not make."""
        try:
            padded = text.encode("ascii") + b"=" * (-len(text) % 4)
            value, pk, back = json.loads(base64.urlsafe_b64decode(padded))
        except (ValueError, binascii.Error, UnicodeError, TypeError, RecursionError) as error:
            raise _bad_cursor() from error
        is_made_here = isinstance(value, str | int | float) and type(back) is bool
        if not is_made_here or type(pk) is not int or abs(pk) > LARGEST_KEY:
            raise _bad_cursor()
        return cls(value, pk, back)


def _bad_cursor() -> BadParameter:
    return BadParameter("cursor", _("This is not a cursor that the portal gave out."))


@dataclass(frozen=True)
class Page:
    """One page of primary keys in order, and the cursors around it (empty: no such page)."""

    keys: list[int]
    next: str
    previous: str
    # What `beside` gave, read in the same statement; None on an empty page.
    beside: Any = None


def ordering_of(register: Register, asked: str) -> tuple[str, bool]:
    """`-population` → (column, descending). Raises BadParameter for what cannot be sorted by.

    RELEVANCE, the best first, is for rows that were searched for.
    """
    if asked == RELEVANCE:
        return RELEVANCE_COLUMN, True
    wanted = asked or register.default_sort
    name = wanted.removeprefix("-")
    if name not in register.sorts:
        known = ", ".join(sorted(register.sorts))
        message = _("The list is not sorted by this. Choose from: %(names)s.")
        raise BadParameter("ordering", message % {"names": known})
    descending = wanted.startswith("-")
    return register.sort_column(name, descending=descending), descending


def page_of(
    register: Register,
    rows: Any,
    *,
    ordering: str = "",
    cursor: str = "",
    size: int = 20,
    beside: Any = NOTHING,
) -> Page:
    """The page of `rows` behind the cursor: one query for keys (`kept.texts_of` makes the other).

    `beside` is an expression, the same for all rows, that is wanted as of the same moment.
    """
    column, descending = ordering_of(register, ordering)
    start = Cursor.decode(cursor) if cursor else None
    back = bool(start and start.back)
    reverse = descending != back
    if start:
        value = as_in_field(field_of(rows, column), start.value)
        rows = rows.filter(_behind(column, value, start.pk, reverse=reverse))
    sign = "-" if reverse else ""
    try:
        keys = list(
            rows.order_by(f"{sign}{column}", f"{sign}pk").values_list("pk", column, beside)[
                : size + 1
            ]
        )
    except (ValueError, TypeError) as error:
        raise _bad_cursor() from error
    return page_around(keys, size, start)


def page_around(found: list[Any], size: int, start: Cursor | None) -> Page:
    """The page of these (primary key, sort value, beside), one more than its size if there is."""
    back = bool(start and start.back)
    more, keys = len(found) > size, found[:size]
    if back:
        keys.reverse()
    has_next, has_previous = (bool(start), more) if back else (more, bool(start))
    return Page(
        keys=[pk for pk, _value, _beside in keys],
        next=Cursor(keys[-1][1], keys[-1][0]).encode() if keys and has_next else "",
        previous=Cursor(keys[0][1], keys[0][0], back=True).encode()
        if keys and has_previous
        else "",
        beside=keys[0][2] if keys else None,
    )


def field_of(rows: Any, column: str) -> Any:
    """The field whose values the column or annotation holds."""
    return F(column).resolve_expression(rows.query.clone()).output_field


def as_in_field(field: Any, value: str | float) -> Any:
    """The value of a cursor as the column holds it. A forged one raises BadParameter."""
    if isinstance(value, str) and "\x00" in value:
        raise _bad_cursor()
    try:
        held = field.to_python(value)
        # As the column cannot hold it: too great a number, half a sign.
        field.run_validators(held)
        str(held).encode()
    except (ValidationError, ValueError, TypeError, OverflowError) as error:
        raise _bad_cursor() from error
    return held


def _behind(column: str, value: Any, pk: int, *, reverse: bool) -> Q:
    near, beyond = ("lte", "lt") if reverse else ("gte", "gt")
    # The first condition lets the index skip there; the second settles equal values.
    return Q(**{f"{column}__{near}": value}) & (
        Q(**{f"{column}__{beyond}": value}) | Q(**{f"pk__{beyond}": pk})
    )
