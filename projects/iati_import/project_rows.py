"""The rows of projects themselves, and the words of the organisations beside their parts."""

# ruff: noqa: S608 - names of tables and columns come from the models, values are bound
from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from django.utils import timezone

from common.references.allocation import allocate_many
from communities.models import Office
from communities.prefixes import reference_prefix
from projects.enums import ProjectKind, RecordSource, RecordStatus
from projects.iati_import import rows
from projects.iati_import.fields import SCALARS, Side, column, kept_columns, name_of
from projects.models import IatiImport, Project, StagedBody
from projects.services.projects import SERIES

PROJECTS = Project._meta.db_table
_GROUP = {name: group for group, names in SCALARS.items() for name in names}
_COLUMNS = tuple(name_of(one) for one in kept_columns(Project))
_BLANKS = {name: rows.blank_of(column(Project, name)) for name in _COLUMNS}
_CREDITS = "4"


@dataclass(slots=True)
class Activity:
    """What goes in of one activity: its fields in `take`; `values` as they were staged."""

    project: int
    is_new: bool
    is_own: bool
    take: list[str]
    values: str


@dataclass(slots=True)
class Projects:
    """New projects and those whose own columns change. Numbers are drawn when all are known."""

    job: IatiImport
    new: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)

    def add(self, one: Activity, said: dict[str, Any]) -> None:
        values = {
            name: rows.text_of(value)
            for group in SCALARS
            for name, value in said.get(group, {}).items()
        }
        if one.is_new:
            values["kind"] = self._kind(said)
            self.new.append((one.project, values))
        else:
            start = (str(one.project), rows.array_of(one.take))
            said_or_not = (values.get(name, _BLANKS[name]) for name in _GROUP)
            self.changed.append(rows.line_of((*start, *said_or_not)) + "\n")

    def _kind(self, said: dict[str, Any]) -> str:
        if "humanitarian" in said:
            return ProjectKind.HUMANITARIAN.value
        if said.get("terms", {}).get("finance_type", "").startswith(_CREDITS):
            return ProjectKind.CREDIT.value
        return self.job.kind

    def send(self, cursor: Any) -> None:
        if self.new:
            rows.send(cursor, PROJECTS, ("id", *_COLUMNS), self._lines())
        if self.changed:
            self._change(cursor)

    def _lines(self) -> list[str]:
        job = self.job
        office = Office.objects.filter(oblast=job.oblast_id).values_list("pk", flat=True).first()
        blanks = _BLANKS | {
            "oblast_id": str(job.oblast_id),
            "office_id": rows.text_of(office),
            "record_status": (
                RecordStatus.PUBLISHED if job.publishes else RecordStatus.DRAFT
            ).value,
            "source": RecordSource.IATI.value,
            "source_note": job.file_name,
        }
        references = allocate_many(
            prefix=reference_prefix(job.oblast.code),
            series=SERIES,
            year=timezone.localdate().year,
            count=len(self.new),
        )
        lines = []
        for (key, values), reference in zip(self.new, references, strict=True):
            drawn = {"reference": reference, "public_id": str(uuid4())}
            said = blanks | values | drawn
            lines.append(rows.line_of((str(key), *(said[name] for name in _COLUMNS))) + "\n")
        return lines

    def _change(self, cursor: Any) -> None:
        """The columns of the fields that are taken; `updated_at` for whatever changes."""
        cursor.execute("DROP TABLE IF EXISTS pg_temp.iati_change")
        cursor.execute(
            "CREATE TEMPORARY TABLE iati_change ON COMMIT DROP AS SELECT id AS project_id, "
            f"NULL::text[] AS take, {', '.join(_GROUP)} FROM {PROJECTS} WITH NO DATA"
        )
        rows.send(cursor, "iati_change", ("project_id", "take", *_GROUP), self.changed)
        parts = (
            f"{name} = CASE WHEN '{group}' = ANY(said.take) THEN said.{name} "
            f"ELSE project.{name} END"
            for name, group in _GROUP.items()
        )
        cursor.execute(
            f"UPDATE {PROJECTS} AS project SET updated_at = now(), {', '.join(parts)} "
            "FROM iati_change AS said WHERE project.id = said.project_id"
        )


class Parties:
    """Organisations of a file as the columns of a row tell them: by link if known, else by name."""

    def __init__(self, job: IatiImport) -> None:
        self._bodies = {one.key: one for one in StagedBody.objects.filter(job=job)}
        self._known: dict[tuple[Side, str], str] = {}

    def words(self, side: Side, key: str) -> str:
        """The columns of the side, each behind a tab."""
        found = self._known.get((side, key))
        if found is None:
            said = _said_of(self._bodies[key], side) if key else {}
            values = (rows.text_of(said[name]) if name in said else _nothing(name)
                      for name in side.columns)  # fmt: skip
            found = self._known[side, key] = "\t" + rows.line_of(values)
        return found


def _nothing(name: str) -> str:
    return rows.NULL if name.endswith("_id") else ""


def _said_of(body: StagedBody, side: Side) -> dict[str, Any]:
    prefix = side.key.removesuffix("key")
    return _beside_money(body, prefix, side) if prefix else _in_role(body)


def _in_role(body: StagedBody) -> dict[str, Any]:
    links = {
        name: getattr(body, name)
        for name in ("partner_id", "community_id", "oblast_id", "office_id")
    }
    is_known = any(links.values())
    return {
        **links,
        "name": "" if is_known else body.name or body.name_en or body.ref,
        "name_en": "" if is_known else body.name_en,
        "org_ref": body.ref,
        "org_type": body.kind,
    }


def _beside_money(body: StagedBody, prefix: str, side: Side) -> dict[str, Any]:
    community = f"{prefix}community_id"
    links = {f"{prefix}id": body.partner_id}
    if community in side.columns:
        links[community] = body.community_id
    is_known = any(links.values())
    return {
        **links,
        f"{prefix}name": "" if is_known else body.name,
        f"{prefix}name_en": "" if is_known else body.name_en,
        f"{prefix}ref": body.ref,
        f"{prefix}type": body.kind,
    }
