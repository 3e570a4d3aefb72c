"""Filters of letters. `visible_to` is the only place that decides who sees which."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import Case, F, Func, IntegerField, Q, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.memberships import active_memberships
from accounts.permissions import is_administrator
from communities.enums import CommunityRole
from communities.models import CommunityMembership, Office, OfficeMembership
from twinning.letter_enums import LetterStatus

# Larger than any number of days, so that drafts come after what waits, and closed ones last.
DRAFTS, CLOSED = 1_000_000, 2_000_000


class DayNumber(Func):
    """Days since the beginning of 2000: a date as a number, to count with."""

    template = "((%(expressions)s)::date - DATE '2000-01-01')"
    output_field = IntegerField()


def _mine(user: Any) -> Q:
    """Letters of communities that the person coordinates and of oblasts whose office is theirs."""
    held = active_memberships(user)
    offices = [one.office_id for one in held if isinstance(one, OfficeMembership)]
    communities = [
        one.community_id
        for one in held
        if isinstance(one, CommunityMembership) and one.role == CommunityRole.COORDINATOR
    ]
    oblasts = Office.objects.filter(pk__in=offices).values("oblast")
    found = Q(community__in=communities)
    if offices:
        found |= Q(community__oblast__in=oblasts) | Q(oblast__in=oblasts)
    return found


class LetterQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> LetterQuerySet:
        """Coordinators see the letters of their community, officials those of their oblast."""
        if is_administrator(user):
            return self.all()
        if not getattr(user, "is_authenticated", False) or not active_memberships(user):
            return self.none()
        return self.filter(_mine(user))

    def overdue(self, today: dt.date | None = None) -> LetterQuerySet:
        """Sent, without an answer, and the day to ask again has come."""
        return self.filter(
            status=LetterStatus.SENT, follow_up_on__lte=today or timezone.localdate()
        )

    def with_sides(self) -> LetterQuerySet:
        return self.select_related(
            "community__oblast", "oblast", "municipality", "link", "author", "batch"
        )

    def with_orders(self) -> LetterQuerySet:
        """Annotate what the register sorts by; none of them is ever null."""
        newest_first = -DayNumber(F("updated_at"))
        rows: LetterQuerySet = self.annotate(
            due_order=Case(
                When(status=LetterStatus.SENT, then=DayNumber(F("follow_up_on"))),
                When(status=LetterStatus.DRAFT, then=Value(DRAFTS) + newest_first),
                default=Value(CLOSED) + newest_first,
                output_field=IntegerField(),
            ),
            home_order=Coalesce("community__sort_key", "oblast__sort_key"),
        )
        return rows


class LetterTemplateQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> LetterTemplateQuerySet:
        """The shipped ones are for all who write; an office's own for its oblast."""
        if is_administrator(user):
            return self.all()
        held = active_memberships(user)
        oblasts = [one.community.oblast_id for one in held if isinstance(one, CommunityMembership)]
        offices = [one.office_id for one in held if isinstance(one, OfficeMembership)]
        return self.filter(Q(office=None) | Q(office__in=offices) | Q(office__oblast__in=oblasts))

    def in_use(self) -> LetterTemplateQuerySet:
        return self.filter(is_active=True)


class LetterBatchQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> LetterBatchQuerySet:
        if is_administrator(user):
            return self.all()
        if not getattr(user, "is_authenticated", False) or not active_memberships(user):
            return self.none()
        return self.filter(_mine(user))
