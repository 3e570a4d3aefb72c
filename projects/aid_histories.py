"""The history of aid received with its files."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from common.audit.registry import HistoryOf, Owned, register
from communities.permissions import communities_of, is_official
from projects.models import AidDelivery, AidFile


def _may_see(user: Any, delivery: AidDelivery) -> bool:
    return is_official(user) or delivery.community_id in communities_of(user)


def _journal(user: Any) -> models.QuerySet[AidDelivery] | None:
    if is_official(user):
        found: models.QuerySet[AidDelivery] = AidDelivery.objects.all()
        return found
    own = communities_of(user)
    return AidDelivery.objects.filter(community__in=own) if own else None


def register_aid_histories() -> None:
    register(
        HistoryOf(
            kind="aid-delivery",
            model=AidDelivery,
            label=_("Aid received"),
            visible=AidDelivery.objects.visible_to,
            can_see=_may_see,
            journal=_journal,
            owned=(Owned(AidFile, "delivery", _("File"), summary=("name", "kind", "visibility")),),
        )
    )
