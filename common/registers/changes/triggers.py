"""Triggers that write down each changed row of the tables behind the registers.

They follow from the registers (`paths`), so no migration names them: after each `migrate` they
are compared with what the registers read now, and put in place. While a migration changes tables
they are away, so that it may rename what they name; then every register is looked at anew.
"""

from __future__ import annotations

from typing import Any

from django.db import connection, transaction

from common.registers import search_documents as documents
from common.registers.changes.objects import followed_registers, own_key, sources
from common.registers.changes.paths import keys_of
from common.registers.models import FollowedRegister
from common.search.models import SearchedRegister

# Made by the first migration.
FUNCTION = "registers_note_changes"
EVENTS = {
    "insert": "NEW TABLE AS new_rows",
    "update": "OLD TABLE AS old_rows NEW TABLE AS new_rows",
    "delete": "OLD TABLE AS old_rows",
}


def wanted() -> dict[str, list[str]]:
    """Table → columns whose values a changed row leaves behind."""
    behind = [(sources(one), own_key(one)) for one in followed_registers()]
    behind += [(documents.sources(one), own_key(one)) for one in documents.searched_registers()]
    found: dict[str, set[str]] = {}
    for tables, key in behind:
        for table, columns in keys_of(tables, key).items():
            found.setdefault(table, set()).update(columns)
    return {table: sorted(columns) for table, columns in sorted(found.items())}


def present() -> dict[str, list[str]]:
    """As `wanted`, of the triggers that stand in the database."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, encode(tgargs, 'escape') FROM pg_trigger "
            "WHERE tgname = 'registers_note_update'"
        )
        return {
            table.replace('"', ""): [one for one in keys.split("\\000") if one]
            for table, keys in cursor.fetchall()
        }


def put_in_place(**_options: Any) -> None:
    """After `migrate`: each table has the triggers that its registers ask for."""
    there, here = present(), wanted()
    if there == here:
        return
    with transaction.atomic(), connection.cursor() as cursor:
        for table in there.keys() - here.keys():
            _drop(cursor, table)
        for table, columns in here.items():
            if there.get(table) != columns:
                _create(cursor, table, columns)


def take_away(*, plan: Any = (), **_options: Any) -> None:
    """Before `migrate` changes anything. All registers are looked at anew when it is done."""
    tables = connection.introspection.table_names()
    if not plan or FollowedRegister._meta.db_table not in tables:
        return
    with transaction.atomic(), connection.cursor() as cursor:
        for table in present():
            _drop(cursor, table)
        for model in (FollowedRegister, SearchedRegister):
            if model._meta.db_table in tables:
                model.objects.update(signature="")


def _create(cursor: Any, table: str, columns: list[str]) -> None:
    quote = connection.ops.quote_name
    arguments = ", ".join(f"'{one}'" for one in columns)
    for event, tables in EVENTS.items():
        cursor.execute(
            f"CREATE OR REPLACE TRIGGER registers_note_{event} AFTER {event} ON {quote(table)} "
            f"REFERENCING {tables} FOR EACH STATEMENT EXECUTE FUNCTION {FUNCTION}({arguments})"
        )


def _drop(cursor: Any, table: str) -> None:
    for event in EVENTS:
        cursor.execute(f"DROP TRIGGER registers_note_{event} ON {connection.ops.quote_name(table)}")
