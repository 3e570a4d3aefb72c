"""What people say about themselves, and what an administrator sets about an account."""

from __future__ import annotations

from django.db import transaction

from accounts import exceptions as refused
from accounts.models import User
from accounts.permissions import is_administrator
from common.audit.context import acting

# Nothing else: a password that is changed at the same moment must not come back.
SET_BY_ADMINISTRATORS = (
    "full_name",
    "preferred_language",
    "is_active",
    "is_staff",
    "is_superuser",
)


@transaction.atomic
def change_profile(*, actor: User, full_name: str, preferred_language: str) -> User:
    """Change one's own name and language of letters."""
    actor.full_name = " ".join(full_name.split())
    actor.preferred_language = preferred_language
    with acting(actor=actor):
        actor.save(update_fields=["full_name", "preferred_language"])
    return actor


@transaction.atomic
def change_account(
    *,
    actor: User,
    user: User,
    full_name: str,
    preferred_language: str,
    is_active: bool,
    is_administrator_too: bool,
) -> User:
    """What a portal administrator may set: name, language, whether the account is open, and
    whether its owner administers the portal. Refuses: NotAllowedToGrant (also to close one's own
    account or to give up one's own administration).
    """
    if not is_administrator(actor):
        raise refused.NotAllowedToGrant
    if user.pk == actor.pk and not (is_active and is_administrator_too):
        raise refused.NotAllowedToGrant
    user.full_name = " ".join(full_name.split())
    user.preferred_language = preferred_language
    user.is_active = is_active
    user.is_staff = user.is_superuser = is_administrator_too
    with acting(actor=actor):
        user.save(update_fields=SET_BY_ADMINISTRATORS)
    return user
