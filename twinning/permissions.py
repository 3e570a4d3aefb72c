"""Who may do what with municipalities abroad. The register is shared by all offices."""

from __future__ import annotations

from typing import Any

from accounts.permissions import is_administrator
from communities.permissions import curated_offices
from twinning.models import Municipality


def can_add_municipality(user: Any) -> bool:
    """Heads and officers of any office."""
    return is_administrator(user) or bool(curated_offices(user))


def can_change_municipality(user: Any, municipality: Municipality) -> bool:
    return can_add_municipality(user)


def can_start_relations(user: Any, municipality: Municipality) -> bool:
    return municipality.partner_id is None and can_add_municipality(user)
