"""How many records a list has: counted once for each state of all that registers read.

A state is what `changes.noted.noted` says. Only what hangs neither on the clock nor on tables whose
changes nobody notes is counted once (`digest_of`).
"""

from __future__ import annotations

import hashlib
import re
from functools import cache
from typing import Any

from django.core.exceptions import EmptyResultSet

from common.design.remembered import Remembered
from common.registers.changes.objects import CLOCK
from common.registers.changes.triggers import present
from common.registers.listing import Listing
from common.search.models import SearchDocument

MOST_TOTALS = 2000
# No trigger notes their changes: who writes them does (`changes.follow`).
NOTED_OTHERWISE = frozenset({SearchDocument._meta.db_table})
# As Django writes the tables of a statement.
TABLE = re.compile(r'(?:FROM|JOIN) "(\w+)"')
_totals: Remembered[int] = Remembered(MOST_TOTALS)


def total_of(asked: Listing, as_of: bytes | None) -> int:
    """As `Listing.counted`, by the very statement of the rows, which says who asks and for what."""
    is_kept = as_of is not None and not asked.register.is_of_the_moment
    digest = _digest_of_listing(asked) if is_kept else b""
    return _totals.get((as_of, digest), asked.counted) if digest else asked.counted()


def known_total(as_of: bytes, digest: bytes) -> int | None:
    """The total of the rows with this digest, if they were counted in this state."""
    return _totals.known((as_of, digest)) if digest else None


def note_total(as_of: bytes | None, digest: bytes, total: int) -> None:
    if digest and as_of is not None:
        _totals.note((as_of, digest), total)


def digest_of(sql: str, parameters: Any) -> bytes:
    """Of the statement of a list's rows; empty where more than a state tells how many they are."""
    # Django writes it in capitals.
    if CLOCK in sql.lower() or not _followed().issuperset(TABLE.findall(sql)):
        return b""
    return hashlib.blake2b(f"{sql} {parameters!r}".encode(), digest_size=16).digest()


def _digest_of_listing(asked: Listing) -> bytes:
    try:
        sql, parameters = asked.rows.order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:
        return b""
    # What is searched for is counted to a thousand.
    return digest_of(sql, (parameters, bool(asked.words)))


@cache
def _followed() -> frozenset[str]:
    """The tables with triggers; `migrate`, which may change them, is another process."""
    return NOTED_OTHERWISE.union(present())
