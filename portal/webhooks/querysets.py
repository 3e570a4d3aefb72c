from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.permissions import is_administrator
from partners.permissions import represented_by
from portal.webhooks.enums import TEST, DeliveryStatus, SubscriptionStatus


class SubscriptionQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> SubscriptionQuerySet:
        """One's own, those of the partners that one speaks for; administrators see all."""
        if not user.is_authenticated:
            return self.none()
        if is_administrator(user):
            return self.all()
        own = Q(owner=user, partner=None)
        return self.filter(own | Q(partner__in=represented_by(user)))

    def live(self) -> SubscriptionQuerySet:
        """Those that are told of changes; a partner's outlives the account of who made it."""
        has_owner = Q(owner__is_active=True) | Q(partner__isnull=False)
        return self.filter(has_owner, status=SubscriptionStatus.ACTIVE)

    def due(self) -> SubscriptionQuerySet:
        """Something waits and may be tried now; who has waited longest comes first."""
        from portal.webhooks.models import Delivery  # noqa: PLC0415 - the models use this module

        waiting = Delivery.objects.waiting().order_by().filter(subscription=OuterRef("pk"))
        now = timezone.now()
        is_free = Q(held_until=None) | Q(held_until__lt=now)
        ready = self.live().filter(is_free, Exists(waiting), due_at__lte=now)
        return ready.order_by("due_at", "pk")


class DeliveryQuerySet(models.QuerySet[Any]):
    def waiting(self) -> DeliveryQuerySet:
        """In the order in which they go out: a person waits for a trial call, then by number."""
        rows = self.filter(status=DeliveryStatus.WAITING)
        return rows.order_by(models.Case(models.When(kind=TEST, then=0), default=1), "pk")

    def closed(self) -> DeliveryQuerySet:
        return self.exclude(status=DeliveryStatus.WAITING)
