"""Switching a subscription off, and telling those who keep it."""

from __future__ import annotations

from typing import Any

from django.utils import timezone, translation

from common.notifications.telling import tell
from portal.webhooks.enums import Trouble
from portal.webhooks.models import Subscription
from portal.webhooks.services.subscriptions import owners_of
from portal.webhooks.workflow import DISABLE, move

GROUP = "webhooks"


def disable(subscription: Subscription, trouble: Trouble) -> None:
    """In the transaction of the caller, who holds the row. One notice to each who keeps it."""
    move(subscription, DISABLE, trouble=trouble)
    subscription.save(update_fields=["status", "trouble"])
    moment = timezone.now()

    def words(language: str) -> dict[str, Any]:
        with translation.override(language):
            reason = str(trouble.label)
        return {"name": subscription.name, "url": subscription.url, "reason": reason}

    tell(
        group=GROUP,
        event=f"webhook {subscription.public_id} off {moment.isoformat()}",
        template="webhooks/letters/disabled",
        people=owners_of(subscription),
        words=words,
        link=subscription.get_absolute_url(),
    )
