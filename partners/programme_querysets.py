"""Filters of programmes. `visible_to` is the only place that decides who sees which."""

from __future__ import annotations

from typing import Any

from django.db import models

from communities.permissions import is_official, visibilities_for
from partners.programme_enums import RecordStatus


class ProgrammeQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> ProgrammeQuerySet:
        """Officials see all; others what is published, by its visibility."""
        if is_official(user):
            return self
        rows = self.filter(record_status=RecordStatus.PUBLISHED)
        return rows.filter(visibility__in=visibilities_for(user))

    def current(self) -> ProgrammeQuerySet:
        return self.exclude(record_status=RecordStatus.ARCHIVED)

    def in_ukrainian_order(self) -> ProgrammeQuerySet:
        return self.order_by("sort_key", "pk")
