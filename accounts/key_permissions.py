"""Who may do what with API keys, and what a key stands on. Pages, services and admin ask here."""

from __future__ import annotations

from typing import Any

from accounts.key_workflow import BOTH, OFFICIAL, OWNER, Step, is_possible
from accounts.memberships import active_memberships, kind
from accounts.models import ApiKey, User
from accounts.permissions import can_grant_role, is_administrator, works_for_an_office


def can_ask_for_key(user: Any) -> bool:
    return bool(active_memberships(user))


def can_decide_key(user: User, key: ApiKey) -> bool:
    """An official who may give the role that the key was asked for in; never about an own key."""
    if key.user_id == user.pk:
        return False
    may_give = can_grant_role(user, kind(key.kind), key.scope, key.role)
    return is_administrator(user) or (works_for_an_office(user) and may_give)


def can_see_key_usage(user: User, key: ApiKey) -> bool:
    return key.user_id == user.pk or can_decide_key(user, key)


def is_of(user: User, key: ApiKey, step: Step) -> bool:
    """Whether the step is this person's to take, whatever state the key is in."""
    if key.user_id == user.pk:
        return step.who in {OWNER, BOTH}
    return step.who in {OFFICIAL, BOTH} and can_decide_key(user, key)


def can_take(user: User, key: ApiKey, step: Step) -> bool:
    return is_possible(key, step) and is_of(user, key, step)


def role_is_held(key: ApiKey) -> bool:
    """Whether the owner still has the role that the key was given for."""
    one = kind(key.kind)
    return any(
        isinstance(held, one.model)
        and held.role == key.role
        and one.scope_of(held).pk == key.scope_id
        for held in active_memberships(key.user)
    )
