"""Who may have changes told to an address."""

from __future__ import annotations

from typing import Any

from accounts.memberships import active_memberships
from accounts.permissions import is_administrator
from partners.permissions import represented_by
from portal.webhooks.models import Subscription


def can_subscribe(user: Any) -> bool:
    """Whoever has a role: the portal calls addresses for people whom somebody knows."""
    return is_administrator(user) or bool(active_memberships(user))


def can_change_subscription(user: Any, subscription: Subscription) -> bool:
    """Who made it, or those who speak for its partner; and administrators."""
    if is_administrator(user):
        return True
    if subscription.partner_id is None:
        return bool(subscription.owner_id == user.pk)
    return subscription.partner_id in represented_by(user)
