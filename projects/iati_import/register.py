"""What the register holds of projects that a file names too: for the judgement of a batch."""

# ruff: noqa: S608 - names of tables and columns come from the models, values are bound
from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import connection

from projects.enums import WORLDWIDE_IDENTIFIERS, IdentifierKind
from projects.iati.export import activities
from projects.iati.parts import number
from projects.iati_import.fields import RESULTS, SCALARS, TABLES
from projects.iati_import.parts import Around, Row, hash_of_row, told
from projects.iati_import.payload import Payload, read_payload
from projects.models import FieldSource, Project, ProjectIdentifier


@dataclass
class Held:
    """A project as the judgement sees it. `sources`: field → hash of what was imported last."""

    pk: int
    oblast: int
    record_status: str
    has_amount: bool
    scalars: dict[str, Row]
    sources: dict[str, str] = field(default_factory=dict)
    publishers: set[str] = field(default_factory=set)
    imported_at: dt.datetime | None = None
    # Fields that people changed since the last import; fields with any value; what we would say.
    edited: set[str] = field(default_factory=set)
    filled: set[str] = field(default_factory=set)
    exported: dict[str, set[str]] = field(default_factory=dict)


def same_projects(
    payloads: Iterable[Payload], own_refs: Iterable[str]
) -> tuple[dict[str, int], dict[str, int]]:
    """IATI identifier → project that bears it; the same by one of the activity's other numbers."""
    said = list(payloads)
    by_identifier = _survivors(_by_identifier([one.identifier for one in said], own_refs))
    others = {value for one in said for value in one.others}
    by_other = _survivors(_numbered(others, WORLDWIDE_IDENTIFIERS)) if others else {}
    doubtful = {
        one.identifier: by_other[value]
        for one in said
        for value in one.others
        if value in by_other and one.identifier not in by_identifier
    }
    return by_identifier, doubtful


def _by_identifier(identifiers: list[str], own_refs: Iterable[str]) -> dict[str, int]:
    found = _numbered(identifiers, (IdentifierKind.IATI,))
    ours = {
        one.removeprefix(f"{ref}-"): one
        for ref in own_refs
        for one in identifiers
        if one.startswith(f"{ref}-") and one not in found
    }
    if ours:
        rows = Project.objects.filter(reference__in=ours).values_list("reference", "pk")
        found |= {ours[reference]: pk for reference, pk in rows}
    return found


def _numbered(values: Iterable[str], kinds: tuple[Any, ...]) -> dict[str, int]:
    rows = ProjectIdentifier.objects.filter(kind__in=kinds, value__in=list(values))
    return dict(rows.values_list("value", "project_id"))


def _survivors(found: dict[str, int]) -> dict[str, int]:
    """Of a merged record the one into which it went."""
    for _step in range(5):
        merged = dict(
            Project.objects.filter(pk__in=found.values(), merged_into__isnull=False).values_list(
                "pk", "merged_into_id"
            )
        )
        if not merged:
            break
        found = {value: merged.get(pk, pk) for value, pk in found.items()}
    return found


def held_projects(keys: Iterable[int]) -> dict[int, Held]:
    columns = [name for names in SCALARS.values() for name in names]
    rows = Project.objects.filter(pk__in=set(keys)).values(
        "pk", "oblast_id", "record_status", "amount", *columns
    )
    found = {
        row["pk"]: Held(
            pk=row["pk"],
            oblast=row["oblast_id"],
            record_status=row["record_status"],
            has_amount=row["amount"] is not None,
            scalars={name: _scalars(row, names) for name, names in SCALARS.items()},
        )
        for row in rows
    }
    for source in FieldSource.objects.filter(project__in=found).order_by("imported_at", "pk"):
        held = found[source.project_id]
        held.sources |= source.fields
        held.publishers.add(source.reporting_ref)
        held.imported_at = source.imported_at
    return found


def _scalars(row: Mapping[str, Any], names: tuple[str, ...]) -> Row:
    """As the payload writes them: equal values have equal hashes."""
    said = {name: _text(row[name]) for name in names}
    return {name: value for name, value in told(said).items() if value is not False}


def _text(value: Any) -> Any:
    if isinstance(value, dt.date):
        return value.isoformat()
    return number(value) if isinstance(value, Decimal) else value


def look_closer(projects: Mapping[int, Held], around: Around, actor: Any) -> None:
    """Fill in what the judgement of projects that differ needs. A constant number of queries."""
    for held in projects.values():
        held.filled = {name for name, row in held.scalars.items() if row}
        held.edited = {
            name
            for name, row in held.scalars.items()
            if name in held.sources and hash_of_row(row) != held.sources[name]
        }
    for table in (*TABLES, RESULTS):
        for pk in _with_rows(table.name, table.owned, projects):
            projects[pk].filled.add(table.field)
    since = {pk: one.imported_at for pk, one in projects.items() if one.imported_at is not None}
    for name, pk in _edits(since):
        projects[pk].edited.add(name)
    _say_as_export(projects, around, actor)


def _say_as_export(projects: Mapping[int, Held], around: Around, actor: Any) -> None:
    """The file may have left here for everybody, or for the person who brings it back."""
    apart = replace(around, bodies={}, uses=Counter(), keys={})
    rows = Project.objects.filter(pk__in=projects)
    for reader in {AnonymousUser(), actor or AnonymousUser()}:
        for project, node in activities(rows, reader):
            for name, said in read_payload(node, apart).hashes.items():
                projects[project.pk].exported.setdefault(name, set()).add(said)


def _with_rows(table: str, owned: str, projects: Mapping[int, Held]) -> list[int]:
    narrowed = f" AND {owned}" if owned else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT DISTINCT project_id FROM {table} WHERE project_id = ANY(%s){narrowed}",
            [list(projects)],
        )
        return [pk for (pk,) in cursor.fetchall()]


_SINCE = "JOIN unnest(%s::bigint[], %s::timestamptz[]) AS since(project_id, moment)"


def _edits(since: Mapping[int, dt.datetime]) -> list[tuple[str, int]]:
    """Fields with rows that somebody changed after the last import, as the history tells."""
    if not since:
        return []
    given: list[Any] = [list(since), list(since.values())]
    found: dict[str, set[int]] = defaultdict(set)
    with connection.cursor() as cursor:
        for table in (*TABLES, RESULTS):
            cursor.execute(
                f"SELECT DISTINCT event.project_id FROM {table.name}event AS event {_SINCE} "
                "ON since.project_id = event.project_id AND event.pgh_created_at > since.moment",
                given,
            )
            found[table.field] |= {pk for (pk,) in cursor.fetchall()}
        for statement in (_INDICATOR_EDITS, _PERIOD_EDITS):
            cursor.execute(statement, given)
            found["results"] |= {pk for (pk,) in cursor.fetchall()}
    return [(name, pk) for name, keys in found.items() for pk in keys]


_LATER = f"{_SINCE} ON since.project_id = result.project_id AND event.pgh_created_at > since.moment"
_INDICATOR_EDITS = (
    "SELECT DISTINCT result.project_id FROM projects_resultindicatorevent AS event "
    f"JOIN projects_projectresult AS result ON result.id = event.result_id {_LATER}"
)
_PERIOD_EDITS = (
    "SELECT DISTINCT result.project_id FROM projects_indicatorperiodevent AS event "
    "JOIN projects_resultindicator AS indicator ON indicator.id = event.indicator_id "
    f"JOIN projects_projectresult AS result ON result.id = indicator.result_id {_LATER}"
)
