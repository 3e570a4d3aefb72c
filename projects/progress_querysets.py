"""Filters of progress reports. `visible_to` is the only place that decides who sees which."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from communities.permissions import communities_of, is_official
from partners.permissions import represented_by
from projects.enums import ReportStatus


class ReportQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> ReportQuerySet:
        """What is accepted everybody who sees the project; the rest officials and its party."""
        from projects.models import Project  # noqa: PLC0415 - the model uses this module

        if is_official(user):
            return self
        seen = self.filter(project__in=Project.objects.visible_to(user).values("pk"))
        return seen.filter(Q(status=ReportStatus.ACCEPTED) | of_parties(user))

    def kept_in(self, oblasts: set[int]) -> ReportQuerySet:
        return self.filter(project__oblast__in=oblasts)

    def waiting(self) -> ReportQuerySet:
        return self.filter(status=ReportStatus.WAITING)


def of_parties(user: Any) -> Q:
    """Rows that name a partner for which the person speaks, or a community of the person's."""
    return Q(partner__in=represented_by(user)) | Q(community__in=communities_of(user))
