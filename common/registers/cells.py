"""Objects as they were noted, ready for a table: what `follow` keeps of each, in each language.

The cells of a field are kept as they stand in a line of CSV, with a sign between the fields that
stands in no text of PostgreSQL. So a line of any choice of fields is put together without reading
anything, and is letter by letter what `tables` makes of the object. They are given whenever the
object itself may be given as it is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

from django.conf import settings

from common.operations.postgres.reading import with_values
from common.registers.changes.objects import EVERYBODY, signature
from common.registers.fields import Field
from common.registers.kept import fields_of, is_given, places_among
from common.registers.models import KeptCells
from common.registers.register import Register
from common.registers.tables import BETWEEN_FIELDS, COMMA, Table, table_fields

AT_ONCE = 500

CELLS_NOW = (
    "SELECT known.record, known.cells, followed.version FROM registers_keptcells AS known "
    "JOIN registers_followedregister AS followed ON followed.name = known.register "
    "WHERE followed.name = %s AND followed.signature = %s AND known.language = %s "
    "AND known.record = ANY($1::bigint[]) AND NOT EXISTS (SELECT FROM registers_changedrow)"
)


def keep(register: Register, records: Sequence[int], texts: Mapping[int, str]) -> None:
    """Keep the cells of these records' objects; of those that have none any more nothing.

    Called in the transaction that writes the objects down, by one follower at a time. Nothing is
    kept of what may never be given as it was.
    """
    if not is_given(register):
        return
    known = KeptCells.objects.filter(register=register.name, record__in=records)
    known.exclude(record__in=texts.keys()).delete()
    fields = _fields(register)
    for language, _name in settings.LANGUAGES if fields else ():
        table = Table(fields, language)
        before = dict(known.filter(language=language).values_list("record", "cells"))
        made = {record: table.kept(text) for record, text in texts.items()}
        KeptCells.objects.bulk_create(
            [
                KeptCells(register=register.name, language=language, record=record, cells=cells)
                for record, cells in made.items()
                if before.get(record) != cells
            ],
            update_conflicts=True,
            unique_fields=["register", "language", "record"],
            update_fields=["cells"],
            batch_size=AT_ONCE,
        )


def kept_now(register: Register, language: str) -> str:
    """Gives (primary key, cells, version of the register) of those of `$1` that are kept, as long
    as nothing waits to be looked at.
    """
    return _kept_now(register.name, signature(register), language)


@lru_cache(maxsize=200)
def _kept_now(name: str, signed: str, language: str) -> str:
    return with_values(CELLS_NOW, (name, signed, language))


def line_maker(register: Register, fields: Sequence[Field]) -> Callable[[bytes], bytes]:
    """Makes the cells of these fields of what is kept, joined by commas."""
    places = places_among(_fields(register), fields)
    if places is None:
        return lambda kept: kept.replace(BETWEEN_FIELDS, COMMA)
    return lambda kept: COMMA.join(fields_of(kept, BETWEEN_FIELDS, places))


def _fields(register: Register) -> list[Field]:
    return table_fields(register.fields_for(EVERYBODY))
