"""How many records a list has: counted once for each state of all that registers read."""

from __future__ import annotations

import hashlib
import re
from functools import cache

from django.core.exceptions import EmptyResultSet

from common.design.remembered import Remembered
from common.registers.changes.objects import CLOCK
from common.registers.changes.triggers import present
from common.registers.listing import Listing

MOST_TOTALS = 2000
# As Django writes the tables of a statement.
TABLE = re.compile(r'(?:FROM|JOIN) "(\w+)"')
_totals: Remembered[int] = Remembered(MOST_TOTALS)


def total_of(asked: Listing, as_of: bytes | None) -> int:
    """As `Listing.counted`, by the very statement of the rows, which says who asks and for what.

    `as_of` is what `changes.noted.noted` says. Counted anew where it does not say anything, and
    where the rows hang on the clock or on tables whose changes nobody notes.
    """
    known = None
    if as_of is not None and not asked.register.is_of_the_moment:
        known = _statement(asked)
    if known is None:
        return asked.counted()
    digest = hashlib.blake2b(known.encode(), digest_size=16).digest()
    return _totals.get((as_of, digest), asked.counted)


def _statement(asked: Listing) -> str | None:
    try:
        sql, parameters = asked.rows.order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:
        return None
    # Django writes it in capitals.
    if CLOCK in sql.lower() or not _followed().issuperset(TABLE.findall(sql)):
        return None
    return f"{sql} {parameters!r} {bool(asked.words)}"


@cache
def _followed() -> frozenset[str]:
    """The tables with triggers; `migrate`, which may change them, is another process."""
    return frozenset(present())
