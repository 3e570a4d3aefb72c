"""What anybody pays who reads an IATI file with lxml and COPYs its facts into the portal's tables.

The rows that our own import made are copied out, and go by COPY into empty copies of the portal:
made before the import, with all keys, foreign keys, indexes, constraints and computed columns. The
lines stand ready: nothing is reckoned for making them of what was read. Nobody else may be
connected to the database while it is copied.
"""

# ruff: noqa: S608 - names of tables and columns come from the models
from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

# Of one COPY: triggers hold the rows of a statement in memory.
CHUNK = 1 << 20
# What anybody pays who keeps the history too, and what those pay who do not.
PLAIN, WITH_TRIGGERS = "plain", "triggers"


def tables() -> dict[str, tuple[str, ...]]:
    """Table → its columns that are not computed; projects first, as their parts need them."""
    from projects.iati_import.fields import TABLES, kept_columns, name_of
    from projects.models import IndicatorPeriod, Project, ProjectResult, ResultIndicator

    models: list[Any] = [Project, *(one.model for one in TABLES)]
    found: dict[str, tuple[str, ...]] = {}
    for model in (*models, ProjectResult, ResultIndicator, IndicatorPeriod):
        names = [name_of(one) for one in kept_columns(model)]
        found[model._meta.db_table] = ("id", *names)
    return found


@dataclass
class OwnTables:
    """Copies of the portal as it was before the import, and the rows that this then brought."""

    folder: Path
    names: dict[str, str]
    before: dict[str, int] = field(default_factory=dict)

    def note_rows(self) -> None:
        """Keep what has come into the register since, as lines of COPY."""
        with _cursor() as cursor:
            for table, columns in tables().items():
                rows = f"SELECT {', '.join(columns)} FROM {table} WHERE id > {self.before[table]}"
                with (
                    (self.folder / table).open("wb") as file,
                    cursor.copy(f"COPY ({rows} ORDER BY id) TO STDOUT") as copy,
                ):
                    for part in copy:
                        file.write(part)
            # Now, not by autovacuum while others are measured.
            cursor.execute("VACUUM ANALYZE")

    def copy_in(self, kind: str, read: Callable[[], int]) -> int:
        """Read the file by `read` and send the rows, in one transaction. The copy is gone then."""
        with _connected(self.names[kind]) as other, other.cursor() as cursor:
            if kind == PLAIN:
                for table in tables():
                    cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            count = read()
            for table, columns in tables().items():
                statement = f"COPY {table} ({', '.join(columns)}) FROM STDIN"
                with (self.folder / table).open("rb") as file:
                    while lines := file.readlines(CHUNK):
                        with cursor.copy(statement) as copy:
                            copy.write(b"".join(lines))
            # As its end would: the foreign keys are looked at.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            other.rollback()
        _drop(self.names[kind])
        return count


@contextmanager
def own_tables() -> Iterator[OwnTables]:
    """Make the copies; both are gone at the end."""
    from django.db import connection

    ours = str(connection.settings_dict["NAME"])
    names = {kind: f"{ours}_{kind}" for kind in (PLAIN, WITH_TRIGGERS)}
    with tempfile.TemporaryDirectory() as folder:
        made = OwnTables(Path(folder), names)
        with _cursor() as cursor:
            for table in tables():
                cursor.execute(f"SELECT coalesce(max(id), 0) FROM {table}")
                made.before[table] = cursor.fetchone()[0]
        connection.close()
        try:
            with _connected("postgres", autocommit=True) as other:
                for name in names.values():
                    other.execute(f'CREATE DATABASE "{name}" TEMPLATE "{ours}"')
            yield made
        finally:
            for name in names.values():
                _drop(name)


def _drop(name: str) -> None:
    with _connected("postgres", autocommit=True) as other:
        other.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _cursor() -> Any:
    from django.db import connection

    return connection.cursor()


@contextmanager
def _connected(name: str, **options: Any) -> Iterator[Any]:
    """To another database of the same server, by the same account."""
    import psycopg
    from django.db import connection

    said = connection.settings_dict
    names = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD"}
    where = {ours: said[theirs] for ours, theirs in names.items() if said[theirs]}
    with psycopg.connect(dbname=name, **where, **options) as other:
        yield other
