"""Filters of state registration, monitoring cards and property. `visible_to` is the only place
that decides who sees which.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from communities.permissions import communities_of, is_official
from partners.permissions import represented_by
from projects.enums import OPEN_CARDS, CardStatus, RoleKind


class RegistrationQuerySet(models.QuerySet[Any]):
    def current(self) -> RegistrationQuerySet:
        """Without what was taken back."""
        return self.filter(taken_back_at=None)


class CardQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> CardQuerySet:
        """Officials see all of the registers; a recipient's people those that it hands in."""
        if is_official(user):
            return self
        return self.of_recipients(user)

    def of_recipients(self, user: Any) -> CardQuerySet:
        """Of projects whose assistance the user's communities or partners receive."""
        own = received_by(user)
        return self.filter(own) if own is not None else self.none()

    def kept_in(self, oblasts: set[int]) -> CardQuerySet:
        return self.filter(project__oblast__in=oblasts)

    def to_hand_in(self) -> CardQuerySet:
        return self.filter(status__in=OPEN_CARDS)

    def to_decide(self) -> CardQuerySet:
        return self.filter(status=CardStatus.SUBMITTED)

    def overdue(self, today: dt.date | None = None) -> CardQuerySet:
        return self.to_hand_in().filter(due_on__lt=today or timezone.localdate())


class PropertyQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> PropertyQuerySet:
        """What is published everybody who sees the project; before that those who keep it."""
        from projects.models import Project  # noqa: PLC0415 - the model uses this module

        if is_official(user):
            return self
        rows = self.filter(project__in=Project.objects.visible_to(user).values("pk"))
        shown = Q(published_on__isnull=False)
        own = received_by(user)
        return rows.filter(shown if own is None else shown | own).current()

    def current(self) -> PropertyQuerySet:
        """Without what was withdrawn."""
        return self.filter(withdrawn_reason="")

    def of_recipients(self, user: Any) -> PropertyQuerySet:
        own = received_by(user)
        return self.filter(own) if own is not None else self.none()

    def kept_in(self, oblasts: set[int]) -> PropertyQuerySet:
        return self.filter(project__oblast__in=oblasts)

    def to_publish(self) -> PropertyQuerySet:
        return self.current().filter(published_on=None)

    def overdue(self, today: dt.date | None = None) -> PropertyQuerySet:
        return self.to_publish().filter(publish_by__lt=today or timezone.localdate())


def receives(user: Any) -> Q | None:
    """Rows of roles in which the person receives: for a community, or for a partner that the
    person represents. None when there is neither.
    """
    communities, partners = communities_of(user), represented_by(user)
    if not (communities or partners):
        return None
    return Q(role=RoleKind.RECIPIENT) & (Q(community__in=communities) | Q(partner__in=partners))


def received_by(user: Any) -> Exists | None:
    """The same for rows that name their project."""
    from projects.models import ProjectRole  # noqa: PLC0415 - the model uses this module

    own = receives(user)
    if own is None:
        return None
    return Exists(ProjectRole.objects.filter(own, project=OuterRef("project")))
