"""As of which state everything that registers read has been looked at.

A register's own version (`kept.STATE`) grows when any of its records may have changed. What hangs
on other rows of the same tables, such as a theme that no record has yet, is the same as long as
the follower has taken up nothing at all, and nothing waits for it.
"""

from __future__ import annotations

import datetime as dt
from functools import cache

from django.db import connection

from common.operations.postgres.reading import read, with_values

# Beside the registers, whose names are words.
EVERYTHING = "*"
# Any text: `migrate`, before it takes the triggers away, empties it.
FOLLOWED = "followed"

NOTED = (
    "SELECT version || ' ' || changed_at FROM registers_followedregister "
    "WHERE name = %s AND signature = %s AND NOT EXISTS (SELECT FROM registers_changedrow)"
)
NOTE = (
    "INSERT INTO registers_followedregister (name, signature, version, changed_at, total) "
    "VALUES (%s, %s, 1, %s, 0) ON CONFLICT (name) DO UPDATE SET signature = excluded.signature, "
    "version = registers_followedregister.version + 1, changed_at = excluded.changed_at"
)


def note(now: dt.datetime) -> None:
    """Changed rows have been taken up, or documents made anew, in this transaction."""
    with connection.cursor() as cursor:
        cursor.execute(NOTE, (EVERYTHING, FOLLOWED, now))


def noted() -> bytes | None:
    """By what this state is known; None while a changed row waits to be looked at."""
    found = read(statement())
    return found[0][0] if found else None


@cache
def statement() -> str:
    """It gives `noted`, or no row."""
    return with_values(NOTED, (EVERYTHING, FOLLOWED))
