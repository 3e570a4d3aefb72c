"""Filters of strategies. `visible_to` is the only place that decides who sees which."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Func, TextField, Value
from django.db.models.functions import Concat

from common.codelists.enums import Visibility
from communities.strategy_enums import StrategyStatus


class StrategyQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> StrategyQuerySet:
        """Officials see all; others by visibility, and no drafts and nothing archived."""
        from communities.permissions import is_official, is_registered  # noqa: PLC0415 - uses models

        if is_official(user):
            return self
        rows = self.filter(is_archived=False).exclude(status=StrategyStatus.DRAFT)
        if is_registered(user):
            return rows.filter(visibility__in=(Visibility.PUBLIC, Visibility.REGISTERED))
        return rows.filter(visibility=Visibility.PUBLIC)

    def current(self) -> StrategyQuerySet:
        return self.filter(is_archived=False)


def _padded(place: int) -> Func:
    """One of the numbers of 2.1.3 with zeros before it, so that texts sort as numbers do."""
    part = Func(F("number"), Value("."), Value(place), function="split_part")
    return Func(part, Value(3), Value("0"), function="lpad", output_field=TextField())


class GoalQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> GoalQuerySet:
        """Goals of the strategies that the user sees."""
        from communities.models import Strategy  # noqa: PLC0415 - the model uses this module

        return self.filter(strategy__in=Strategy.objects.visible_to(user).values("pk"))

    def with_place(self) -> GoalQuerySet:
        """Annotate `place_text`: strategy by strategy, each from 1 to 9.9.9."""
        place = Concat(
            "strategy__slug",
            Value(" "),
            *(_padded(number) for number in (1, 2, 3)),
            output_field=TextField(),
        )
        rows: GoalQuerySet = self.annotate(place_text=place)
        return rows

    def offered(self) -> GoalQuerySet:
        """What ideas and projects may point at: current goals of strategies that are not over."""
        return self.filter(is_dropped=False, strategy__is_archived=False).exclude(
            strategy__status=StrategyStatus.REPLACED
        )
