"""Rows of many records, each table by one statement, attached to the records they belong to.

Django's own prefetching makes a query set for every record and table: of a large export that was
half of the time. Here `record.rows.all()` gives a plain list, which can be read and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from django.db.models import ForeignKey, ManyToOneRel, Model, QuerySet


class Attached(list[Any]):
    """The rows of one record. Reads like the query set that it stands for."""

    def all(self) -> Attached:
        return self

    def exists(self) -> bool:
        return bool(self)


@dataclass(frozen=True)
class Link:
    """A foreign key. A record that `records` does not have is None: the viewer may not know of it.

    With `kept`, records once read stay for the next chunk: for short tables only.
    """

    name: str
    records: QuerySet[Any]
    rows: tuple[Rows, ...] = ()
    kept: dict[Any, Any] | None = None


@dataclass(frozen=True)
class Rows:
    """A table that points at the record: under which name, which rows, and what they point at."""

    name: str
    rows: QuerySet[Any]
    links: tuple[Link, ...] = ()
    inside: tuple[Rows, ...] = field(default=())


def attach(records: Sequence[Model], rows: Iterable[Rows], links: Iterable[Link] = ()) -> None:
    """Fill in all tables and foreign keys of the records, each by one statement."""
    if not records:
        return
    for link in links:
        _follow(records, link)
    for table in rows:
        _gather(records, table)


def _gather(records: Sequence[Model], table: Rows) -> None:
    relation = cast("ManyToOneRel", type(records[0])._meta.get_field(table.name))
    key: ForeignKey[Any, Any] = relation.field
    owners: dict[Any, Any] = {one.pk: one for one in records}
    held = {pk: Attached() for pk in owners}
    found = list(table.rows.filter(**{f"{key.name}__in": list(owners)}))
    for row in found:
        owner = getattr(row, key.attname)
        key.set_cached_value(row, owners[owner])
        held[owner].append(row)
    for pk, owner in owners.items():
        prefetched = getattr(owner, "_prefetched_objects_cache", None)
        if prefetched is None:
            prefetched = owner._prefetched_objects_cache = {}  # noqa: SLF001 - Django's own place
        prefetched[relation.cache_name] = held[pk]
    attach(found, table.inside, table.links)


def _follow(records: Sequence[Model], link: Link) -> None:
    key = cast("ForeignKey[Any, Any]", type(records[0])._meta.get_field(link.name))
    wanted = {getattr(one, key.attname) for one in records} - {None}
    known = {} if link.kept is None else link.kept
    lacking = wanted - set(known)
    if lacking:
        found = {one.pk: one for one in link.records.filter(pk__in=lacking)}
        attach(list(found.values()), link.rows)
        known.update({pk: found.get(pk) for pk in lacking})
    for one in records:
        key.set_cached_value(one, known.get(getattr(one, key.attname)))
