"""The history of webhooks: who pointed one where, and when it was paused or switched off."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.permissions import is_administrator
from common.audit.registry import HistoryOf, register
from portal.webhooks.models import Subscription
from portal.webhooks.permissions import can_change_subscription


def register_webhook_histories() -> None:
    register(
        HistoryOf(
            kind="webhook",
            model=Subscription,
            label=_("Webhook"),
            visible=Subscription.objects.visible_to,
            can_see=can_change_subscription,
            journal=_journal,
        )
    )


def _journal(user: Any) -> Any:
    return Subscription.objects.all() if is_administrator(user) else None
