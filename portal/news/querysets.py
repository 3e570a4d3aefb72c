"""Filters of news. `visible_to` alone decides who sees which."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from accounts.permissions import is_administrator
from communities.permissions import is_official, offices_of, visibilities_for
from partners.programme_enums import RecordStatus


class NewsQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> NewsQuerySet:
        """What is not published is known to its own office alone, whatever is asked."""
        if is_administrator(user):
            return self
        out = Q(record_status=RecordStatus.PUBLISHED)
        if is_official(user):
            return self.filter(out | Q(office__in=offices_of(user)))
        return self.filter(out, visibility__in=visibilities_for(user))

    def published(self) -> NewsQuerySet:
        return self.filter(record_status=RecordStatus.PUBLISHED)

    def current(self) -> NewsQuerySet:
        return self.exclude(record_status=RecordStatus.ARCHIVED)

    def newest_first(self) -> NewsQuerySet:
        return self.order_by("-dated_at", "-pk")

    def untold(self) -> NewsQuerySet:
        """Published, and those who subscribed have not been told."""
        return self.published().filter(told_at=None)


class NewsFileQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> NewsFileQuerySet:
        """Of news that the user sees, by their own visibility too; officials see all of them."""
        from portal.news.models import NewsItem  # noqa: PLC0415 - the model uses this module

        rows = self.filter(news__in=NewsItem.objects.visible_to(user).values("pk"))
        if is_official(user):
            return rows
        return rows.filter(is_withdrawn=False, visibility__in=visibilities_for(user))
