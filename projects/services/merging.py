"""One project known from two sources becomes one record, and counts once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pghistory.models
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.db.models.lookups import IsNull

from accounts.models import User
from common.audit.context import acting
from common.audit.registry import rows_of
from partners import record_workflow
from partners.relations import uniqueness
from projects.data import COLUMNS
from projects.enums import RecordStatus
from projects.exceptions import (
    MergedAssistance,
    ProjectMerged,
    ProjectMergedWithItself,
    RecordArchived,
)
from projects.models import (
    HumanitarianScope,
    MonitoringCard,
    PlannedDisbursement,
    PolicyMarker,
    Project,
    ProjectAidType,
    ProjectBudget,
    ProjectLocation,
    ProjectResult,
    ProjectSector,
    ProjectTerritory,
    ProjectTransaction,
    RelatedProject,
)
from projects.services.merging_mta import cards_coming, empty_cards, staying, would_hide

# Each of these tells the whole project: two accounts of the same money must not add up. The
# survivor keeps its own, and takes the other's only where it has none.
WHOLES: frozenset[type[models.Model]] = frozenset(
    {
        HumanitarianScope,
        PlannedDisbursement,
        PolicyMarker,
        ProjectAidType,
        ProjectBudget,
        ProjectLocation,
        ProjectResult,
        ProjectSector,
        ProjectTerritory,
        ProjectTransaction,
    }
)
# What stays the survivor's even when it is empty there.
OWN = frozenset({"kind", "status", "visibility", "is_humanitarian", "component", "programme"})
AMOUNT = ("amount", "currency", "amount_on", "amount_applied_for")


@transaction.atomic
def merge_projects(*, actor: User | None, kept: Project, merged: Project) -> Project:
    """Carry everything of `merged` over to `kept`; the address of `merged` leads there too.

    The survivor's own values stay; where it has none, it takes the other's. `merged` is archived,
    not deleted, with the rows that the survivor does not need. Refuses: ProjectMergedWithItself,
    ProjectMerged (either), RecordArchived (the survivor), MergedAssistance (only `merged` is
    technical assistance and has entries, cards or property).
    """
    kept, merged = _both(kept, merged)
    if would_hide(kept, merged):
        raise MergedAssistance
    with acting(actor=actor, note=f"{merged.reference} → {kept.reference}"):
        record_workflow.absorb(merged, kept, reason=f"→ {kept.reference}")
        merged.save(update_fields=["record_status", "archive_reason", "merged_into", "updated_at"])
        empty_cards(kept, merged).delete()
        for model, column in relations():
            _move(model, column, kept, merged)
        _fill_gaps(kept, merged)
        kept.save()
    return kept


def relations() -> Iterator[tuple[type[models.Model], str]]:
    """Every table that points at a project, found in the models: other apps' too."""
    for one in Project._meta.get_fields(include_hidden=True):
        model: Any = one.related_model
        if not isinstance(one, models.ManyToOneRel) or issubclass(model, pghistory.models.Event):
            continue
        yield model, one.field.name


@dataclass(frozen=True)
class ComingOver:
    """How many rows of the merged record the survivor takes, and how many it does not need."""

    label: str
    count: int
    staying: int


def coming_over(kept: Project, merged: Project) -> list[ComingOver]:
    """What `merge_projects` would carry over, told before it is done."""
    found: dict[str, ComingOver] = {}
    for model, column in relations():
        whole = rows_of(model).filter(**{column: merged}).count()
        if whole:
            label = str(model._meta.verbose_name_plural)
            before = found.get(label, ComingOver(label, 0, 0))
            moving = len(_moving(model, column, kept, merged))
            staying = before.staying + whole - moving
            found[label] = ComingOver(label, before.count + moving, staying)
    return list(found.values())


def _move(model: type[models.Model], column: str, kept: Project, merged: Project) -> None:
    keys = _moving(model, column, kept, merged)
    rows_of(model).filter(pk__in=keys).update(**{column: kept})


def _moving(model: type[models.Model], column: str, kept: Project, merged: Project) -> list[Any]:
    """Keys of the rows that come over."""
    rows = rows_of(model)
    if model is MonitoringCard:
        return list(cards_coming(kept, merged).values_list("pk", flat=True))
    if model in WHOLES and rows.filter(**{column: kept}).exists():
        return []
    moving = rows.filter(**{column: merged}).exclude(_staying(model, column, kept, merged))
    if model is RelatedProject:
        moving = moving.exclude(Q(project=kept) | Q(other=kept))
    keys = moving.values_list("pk", flat=True)
    return [key for key in keys if (model, key) != (Project, kept.pk)]


def _staying(model: type[models.Model], column: str, kept: Project, merged: Project) -> Q:
    """Rows that the survivor has already."""
    rows = rows_of(model)
    rule = staying(model, kept)
    for others, condition in uniqueness(model, {column}):
        same = rows.filter(condition, **{column: kept})
        for name in others:
            same = same.filter(_same(model, name))
        found = rows.filter(condition, **{column: merged}).filter(Exists(same))
        rule |= Q(pk__in=list(found.values_list("pk", flat=True)))
    return rule


def _same(model: type[models.Model], name: str) -> Q:
    """Equal, or both without a value."""
    same = Q(**{name: OuterRef(name)})
    field: Any = model._meta.get_field(name)
    if not field.null:
        return same
    return same | (Q(**{f"{name}__isnull": True}) & Q(_outer_is_null(name)))


def _outer_is_null(name: str) -> IsNull:
    return IsNull(OuterRef(name), True)


def _both(kept: Project, merged: Project) -> tuple[Project, Project]:
    if kept.pk == merged.pk:
        raise ProjectMergedWithItself
    # In the order of their keys, so that two merges the other way round do not wait for each other.
    rows = Project.objects.select_for_update(of=("self",)).filter(pk__in=(kept.pk, merged.pk))
    found = {one.pk: one for one in rows.order_by("pk")}
    survivor, other = found[kept.pk], found[merged.pk]
    if survivor.merged_into_id or other.merged_into_id:
        raise ProjectMerged
    if survivor.record_status == RecordStatus.ARCHIVED:
        raise RecordArchived
    return survivor, other


def _fill_gaps(kept: Project, merged: Project) -> None:
    takes_amount = kept.amount is None
    for name in COLUMNS:
        if name in OWN or (name in AMOUNT and not takes_amount):
            continue
        if getattr(kept, name) in (None, "") and getattr(merged, name) not in (None, ""):
            _take(kept, merged, name)
    if kept.programme_id is None:
        kept.programme, kept.component = merged.programme, merged.component


# A date that would turn the survivor's own pair around is left where it is.
PAIRS = {
    "start_planned_on": "end_planned_on",
    "end_planned_on": "start_planned_on",
    "start_actual_on": "end_actual_on",
    "end_actual_on": "start_actual_on",
}


def _take(kept: Project, merged: Project, name: str) -> None:
    value = getattr(merged, name)
    other = getattr(kept, PAIRS[name]) if name in PAIRS else None
    if other is not None and (value > other) == name.startswith("start"):
        return
    setattr(kept, name, value)
