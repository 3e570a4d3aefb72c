"""Who may do what with programmes. The register is shared, as that of partners is."""

from __future__ import annotations

from typing import Any

from accounts.permissions import is_administrator
from communities.permissions import curated_offices
from partners.models import Programme


def can_register_programme(user: Any) -> bool:
    """Heads and officers of any office."""
    return is_administrator(user) or bool(curated_offices(user))


def can_change_programme(user: Any, programme: Programme) -> bool:
    """The keeping office's head and officers; any office's if none keeps it."""
    if is_administrator(user):
        return True
    offices = curated_offices(user)
    return bool(offices) and (programme.curated_by_id is None or programme.curated_by_id in offices)
