"""A cursor for what is sent as PostgreSQL gives it: texts stay UTF-8, statements stay prepared.

Django's own cursor puts the parameters into the text of each statement, which the server then
reads and plans anew, and makes strings of what would be made bytes again for the answer.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection
from django.db.backends.postgresql.psycopg_any import get_adapters_template
from psycopg.adapt import AdaptersMap, Loader
from psycopg.types.string import ByteaBinaryLoader


class _AsTheyCome(Loader):
    def load(self, data: Any) -> bytes:
        return bytes(data)


class _BytesCursor:
    """What rows hold of the type `text` is bytes."""

    @property
    def adapters(self) -> AdaptersMap:
        return _adapters(connection.timezone)


class PreparedCursor(_BytesCursor, psycopg.Cursor[Any]):
    """Parameters go beside a statement that the server understands once in each connection."""

    def execute(self, query: Any, params: Any = None, **_: Any) -> Any:
        return super().execute(query, params, prepare=True, binary=True)


class PlainCursor(_BytesCursor, psycopg.ClientCursor[Any]):
    """Parameters stand in the text of the statement, as Django has them."""


@cache
def _adapters(zone: Any) -> AdaptersMap:
    """Django's own, and ours."""
    made = AdaptersMap(get_adapters_template(settings.USE_TZ, zone))
    made.register_loader("text", ByteaBinaryLoader)
    made.register_loader("text", _AsTheyCome)
    return made


def bytes_cursor(*, is_prepared: bool) -> Any:
    """A cursor of Django's connection, counted and timed as any other one.

    `is_prepared` is a wish: `PREPARED_STATEMENTS` says whether what stands between us and
    PostgreSQL carries them.
    """
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    kind = PreparedCursor if is_prepared and settings.PREPARED_STATEMENTS else PlainCursor
    known: Any = connection
    with known.wrap_database_errors:
        # As `cursor()` itself does.
        return known._prepare_cursor(kind(known.connection))  # noqa: SLF001
