"""Filters of projects. `visible_to` is the only place that decides who sees what of them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce

from accounts.memberships import active_memberships
from common.codelists.enums import OPEN, Visibility
from communities.permissions import communities_of, is_official, is_registered, visibilities_for
from projects.enums import RecordStatus, TerritoryLevel
from projects.iati_enums import StagedOutcome


class ProjectQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> ProjectQuerySet:
        """Officials see all. Others see what is published, by its visibility; the people of a
        community or a partner with a role in the project also its draft, unless it is internal.
        """
        if is_official(user):
            return self
        published = self.filter(record_status=RecordStatus.PUBLISHED)
        if not is_registered(user):
            return published.filter(visibility=Visibility.PUBLIC)
        rows = self.exclude(record_status=RecordStatus.ARCHIVED).filter(visibility__in=OPEN)
        return rows.filter(Q(record_status=RecordStatus.PUBLISHED) | Q(_has_role(user)))

    def current(self) -> ProjectQuerySet:
        return self.exclude(record_status=RecordStatus.ARCHIVED)

    def published(self) -> ProjectQuerySet:
        return self.filter(record_status=RecordStatus.PUBLISHED)

    def with_order(self) -> ProjectQuerySet:
        """Annotate `starts_on` and `ends_on`: the actual date, or the planned one."""
        rows: ProjectQuerySet = self.annotate(
            starts_on=Coalesce("start_actual_on", "start_planned_on"),
            ends_on=Coalesce("end_actual_on", "end_planned_on"),
        )
        return rows

    def newest_first(self) -> ProjectQuerySet:
        return self.with_order().order_by(models.F("starts_on").desc(nulls_last=True), "-pk")

    def since(self, day: dt.date) -> ProjectQuerySet:
        """Those that run on that day or begin later; those without any date too."""
        return self.with_order().filter(Q(ends_on=None) | Q(ends_on__gte=day))

    def in_oblast(self, oblast: Any) -> ProjectQuerySet:
        """Those that name the oblast, a raion or a community of it."""
        return self.filter(_somewhere(oblast=oblast))

    def in_community(self, community: Any) -> ProjectQuerySet:
        """Those that name the community, or give it a role."""
        return self.filter(Q(_somewhere(community=community)) | Q(_with_role(community=community)))

    def with_partner(self, partner: Any) -> ProjectQuerySet:
        return self.filter(_with_role(partner=partner))

    def kept_by(self, oblasts: set[int]) -> ProjectQuerySet:
        return self.filter(oblast__in=oblasts)


def _somewhere(**where: Any) -> Exists:
    from projects.models import ProjectTerritory  # noqa: PLC0415 - the model uses this module

    levels = (TerritoryLevel.COMMUNITY, TerritoryLevel.RAION, TerritoryLevel.OBLAST)
    rows = ProjectTerritory.objects.filter(project=OuterRef("pk"), level__in=levels)
    return Exists(rows.filter(**where))


def _with_role(**who: Any) -> Exists:
    from projects.models import ProjectRole  # noqa: PLC0415 - as above

    return Exists(ProjectRole.objects.filter(project=OuterRef("pk"), **who))


def _has_role(user: Any) -> Exists:
    from projects.models import ProjectRole  # noqa: PLC0415 - as above

    partners = [one.partner_id for one in active_memberships(user) if hasattr(one, "partner_id")]
    mine = Q(community__in=communities_of(user)) | Q(partner__in=partners)
    return Exists(ProjectRole.objects.filter(mine, project=OuterRef("pk")))


class PartQuerySet(models.QuerySet[Any]):
    """Rows of a project that are shown only when somebody said so."""

    def visible_to(self, user: Any) -> PartQuerySet:
        """Of projects that the user sees: what is published, for officials all."""
        rows: PartQuerySet = _of_visible_projects(self, user)
        return rows if is_official(user) else rows.filter(is_published=True)


class DocumentQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> DocumentQuerySet:
        """Of projects that the user sees, by their own visibility too."""
        rows: DocumentQuerySet = _of_visible_projects(self, user)
        if is_official(user):
            return rows
        return rows.filter(visibility__in=visibilities_for(user), is_withdrawn=False)


def _of_visible_projects(rows: Any, user: Any) -> Any:
    from projects.models import Project  # noqa: PLC0415 - as above

    return rows.filter(project__in=Project.objects.visible_to(user).values("pk"))


class IatiImportQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> IatiImportQuerySet:
        """One's own uploads; a portal administrator sees all."""
        if not getattr(user, "is_authenticated", False):
            return self.none()
        return self if user.is_superuser else self.filter(uploaded_by=user)


class StagedActivityQuerySet(models.QuerySet[Any]):
    def to_go_in(self) -> StagedActivityQuerySet:
        """What confirming takes in: what is new or changes, and collisions that are decided."""
        decided = Q(outcome=StagedOutcome.COLLIDING) & ~Q(take=[])
        return self.filter(Q(outcome__in=(StagedOutcome.NEW, StagedOutcome.CHANGED)) | decided)

    def undecided(self) -> StagedActivityQuerySet:
        return self.filter(outcome=StagedOutcome.COLLIDING, decision="")

    def counted(self) -> dict[str, int]:
        found = self.order_by().values_list("outcome").annotate(rows=models.Count("pk"))
        return {str(outcome): int(rows) for outcome, rows in found}
