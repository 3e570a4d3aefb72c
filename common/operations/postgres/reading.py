"""Reading what is sent as PostgreSQL gives it: texts stay UTF-8, statements stay prepared.

Django's own cursor puts the parameters into the text of each statement, which the server then
parses and plans anew: longer than it takes to find a page of records. Here what never changes
stands in the statement, which a connection understands once, and only what changes goes beside it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import cache
from typing import Any

import psycopg
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.postgresql.psycopg_any import get_adapters_template
from psycopg.adapt import AdaptersMap, Loader, Transformer
from psycopg.errors import error_from_result
from psycopg.pq import DiagnosticField, ExecStatus, Format
from psycopg.types.string import ByteaBinaryLoader

# Each costs the server some 50 kB of memory in each connection.
MOST_PREPARED = 100
# The server has forgotten the statement, or its tables are no longer what they were.
TO_PREPARE_ANEW = frozenset({"26000", "0A000"})


class _AsTheyCome(Loader):
    def load(self, data: Any) -> bytes:
        return bytes(data)


@dataclass(frozen=True)
class _Bytes:
    """Django's own adapters, but that what is of the type `text` is bytes."""

    adapters: AdaptersMap
    connection: Any = None


@cache
def _adapting(zone: Any) -> _Bytes:
    adapters = AdaptersMap(get_adapters_template(settings.USE_TZ, zone))
    adapters.register_loader("text", ByteaBinaryLoader)
    adapters.register_loader("text", _AsTheyCome)
    return _Bytes(adapters)


def default_connection() -> Any:
    """What `django.db.connection` stands for: found once, where it is asked for several things."""
    return connections[DEFAULT_DB_ALIAS]


def with_values(sql: str, parameters: Any) -> str:
    """The statement with these parameters in its text, as Django's own cursor writes them."""
    known = default_connection()
    known.ensure_connection()
    return str(known.ops.compose_sql(sql, parameters))


def read(statement: str, *values: str, is_again: bool = False) -> list[tuple[Any, ...]]:
    """The rows of a statement without `%s`; texts are bytes. Values, as text, are its `$1`, `$2` …

    From its second time on a connection keeps the statement prepared, or, where it says itself that
    something is asked again, from its first; unless PREPARED_STATEMENTS says that what stands
    before PostgreSQL does not carry that.
    """
    known = _usable()
    started = time.monotonic()
    with known.wrap_database_errors:
        result = _result(known, statement, values, is_again=is_again)
    return _rows(known, result, statement, started)


def read_ahead(reader: Executor, statement: str, *values: str) -> Callable[[], list[Any]]:
    """As `read`, by another thread while this one does something else.

    It must ask nothing of the database before it has taken the rows, by calling what it is given.
    """
    known, started = _usable(), time.monotonic()
    asked = reader.submit(_result, known, statement, values)

    def rows() -> list[tuple[Any, ...]]:
        with known.wrap_database_errors:
            result = asked.result()
        return _rows(known, result, statement, started)

    return rows


def _usable() -> Any:
    known = default_connection()
    known.close_if_health_check_failed()
    known.ensure_connection()
    return known


def _rows(known: Any, result: Any, statement: str, started: float) -> list[tuple[Any, ...]]:
    if known.queries_logged:
        took = f"{time.monotonic() - started:.3f}"
        known.queries_log.append({"sql": statement, "time": took})
    transformer = Transformer(_adapting(known.timezone))
    transformer.set_pgresult(result, format=Format.BINARY)
    return transformer.load_rows(0, result.ntuples, tuple)


def _result(known: Any, statement: str, texts: Sequence[str], *, is_again: bool = False) -> Any:
    values = [text.encode() for text in texts]
    server = known.connection.pgconn
    name = b""
    if settings.PREPARED_STATEMENTS:
        name = _name(known.prepared, server, statement, is_again=is_again)
    if name:
        result = server.exec_prepared(name, values, result_format=Format.BINARY)
        if _state(result) not in TO_PREPARE_ANEW:
            return _good(result)
        del known.prepared[statement]
        if known.in_atomic_block:
            # Nothing more can be asked in it.
            return _good(result)
        server.exec_(b"DEALLOCATE " + name)
    asked = statement.encode()
    return _good(server.exec_params(asked, values, result_format=Format.BINARY))


def _name(prepared: dict[str, bytes], server: Any, statement: str, *, is_again: bool) -> bytes:
    """Under which the connection has it prepared; empty at its first time."""
    name = prepared.pop(statement, None)
    if name is None:
        if len(prepared) >= MOST_PREPARED:
            longest_unused = prepared.pop(next(iter(prepared)))
            if longest_unused:
                server.exec_(b"DEALLOCATE " + longest_unused)
        if not is_again:
            prepared[statement] = b""
            return b""
    if not name:
        name = f"read_{time.monotonic_ns()}".encode()
        _good(server.prepare(name, statement.encode()))
    # Last among those that are used.
    prepared[statement] = name
    return name


def _good(result: Any) -> Any:
    """Raises what psycopg's own cursor would."""
    if result.status in {ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK}:
        return result
    if not _state(result):
        raise psycopg.OperationalError(result.get_error_message())
    raise error_from_result(result)


def _state(result: Any) -> str:
    """What PostgreSQL says went wrong, by its code; empty where nothing did, or nobody said."""
    return (result.error_field(DiagnosticField.SQLSTATE) or b"").decode()
