"""Filters of partners. `visible_to` is the only place that decides who sees which partner."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from accounts.memberships import active_memberships
from common.codelists.enums import Visibility
from communities.permissions import is_official, is_registered
from partners.enums import PartnerStatus


class PartnerQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> PartnerQuerySet:
        """Officials see all; signed-in people with a role what is registered; others the public.

        A partner's own people see their organisation whatever its visibility. Archived partners
        are for officials; merged ones are for nobody (their addresses lead to the survivor).
        """
        rows = self.filter(merged_into=None)
        if is_official(user):
            return rows
        rows = rows.exclude(status=PartnerStatus.ARCHIVED)
        if not is_registered(user):
            return rows.filter(visibility=Visibility.PUBLIC)
        own = [one.partner_id for one in _partner_memberships(user)]
        return rows.filter(
            Q(visibility__in=(Visibility.PUBLIC, Visibility.REGISTERED)) | Q(pk__in=own)
        )

    def current(self) -> PartnerQuerySet:
        """Neither archived nor merged."""
        return self.filter(merged_into=None).exclude(status=PartnerStatus.ARCHIVED)

    def in_ukrainian_order(self) -> PartnerQuerySet:
        return self.order_by("sort_key", "pk")


class ContactPersonQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> ContactPersonQuerySet:
        """Personal data: officials only."""
        return self.filter(forgotten_at=None) if is_official(user) else self.none()


def _partner_memberships(user: Any) -> list[Any]:
    return [one for one in active_memberships(user) if hasattr(one, "partner_id")]
