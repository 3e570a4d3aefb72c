"""Everything that points at a partner, found in the models, so that a merge forgets nothing.

Apps above this one need not register anything: their foreign keys are found here. A row that
would break a uniqueness rule at the survivor (the survivor has the same already) stays where it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pghistory.models
from django.apps import apps
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from partners.models import Partner


@dataclass(frozen=True)
class Relation:
    """Rows of `model` that name a partner in `columns` (two for a generic key)."""

    model: type[models.Model]
    columns: tuple[str, ...]
    label: str

    @property
    def _all(self) -> models.QuerySet[Any]:
        return models.QuerySet(self.model)

    def rows(self, partner: Partner) -> models.QuerySet[Any]:
        return self._all.filter(**self._values(partner))

    def moving(self, kept: Partner, merged: Partner) -> models.QuerySet[Any]:
        """Rows of `merged` that go over to `kept`."""
        rows = self.rows(merged).exclude(self._staying(kept, merged))
        # The survivor does not become a part of itself.
        return rows.exclude(pk=kept.pk) if self.model is Partner else rows

    def move(self, kept: Partner, merged: Partner) -> int:
        changes = self._values(kept)
        if _has_field(self.model, "updated_at"):
            changes["updated_at"] = timezone.now()
        chosen = list(self.moving(kept, merged).values_list("pk", flat=True))
        return self._all.filter(pk__in=chosen).update(**changes)

    def _values(self, partner: Partner) -> dict[str, Any]:
        if len(self.columns) == 1:
            return {self.columns[0]: partner}
        kind, key = self.columns
        return {kind: ContentType.objects.get_for_model(Partner), key: partner.pk}

    def _staying(self, kept: Partner, merged: Partner) -> Q:
        rule = Q(pk__in=[])
        for others, condition in uniqueness(self.model, set(self.columns)):
            same = self.rows(kept).filter(condition, **{name: OuterRef(name) for name in others})
            rows = self.rows(merged).filter(condition).filter(Exists(same))
            rule |= Q(pk__in=list(rows.values_list("pk", flat=True)))
        return rule


def relations() -> Iterator[Relation]:
    """Foreign keys (also hidden ones, and those of many-to-many tables) and generic keys."""
    for one in Partner._meta.get_fields(include_hidden=True):
        if isinstance(one, models.ManyToOneRel) and _is_told(one.related_model):
            yield _relation(one.related_model, one.field)
    for model in apps.get_models():
        for field in model._meta.private_fields:
            if isinstance(field, GenericForeignKey) and _is_told(model):
                columns = (field.ct_field, field.fk_field)
                yield Relation(model, columns, str(model._meta.verbose_name_plural))


def uniqueness(model: type[models.Model], columns: set[str]) -> Iterator[tuple[list[str], Q]]:
    """The uniqueness rules that `columns` take part in: the other columns, and the condition."""
    options = model._meta
    for field in options.local_fields:
        if field.unique and field.name in columns:
            yield [], Q()
    for together in options.unique_together:
        if columns & set(together):
            yield [name for name in together if name not in columns], Q()
    for constraint in options.constraints:
        if isinstance(constraint, models.UniqueConstraint) and columns & set(constraint.fields):
            others = [name for name in constraint.fields if name not in columns]
            yield others, constraint.condition or Q()


def _relation(model: type[models.Model], field: Any) -> Relation:
    label = field.remote_field.related_name if model is Partner else ""
    return Relation(model, (field.name,), label or str(model._meta.verbose_name_plural))


def _is_told(model: Any) -> bool:
    """History keeps what was: it is never rewritten."""
    if not issubclass(model, models.Model) or issubclass(model, pghistory.models.Event):
        return False
    return bool(model._meta.managed and not model._meta.proxy)


def _has_field(model: type[models.Model], name: str) -> bool:
    return any(one.name == name for one in model._meta.concrete_fields)
