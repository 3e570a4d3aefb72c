"""The objects of a register as everybody sees them: the statement that makes them."""

from __future__ import annotations

import datetime as dt
import hashlib
from functools import cache
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import F, TextField
from django.db.models.functions import Cast
from django.utils import timezone

from common.registers.changes.code import code_digest
from common.registers.changes.paths import Source, sources_of
from common.registers.register import Register, is_open, registers

EVERYBODY = AnonymousUser()
# What makes an object another one on another day although no row has changed.
CLOCK = "statement_timestamp()"
# The signature of a register that has nothing for everybody.
NOTHING = "nothing"


def followed_registers() -> list[Register]:
    """Those of the API."""
    import_module(settings.ROOT_URLCONF)
    return [one for one in registers() if one.api_path]


def published(register: Register) -> Any:
    """(primary key, key, text) of what everybody sees: exactly the JSON that `Register.texts_of`
    gives an anonymous visitor.
    """
    fields = register.fields_for(EVERYBODY)
    made = register.as_json(register.visible_to(EVERYBODY).order_by(), fields)
    key = Cast(F(register.key), TextField())
    return made.annotate(_key=key).values_list("pk", "_key", "_json")


def published_of(register: Register, records: list[int]) -> dict[int, tuple[str, str]]:
    """(key, text) of those of these records that everybody sees, by primary key."""
    made = _compiled(register.name, today(), settings.SITE_URL)
    if made is None:
        return {}
    sql, parameters = made
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT * FROM ({sql}) AS seen (pk, key, text) WHERE pk = ANY(%s)",  # noqa: S608
            (*parameters, records),
        )
        return {row[0]: (row[1], row[2]) for row in cursor.fetchall()}


def sources(register: Register) -> frozenset[Source]:
    """The tables behind the objects and behind the orders in which lists give them."""
    return _sources(register.name)


@cache
def _sources(name: str) -> frozenset[Source]:
    register = _named(name)
    orders = {f"_order_{name}": F(column) for name, column in register.sorts.items()}
    try:
        return frozenset(sources_of(published(register).annotate(**orders).query))
    except EmptyResultSet:
        return frozenset()


def own_key(register: Register) -> str:
    return str(register.model._meta.pk.column)


def signature(register: Register) -> str:
    """Changes when the same rows would give other objects, or other lines of a table: with another
    statement, another day, another release.

    NOTHING for a register that nobody follows.
    """
    if not is_open(register):
        return NOTHING
    return _signature(register.name, today(), settings.SITE_URL, code_digest())


def today() -> dt.date:
    """The day here; `timezone.localdate` asks for a person's own zone first, and nobody has one."""
    return timezone.now().astimezone(timezone.get_default_timezone()).date()


@cache
def _signature(name: str, day: dt.date, site: str, code: str) -> str:
    made = _compiled(name, day, site)
    if made is None:
        return NOTHING
    sql, parameters = made
    dated = day.isoformat() if CLOCK in sql else ""
    whole = f"{sql}{parameters!r}{dated}{code}"
    return hashlib.md5(whole.encode(), usedforsecurity=False).hexdigest()


@cache
def _compiled(name: str, _day: dt.date, _site: str) -> tuple[str, tuple[Any, ...]] | None:
    """The statement behind `published`, which may say the day, and says the site in each address.

    None for an empty register.

    It is always the same, and for some registers it costs a second to put together.
    """
    query = published(_named(name)).query
    try:
        sql, parameters = query.get_compiler(connection=connection).as_sql()
    except EmptyResultSet:
        return None
    return sql, tuple(parameters)


def _named(name: str) -> Register:
    return next(one for one in registers() if one.name == name)
