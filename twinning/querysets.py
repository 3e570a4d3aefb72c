"""Filters of places abroad."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce


class MunicipalityQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: object) -> MunicipalityQuerySet:
        """Places are public knowledge: everybody sees them."""
        return self

    def in_relations(self) -> MunicipalityQuerySet:
        """Those with a record among the partners, or with a link that everybody may know of."""
        return self.filter(Q(partner__isnull=False) | self._linked())

    def with_known_population(self) -> MunicipalityQuerySet:
        """Annotate `known_population`: 0 where nobody knows, so that every row can be sorted."""
        rows: MunicipalityQuerySet = self.annotate(known_population=Coalesce("population", 0))
        return rows

    def candidates(self) -> MunicipalityQuerySet:
        """Those that nobody has begun relations with through the portal."""
        return self.filter(~self._linked(), partner__isnull=True)

    def _linked(self) -> Exists:
        links = self.model._meta.get_field("twin_links").related_model.objects
        return Exists(links.public().alive().filter(municipality=OuterRef("pk")))
