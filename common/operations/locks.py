"""Locks that die with who holds them: PostgreSQL lets go of them when the connection ends."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.db import InterfaceError, OperationalError, connection


@contextmanager
def held(space: int, key: int) -> Iterator[bool]:
    """Hold the lock meanwhile; False when somebody else does already.

    Each use has a `space` of its own, so that two uses never meet.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [space, key])
        is_ours = bool(cursor.fetchone()[0])
    try:
        yield is_ours
    finally:
        if is_ours:
            _let_go(space, key)


def _let_go(space: int, key: int) -> None:
    """A connection that broke has let go already."""
    with suppress(OperationalError, InterfaceError), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [space, key])


def is_held(space: int, key: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 2 "
            "AND classid = %s AND objid = %s AND granted "
            "AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))",
            [space, key],
        )
        return bool(cursor.fetchone()[0])
