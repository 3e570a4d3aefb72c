"""Filters of territories and offices."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models.functions import Coalesce


class TerritoryQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: object) -> TerritoryQuerySet:
        """Territories are public knowledge: everybody sees them."""
        return self

    def in_force(self) -> TerritoryQuerySet:
        """Without units that the codifier has withdrawn."""
        return self.filter(is_withdrawn=False)

    def in_ukrainian_order(self) -> TerritoryQuerySet:
        return self.order_by("sort_key", "code")

    def with_known_population(self) -> TerritoryQuerySet:
        """Annotate `known_population`: 0 where nobody knows, so that every row can be sorted."""
        rows: TerritoryQuerySet = self.annotate(known_population=Coalesce("population", 0))
        return rows


class OfficeQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: object) -> OfficeQuerySet:
        """Offices are public bodies: everybody sees them."""
        return self

    def in_ukrainian_order(self) -> OfficeQuerySet:
        return self.order_by("oblast__sort_key", "pk")
