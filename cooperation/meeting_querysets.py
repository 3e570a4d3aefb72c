"""Filters of meetings and decisions. `visible_to` alone decides who sees which."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.permissions import is_administrator
from common.codelists.enums import OPEN, Visibility
from communities.permissions import (
    communities_of,
    is_official,
    is_registered,
    offices_of,
    visibilities_for,
)
from cooperation.meeting_enums import KNOWN, MeetingStatus, OwnerKind, TaskStatus
from projects.idea_querysets import partners_of


def _sides(user: Any, path: str = "") -> Q:
    """Rows that name the person's office, community or partner."""
    return (
        Q(**{f"{path}office__in": offices_of(user)})
        | Q(**{f"{path}community__in": communities_of(user)})
        | Q(**{f"{path}partner__in": partners_of(user)})
    )


class MeetingQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> MeetingQuerySet:
        """What was never announced is known to its own office alone, whatever is asked.

        Officials see all that was announced; people who meet there, or got a task there, see it
        whatever its visibility; others by its visibility.
        """
        if is_administrator(user):
            return self
        known = Q(announced_at__isnull=False)
        if is_official(user):
            return self.filter(known | Q(office__in=offices_of(user)))
        if not is_registered(user):
            return self.filter(known, visibility=Visibility.PUBLIC)
        return self.filter(known, Q(visibility__in=OPEN) | self._involving(user))

    def involving(self, user: Any) -> MeetingQuerySet:
        """Where the person, or the office, community or partner that the person works for, meets
        or has a task.
        """
        return self.filter(self._involving(user))

    def _involving(self, user: Any) -> Q:
        from cooperation.models import MeetingTask, Participant  # noqa: PLC0415 - models need this

        here = Participant.objects.filter(_sides(user) | Q(user=user.pk), meeting=OuterRef("pk"))
        tasks = MeetingTask.objects.filter(_sides(user), decision__meeting=OuterRef("pk"))
        return Q(Exists(here)) | Q(Exists(tasks))

    def coming(self, now: dt.datetime | None = None) -> MeetingQuerySet:
        """Announced and not over."""
        rows = self.filter(status=MeetingStatus.ANNOUNCED, ends_at__gt=now or timezone.now())
        return rows.order_by("starts_at", "pk")

    def over(self, now: dt.datetime | None = None) -> MeetingQuerySet:
        return self.filter(ends_at__lte=now or timezone.now())

    def known(self) -> MeetingQuerySet:
        return self.filter(status__in=KNOWN)

    def without_minutes(self, now: dt.datetime | None = None) -> MeetingQuerySet:
        """Over, and nothing is published of what was said."""
        waiting = (MeetingStatus.ANNOUNCED, MeetingStatus.HELD)
        return self.over(now).filter(status__in=waiting)

    def of_oblast(self, oblast: Any) -> MeetingQuerySet:
        return self.filter(office__oblast=oblast)


class ParticipantQuerySet(models.QuerySet[Any]):
    def waiting_for(self, user: Any) -> ParticipantQuerySet:
        """Invitations to coming meetings that the person has not answered."""
        return self.filter(
            user=user.pk,
            status="invited",
            meeting__status=MeetingStatus.ANNOUNCED,
            meeting__ends_at__gt=timezone.now(),
        )


class MeetingFileQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> MeetingFileQuerySet:
        """Of meetings that the user sees. Signed minutes come with their publication; withdrawn
        files and those for officials are for officials alone.
        """
        from cooperation.models import Meeting  # noqa: PLC0415 - as above

        rows = self.filter(meeting__in=Meeting.objects.visible_to(user).values("pk"))
        if is_official(user):
            return rows
        out = Q(meeting__status=MeetingStatus.PUBLISHED) | ~Q(kind="minutes")
        return rows.filter(out, is_withdrawn=False, visibility__in=visibilities_for(user))


class DecisionQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> DecisionQuerySet:
        """Decisions come with the minutes; the organising office sees them before."""
        from cooperation.models import Meeting  # noqa: PLC0415 - as above

        rows = self.filter(meeting__in=Meeting.objects.visible_to(user).values("pk"))
        if is_administrator(user):
            return rows
        own = Q(meeting__office__in=offices_of(user)) if is_official(user) else Q()
        return rows.filter(Q(meeting__status=MeetingStatus.PUBLISHED) | own)


class TaskQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> TaskQuerySet:
        from cooperation.models import Decision  # noqa: PLC0415 - as above

        return self.filter(decision__in=Decision.objects.visible_to(user).values("pk"))

    def published(self) -> TaskQuerySet:
        """Those of which their owners were told."""
        return self.filter(decision__meeting__status=MeetingStatus.PUBLISHED)

    def open(self) -> TaskQuerySet:
        return self.filter(status=TaskStatus.OPEN)

    def overdue(self, today: dt.date | None = None) -> TaskQuerySet:
        return self.open().filter(due_on__lt=today or timezone.localdate())

    def of(self, user: Any) -> TaskQuerySet:
        """Those that the person's office, community or partner has to do. Departments have no
        accounts: the organising office looks after theirs.
        """
        departments = Q(
            owner_kind=OwnerKind.DEPARTMENT, decision__meeting__office__in=offices_of(user)
        )
        return self.filter(_sides(user) | departments)
