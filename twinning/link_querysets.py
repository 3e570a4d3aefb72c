"""Filters of twin links. `visible_to` is the only place that decides who sees which."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, IntegerField, OuterRef, Q, Value
from django.db.models.functions import Cast, Coalesce, ExtractYear
from django.utils import timezone

from accounts.permissions import is_administrator
from common.codelists.enums import Visibility
from communities.permissions import (
    communities_of,
    curated_oblasts,
    is_official,
    is_registered,
)
from twinning.link_enums import LinkStage

QUIET = dt.timedelta(days=365)
BEGUN = (LinkStage.CONTACT, LinkStage.LETTER, LinkStage.TALKS)
# Something has been signed, and nobody has ended it.
AGREED = (LinkStage.MEMORANDUM, LinkStage.AGREEMENT, LinkStage.ACTIVE, LinkStage.DORMANT)


class TwinLinkQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> TwinLinkQuerySet:
        """Officials see all; people with a role what is registered; others what is public.

        The people of a community see its links whatever their visibility.
        """
        if is_official(user):
            return self.all()
        if not is_registered(user):
            return self.filter(visibility=Visibility.PUBLIC)
        shown = (Visibility.PUBLIC, Visibility.REGISTERED)
        return self.filter(Q(visibility__in=shown) | Q(community__in=communities_of(user)))

    def public(self) -> TwinLinkQuerySet:
        return self.visible_to(AnonymousUser())

    def alive(self) -> TwinLinkQuerySet:
        return self.exclude(stage=LinkStage.ENDED)

    def agreed(self) -> TwinLinkQuerySet:
        """From a memorandum on, until they end: what a report counts as twins."""
        return self.filter(stage__in=AGREED)

    def quiet(self, today: dt.date | None = None) -> TwinLinkQuerySet:
        """Active for a year or longer, with nothing in the log of the last year."""
        since = (today or timezone.localdate()) - QUIET
        begun = Q(since_on=None) | Q(since_on__lte=since)
        rows = self.filter(begun, stage=LinkStage.ACTIVE)
        # A subquery, not a join: a link with many activities is still one.
        recent = self.model._meta.get_field("activities").related_model.objects.filter(
            link=OuterRef("pk"), on__gt=since
        )
        return rows.filter(~Exists(recent))

    def of_oblasts(self, oblasts: Any) -> TwinLinkQuerySet:
        """Links of the oblasts themselves and of their communities."""
        return self.filter(Q(oblast__in=oblasts) | Q(community__oblast__in=oblasts))

    def with_sides(self) -> TwinLinkQuerySet:
        """Whatever a page says of a link, in the same query."""
        return self.select_related("community__oblast", "oblast", "municipality__partner")

    def with_orders(self) -> TwinLinkQuerySet:
        """Annotate what the register sorts and filters by; none of them is ever null."""
        rows: TwinLinkQuerySet = self.annotate(
            home_order=Coalesce("community__sort_key", "oblast__sort_key"),
            since_year=Cast(ExtractYear("since_on"), IntegerField()),
            since_order=Coalesce(
                Cast(ExtractYear("since_on"), IntegerField()), Value(0), output_field=IntegerField()
            ),
        )
        return rows


class StageQuerySet(models.QuerySet[Any]):
    def standing(self) -> StageQuerySet:
        """Without the steps that were taken back."""
        return self.filter(taken_back_at=None)


class QuestionQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> QuestionQuerySet:
        """For heads and officers of the oblast."""
        if is_administrator(user):
            return self.all()
        mine = curated_oblasts(user)
        return self.filter(Q(oblast__in=mine) | Q(community__oblast__in=mine))

    def waiting(self) -> QuestionQuerySet:
        return self.filter(decided_at=None)
