"""Filters of aid received. `visible_to` is the only place that decides who sees which."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from common.codelists.enums import OPEN, Visibility
from communities.permissions import communities_of, is_official, is_registered, visibilities_for
from partners.programme_enums import RecordStatus


class AidQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> AidQuerySet:
        """Officials see all; a community's people all that it received; others what is
        published, by its visibility.
        """
        if is_official(user):
            return self
        published = Q(record_status=RecordStatus.PUBLISHED)
        if not is_registered(user):
            return self.filter(published, visibility=Visibility.PUBLIC)
        own = Q(community__in=communities_of(user))
        return self.filter(published & Q(visibility__in=OPEN) | own)

    def published(self) -> AidQuerySet:
        return self.filter(record_status=RecordStatus.PUBLISHED)

    def current(self) -> AidQuerySet:
        return self.exclude(record_status=RecordStatus.ARCHIVED)

    def newest_first(self) -> AidQuerySet:
        return self.order_by("-delivered_on", "-pk")


class AidFileQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> AidFileQuerySet:
        """Files of deliveries that the user sees, by their own visibility too; a community's
        people see all of its own.
        """
        from projects.models import AidDelivery  # noqa: PLC0415 - the model uses this module

        rows = self.filter(delivery__in=AidDelivery.objects.visible_to(user).values("pk"))
        if is_official(user):
            return rows
        shown = Q(visibility__in=visibilities_for(user), is_withdrawn=False)
        return rows.filter(shown | Q(delivery__community__in=communities_of(user)))
