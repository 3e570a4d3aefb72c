"""The demonstration in a database of its own: it takes a minute, so it is loaded once for all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.core import mail
from django.db import connection, transaction

from common.codelists.reference import registered
from portal.demo.loader import load_demo


@dataclass(frozen=True)
class Told:
    """Where the content is, what loading it gave back, and the texts of the letters it sent."""

    database: str
    made: dict[str, int]
    letters: Sequence[str]


def tell() -> Told:
    """Load the whole reference territory and the content, as `make run` does."""
    name = f"{connection.settings_dict['NAME']}_story"
    copy_database(name)
    with connected_to(name):
        for one in registered():
            one.load()
        made = load_demo()
        letters = [str(letter.body) for letter in mail.outbox]
        mail.outbox.clear()
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    return Told(name, made, letters)


@contextmanager
def inside(told: Told) -> Iterator[None]:
    """The content as it was loaded: what happens to it here is undone."""
    with connected_to(told.database), transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def copy_of(told: Told) -> Iterator[None]:
    """A copy of the content, in which things may be committed and stay."""
    name = f"{told.database}_copy"
    copy_database(name, template=told.database)
    try:
        with connected_to(name):
            yield
    finally:
        drop_database(name)


@contextmanager
def connected_to(database: str) -> Iterator[None]:
    settings: dict[str, Any] = connection.settings_dict
    usual = settings["NAME"]
    connection.close()
    settings["NAME"] = database
    try:
        yield
    finally:
        connection.close()
        settings["NAME"] = usual


def copy_database(name: str, template: str = "") -> None:
    """Make or replace a database; nobody may be using the template (the usual one) meanwhile."""
    template = template or str(connection.settings_dict["NAME"])
    assert template.startswith("test_"), template
    connection.close()
    drop_database(name)
    _administer(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')


def drop_database(name: str) -> None:
    _administer(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _administer(statement: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(statement)
