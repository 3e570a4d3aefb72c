"""Webhooks as rows, for tests that call nobody."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from accounts.models import User
from portal.webhooks.models import Delivery, Subscription


def subscription_of(owner: User, **given: Any) -> Subscription:
    """Of all partners, active, to an address that nobody has."""
    usual = {
        "name": "Наш каталог",
        "url": "https://data.example.org/mosty",
        "register": "partners",
        "kinds": ["published", "changed", "withdrawn"],
        "salt": "00" * 16,
    }
    made: Subscription = Subscription.objects.create(owner=owner, **{**usual, **given})
    return made


def call_of(subscription: Subscription, **given: Any) -> Delivery:
    """An accepted one."""
    usual = {
        "event": f"{subscription.public_id}-{Delivery.objects.count() + 1}",
        "kind": "withdrawn",
        "key": "00000000-0000-0000-0000-000000000001",
        "body": '{"event": "withdrawn"}',
        "status": "accepted",
        "attempts": 1,
        "answer_status": 200,
        "tried_at": timezone.now(),
        "closed_at": timezone.now(),
    }
    made: Delivery = Delivery.objects.create(subscription=subscription, **{**usual, **given})
    return made
