"""One worker for one import, and a sure way to see that it died: a lock that dies with it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.db.models import Model

# "impo": the first half of the lock's name, so that other uses of such locks never meet ours.
SPACE = 0x69_6D_70_6F


@contextmanager
def working(job: Model, space: int = SPACE) -> Iterator[bool]:
    """Hold the import while its rows are worked on; False when somebody else does already.

    Each kind of import has a `space` of its own.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [space, job.pk])
        held = bool(cursor.fetchone()[0])
    try:
        yield held
    finally:
        if held:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [space, job.pk])


def is_worked_on(job: Model, space: int = SPACE) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 2 "
            "AND classid = %s AND objid = %s AND granted "
            "AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))",
            [space, job.pk],
        )
        return bool(cursor.fetchone()[0])
