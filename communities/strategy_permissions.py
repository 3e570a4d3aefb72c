"""Who may do what with strategies: rights follow the oblast."""

from __future__ import annotations

from typing import Any

from accounts.permissions import is_administrator
from communities.models import Oblast, Strategy
from communities.permissions import curated_oblasts


def can_register_strategy(user: Any, oblast: Oblast | None = None) -> bool:
    """Heads and officers, for their own oblast; without one: for any at all."""
    if is_administrator(user):
        return True
    own = curated_oblasts(user)
    return bool(own) if oblast is None else oblast.pk in own


def can_change_strategy(user: Any, strategy: Strategy) -> bool:
    """Its texts, goals, updates, documents and steps: the officials of the oblast."""
    return is_administrator(user) or strategy.oblast_id in curated_oblasts(user)
