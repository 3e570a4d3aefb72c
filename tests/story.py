"""The demonstration in a database of its own: it takes a minute, so it is loaded once for all."""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core import mail
from django.db import connection, transaction

from common.codelists.reference import registered
from portal.demo.content import read
from portal.demo.loader import load_demo
from twinning.services.gazetteer import GAZETTEER_FILE, load_gazetteer

# Of the 87,000 places of the gazetteer some are enough to look at.
EVERY = 500


@dataclass(frozen=True)
class Told:
    """Where the content is, what loading it gave back, and the texts of the letters it sent."""

    database: str
    made: dict[str, int]
    letters: Sequence[str]


def tell(folder: Path) -> Told:
    """Load the whole reference territory, some places and the content, as `make run` does."""
    name = f"{connection.settings_dict['NAME']}_story"
    copy_database(name)
    with connected_to(name):
        load_gazetteer(source=_some_places(folder / "places.csv.gz"))
        for one in registered():
            if one.name != "gazetteer":
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


def _some_places(path: Path) -> Path:
    """Those of the demonstration, and every so many of the others."""
    entries = (*read("twin-links"), *read("letters"))
    wanted = {str(one["place"]) for one in entries if "place" in one}
    with gzip.open(GAZETTEER_FILE, "rt", encoding="utf-8") as whole:
        heading, *lines = whole
    kept = [
        line
        for number, line in enumerate(lines)
        if number % EVERY == 0 or line.partition(",")[0] in wanted
    ]
    with gzip.open(path, "wt", encoding="utf-8", compresslevel=1) as some:
        some.writelines([heading, *kept])
    return path
