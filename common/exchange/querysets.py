"""Filters of imports."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Count, Q

from common.exchange.enums import Decision, Outcome


class ImportJobQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> ImportJobQuerySet:
        """One's own uploads; a portal administrator sees all."""
        if not getattr(user, "is_authenticated", False):
            return self.none()
        return self if user.is_superuser else self.filter(uploaded_by=user)

    def newest_first(self) -> ImportJobQuerySet:
        return self.order_by("-created_at", "-pk")


class ImportRowQuerySet(models.QuerySet[Any]):
    def in_order(self) -> ImportRowQuerySet:
        return self.order_by("number", "pk")

    def to_go_in(self) -> ImportRowQuerySet:
        """What confirming takes in: new and changed rows, and duplicates that are decided."""
        decided = Q(outcome=Outcome.DUPLICATE, decision__in=(Decision.NEW, Decision.RECORD))
        return self.filter(Q(outcome__in=(Outcome.NEW, Outcome.CHANGED)) | decided)

    def waiting(self) -> ImportRowQuerySet:
        """Rows that the person has still to mend or to decide."""
        return self.filter(
            Q(outcome=Outcome.ERROR)
            | Q(outcome=Outcome.DUPLICATE, decision=Decision.UNDECIDED)
            | Q(result="refused")
        )

    def counted(self) -> dict[str, int]:
        found = self.order_by().values_list("outcome").annotate(rows=Count("pk"))
        return {str(outcome): int(rows) for outcome, rows in found}
