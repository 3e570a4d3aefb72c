"""Who is acting, and through which door: travels with each change into its history.

The triggers read two settings of the database session, `pghistory.context_id` and
`pghistory.context_metadata` (django-pghistory made them). We set them ourselves, before each
statement that may write and only until the end of its transaction, because the library's own
`pghistory.context` breaks `executemany` and statements with a bare `%`, and leaves the names
behind for whatever the same transaction does afterwards.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from django.db import connection, models, transaction
from django.utils.translation import pgettext_lazy
from psycopg.pq import TransactionStatus
from psycopg.sql import Composable, Literal

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser
    from django.contrib.auth.models import AnonymousUser


class Source(models.TextChoices):
    """The door through which a change came."""

    ADMIN = "admin", pgettext_lazy("door of a change", "administration")
    PAGE = "page", pgettext_lazy("door of a change", "page")
    API = "api", pgettext_lazy("door of a change", "API")
    IMPORT = "import", pgettext_lazy("door of a change", "import")
    TASK = "task", pgettext_lazy("door of a change", "background task")
    COMMAND = "command", pgettext_lazy("door of a change", "command")
    # Never written: what a change is called that came past the portal (psql, another program).
    DATABASE = "database", pgettext_lazy("door of a change", "directly in the database")


@dataclass(frozen=True)
class Acting:
    """What the triggers write beside each change. `actor` is a user's primary key.

    `restores` is the moment (ISO 8601) of the version that is being brought back, else empty.
    `action` is shared by everything done in one request, task or command.
    """

    actor: int | None = None
    source: str = Source.COMMAND.value
    note: str = ""
    restores: str = ""
    action: UUID = field(default_factory=uuid4)

    def as_json(self) -> str:
        said = {"actor": self.actor, "source": self.source, "note": self.note}
        if self.restores:
            said["restores"] = self.restores
        return json.dumps(said, ensure_ascii=False)


_current: ContextVar[Acting | None] = ContextVar("acting", default=None)


def current() -> Acting | None:
    return _current.get()


@contextmanager
def acting(
    *,
    actor: AbstractBaseUser | AnonymousUser | int | None = None,
    source: Source | None = None,
    note: str = "",
    restores: str = "",
) -> Iterator[Acting]:
    """Record changes made inside as those of `actor` (or its key) through `source`.

    Inside another `acting` what is not said is inherited, so a service names only what it knows.
    """
    outer = _current.get()
    inherited = outer or Acting()
    inner = replace(
        inherited,
        actor=_key_of(actor) or inherited.actor,
        source=source.value if source else inherited.source,
        note=note or inherited.note,
        restores=restores or inherited.restores,
    )
    token = _current.set(inner)
    try:
        if outer is None:
            with _naming():
                yield inner
        else:
            yield inner
    finally:
        _current.reset(token)


def _key_of(actor: AbstractBaseUser | AnonymousUser | int | None) -> int | None:
    key: int | None = actor if isinstance(actor, int) else getattr(actor, "pk", None)
    return key


# First words of statements that change no row of ours, or must stand alone.
READING = frozenset(
    {
        "select", "values", "table", "show", "explain", "declare", "fetch", "move", "close",
        "begin", "start", "commit", "rollback", "savepoint", "release", "set", "reset", "discard",
        "create", "alter", "drop", "comment", "grant", "revoke", "vacuum", "analyze", "reindex",
        "cluster", "checkpoint", "listen", "notify", "unlisten", "lock", "load", "refresh",
    }
)  # fmt: skip
FIRST_WORD = re.compile(r"(?:\s|\(|--[^\n]*\n|/\*.*?\*/)*([a-z]+)", re.IGNORECASE | re.DOTALL)

Execute = Callable[[Any, Any, bool, dict[str, Any]], Any]


def _may_write(sql: str) -> bool:
    found = FIRST_WORD.match(sql)
    return found is not None and found[1].lower() not in READING


@contextmanager
def _naming() -> Iterator[None]:
    """Put the names before every writing statement of this thread's connection."""
    namer = _Namer()
    with connection.execute_wrapper(namer):
        try:
            yield
        finally:
            if namer.has_named:
                _forget_names()


class _Namer:
    """Wraps the execution of statements; reads who is acting at that very moment."""

    def __init__(self) -> None:
        self.has_named = False

    def __call__(
        self,
        execute: Execute,
        sql: Any,
        params: Any,
        many: bool,  # noqa: FBT001 - Django's signature
        context: dict[str, Any],
    ) -> Any:
        text = _text(sql, context)
        now = _current.get()
        if now is None or not _may_write(text) or not _can_be_prefixed(context["cursor"]):
            return execute(sql, params, many, context)
        self.has_named = True
        names = _names_as_sql(now.action, now.as_json())
        if many:
            # A prepared statement is one statement: the names go ahead, in one transaction.
            with transaction.atomic(using=context["connection"].alias):
                _run(f"SELECT {names}")
                return execute(sql, params, many, context)
        # With parameters a percent sign is a placeholder, without them it is itself.
        names = names if params is None else names.replace("%", "%%")
        return _last_result(execute(f"SELECT {names}; {text}", params, many, context))


def _text(sql: Any, context: dict[str, Any]) -> str:
    if isinstance(sql, Composable):
        return sql.as_string(context["connection"].connection)
    return sql.decode() if isinstance(sql, bytes) else str(sql)


def _can_be_prefixed(cursor: Any) -> bool:
    """Not a named (server-side, reading) cursor and not in a failed transaction."""
    failed = cursor.connection.info.transaction_status == TransactionStatus.INERROR
    return not failed and not getattr(cursor, "name", None)


def _names_as_sql(action: UUID | str, metadata: str) -> str:
    settings = {"pghistory.context_id": str(action), "pghistory.context_metadata": metadata}
    return ", ".join(
        f"set_config('{name}', {Literal(value).as_string(None)}, true)"
        for name, value in settings.items()
    )


def _last_result(cursor: Any) -> Any:
    """Skip the answer of our prefix, so that rows and counts are those of the statement."""
    while cursor is not None and cursor.nextset():
        pass
    return cursor


def _forget_names() -> None:
    """A transaction that goes on after the actor has left must not speak in that name."""
    status = connection.connection.info.transaction_status if connection.connection else None
    if connection.in_atomic_block and status == TransactionStatus.INTRANS:
        _run(f"SELECT {_names_as_sql('', '')}")


def _run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)
