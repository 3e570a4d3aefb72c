"""The documents that are searched: one for each record of a register, visible to whomever.

They are made of what the register's own statement gives everybody who sees the record. Those who
follow the registers keep them up to date (`common.registers.changes.follow`): the tables behind
them are read out of that statement, their triggers note each changed row. So no way of writing goes
around the search, and a change is found some seconds after its commit (docs/decisions/0039).
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import connection

from common.registers.changes.paths import Source, sources_of
from common.registers.fields import Field
from common.registers.register import Register, registers_with_search
from common.search.models import SearchDocument, SearchedRegister
from common.search.vectors import CODE, NAME, TEXT, Weight, vector

if TYPE_CHECKING:
    from common.search.described import Searched

logger = logging.getLogger(__name__)

# Another number whenever the same texts make other documents.
WAY = 1
RECORDS_AT_ONCE = 2000
# Signatures of documents that have to be made, and of those that are being made.
TO_BEGIN = ""
BEGUN = "+"
# Parts of an object that are not its words.
NO_WORDS = frozenset({"url", "id", "code", "scheme", "role", "kind", "status", "level", "share"})
NO_WORDS_ENDINGS = ("_on", "_at", "_kind")

WRITE = """
INSERT INTO search_searchdocument (register, record, words)
SELECT %s, made.record, made.words::tsvector
FROM unnest(%s::bigint[], %s::text[]) AS made (record, words)
ON CONFLICT (register, record) DO UPDATE SET words = excluded.words
WHERE search_searchdocument.words <> excluded.words
"""
WRITE_WORDS = """
INSERT INTO search_searchword (word)
SELECT unnest(%s::text[]) ON CONFLICT DO NOTHING
"""


def searched_registers() -> list[Register]:
    """All that say what is searched, also those that are not open data."""
    import_module(settings.ROOT_URLCONF)
    return registers_with_search()


def fields_of(register: Register) -> list[Field]:
    said = _said(register)
    names = (*said.codes, *said.names, *said.texts)
    return [*(register.by_name[name] for name in dict.fromkeys(names)), *said.also]


def _said(register: Register) -> Searched:
    assert register.searched is not None, register.name
    return register.searched


def sources(register: Register) -> frozenset[Source]:
    """The tables behind the documents."""
    return _sources(register.name)


@cache
def _sources(name: str) -> frozenset[Source]:
    register = next(one for one in searched_registers() if one.name == name)
    made = register.as_json(register.queryset().order_by(), fields_of(register))
    return frozenset(sources_of(made.values_list("pk", "_json").query))


@cache
def _signature(name: str) -> str:
    register = next(one for one in searched_registers() if one.name == name)
    said = (register.statement(fields_of(register)), register.searched, WAY, version("simplemma"))
    return hashlib.md5(repr(said).encode(), usedforsecurity=False).hexdigest()


def stale_registers() -> list[Register]:
    """Those whose documents were never made, or in another way."""
    known = dict(SearchedRegister.objects.values_list("name", "signature"))
    return [one for one in searched_registers() if known.get(one.name) != _signature(one.name)]


def index(register: Register, records: set[int] | None) -> None:
    """Make the documents of these records anew; None: ask `make_some` for all.

    Only the follower does this, under its lock: it is the one who knows which records changed.
    """
    if records is None:
        SearchedRegister.objects.filter(name=register.name).update(signature=TO_BEGIN)
        return
    keys = sorted(records)
    for first in range(0, len(keys), RECORDS_AT_ONCE):
        _write(register, keys[first : first + RECORDS_AT_ONCE])


def make_some() -> bool:
    """The next documents of a register whose documents have to be made anew; False if none has.

    The follower calls this under its lock, each time in a transaction of its own: what is
    committed need not be made again after a fall, and changes are followed in between.
    """
    register = next(iter(stale_registers()), None)
    if register is None:
        return False
    state, _is_new = SearchedRegister.objects.get_or_create(name=register.name)
    if state.signature != _begun(register):
        state.signature, state.made_to = _begun(register), 0
    records, is_end = _next(register, state.made_to)
    _write(register, records)
    state.made_to = max(records, default=state.made_to)
    if is_end:
        state.signature = _signature(register.name)
    state.save()
    logger.info("Search documents of %s are made to record %s", register.name, state.made_to)
    return True


def _begun(register: Register) -> str:
    """What stands for the signature while documents are made by it."""
    return BEGUN + _signature(register.name)[len(BEGUN) :]


def _next(register: Register, after: int) -> tuple[list[int], bool]:
    """Further records, with those up to the last of them that have left; whether it is the end."""
    rows = register.queryset().order_by("pk").filter(pk__gt=after)
    present = list(rows.values_list("pk", flat=True)[:RECORDS_AT_ONCE])
    known = SearchDocument.objects.filter(register=register.name, record__gt=after)
    is_end = len(present) < RECORDS_AT_ONCE
    if not is_end:
        known = known.filter(record__lte=present[-1])
    return [*present, *(set(known.values_list("record", flat=True)) - set(present))], is_end


def _write(register: Register, records: list[int]) -> None:
    texts = register.texts_by_key(records, fields_of(register))
    gone = [key for key in records if key not in texts]
    made = {pk: vector(_parts(_said(register), json.loads(text))) for pk, text in texts.items()}
    words = set[str]().union(*(words for _vector, words in made.values()))
    with connection.cursor() as cursor:
        # In order: two who write the same words never wait for each other.
        cursor.execute(WRITE_WORDS, [sorted(words)])
        vectors = [text for text, _words in made.values()]
        cursor.execute(WRITE, [register.name, list(made), vectors])
    SearchDocument.objects.filter(register=register.name, record__in=gone).delete()


def _parts(said: Searched, made: Mapping[str, Any]) -> Iterator[tuple[Weight, str]]:
    for name in said.codes:
        yield from ((CODE, text) for text in codes_in(made[name]))
    for name in (*said.names, *(one.name for one in said.also)):
        yield from ((NAME, text) for text in texts_in(made[name]))
    for name in said.texts:
        yield from ((TEXT, text) for text in texts_in(made[name]))


def codes_in(value: Any) -> Iterator[str]:
    """A code, those of linked records, or identifiers with their schemes."""
    if isinstance(value, list):
        for one in value:
            yield from codes_in(one)
    elif isinstance(value, dict):
        code = value.get("code") or value.get("value") or value["id"]
        yield str(code)
        if "scheme" in value:
            yield f"{value['scheme']}:{code}"
    elif value:
        yield str(value)


def texts_in(value: Any) -> Iterator[str]:
    """All that is written in a value, in every language."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from texts_in(one)
    elif isinstance(value, dict):
        for name, inner in value.items():
            if name not in NO_WORDS and not name.endswith(NO_WORDS_ENDINGS):
                yield from texts_in(inner)
