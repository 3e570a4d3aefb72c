"""Who may do what with agreements: rights follow the oblast that keeps the record."""

from __future__ import annotations

from typing import Any

from accounts.permissions import is_administrator
from communities.models import Oblast
from communities.permissions import curated_oblasts, headed_offices, is_official
from partners.models import Agreement


def can_register_agreement(user: Any, oblast: Oblast | None = None) -> bool:
    """Heads and officers, for their own oblast; without one: for any at all."""
    if is_administrator(user):
        return True
    own = curated_oblasts(user)
    return bool(own) if oblast is None else oblast.pk in own


def can_change_agreement(user: Any, agreement: Agreement) -> bool:
    """Change it, take steps, amend, attach files, archive: the people of the keeping office."""
    return is_administrator(user) or agreement.oblast_id in curated_oblasts(user)


def can_take_back(user: Any, agreement: Agreement, author_id: int | None) -> bool:
    """Take back a step or an amendment: who recorded it, and the head of the keeping office."""
    if is_administrator(user):
        return True
    if not can_change_agreement(user, agreement):
        return False
    return author_id == user.pk or agreement.office_id in headed_offices(user)


def can_see_desk(user: Any) -> bool:
    """What is late and what ends: for officials."""
    return is_official(user)


def can_review_rows(user: Any) -> bool:
    """Decide about rows of the state register; for whose oblast is asked again when deciding."""
    return can_register_agreement(user)
