"""Giving a role, ending it, bringing it back."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts import exceptions as refused
from accounts.memberships import MembershipKind, forget_memberships, kind_of
from accounts.models import Membership, User
from accounts.permissions import can_end_membership, can_grant_role
from common.audit.context import acting


@transaction.atomic
def grant_membership(
    *,
    actor: User,
    kind: MembershipKind,
    scope: Any,
    role: str,
    user: User,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> Membership:
    """Give `user` the role in `scope` from `starts_on` (today unless said) to `ends_on` inclusive.

    Refuses: UnknownRole, NotAllowedToGrant (also for a withdrawn community or an archived
    partner), PersonInactive, RoleAlreadyHeld, RoleEndsBeforeItBegins.
    """
    begins = starts_on or timezone.localdate()
    check_role(kind, role)
    if not can_grant_role(actor, kind, scope, role):
        raise refused.NotAllowedToGrant
    if not user.is_active:
        raise refused.PersonInactive
    if ends_on and ends_on < begins:
        raise refused.RoleEndsBeforeItBegins
    # One grant to a person at a time, so that two officials cannot give the same role twice.
    User.objects.select_for_update().get(pk=user.pk)
    if kind.held(user, scope, role, on=begins):
        raise refused.RoleAlreadyHeld
    with acting(actor=actor):
        membership = kind.memberships().model(
            user=user, role=role, starts_on=begins, ends_on=ends_on, granted_by=actor
        )
        setattr(membership, kind.scope, scope)
        membership.save()
    forget_memberships(user)
    return membership  # type: ignore[no-any-return]


def check_role(kind: MembershipKind, role: str) -> None:
    if role not in kind.roles.values:
        raise refused.UnknownRole


@transaction.atomic
def end_membership(*, actor: User, membership: Membership, on: date | None = None) -> Membership:
    """Let the role end: `on` is its last day; without it the role ends at once.

    A role that began today and ends at once is dated back to yesterday; its history tells the
    truth. Refuses: NotAllowedToGrant, RoleAlreadyEnded, RoleEndsBeforeItBegins.
    """
    membership = _locked(membership)
    if not can_end_membership(actor, membership):
        raise refused.NotAllowedToGrant
    today = timezone.localdate()
    if membership.ends_on and membership.ends_on < today:
        raise refused.RoleAlreadyEnded
    if on is None:
        membership.ends_on = today - timedelta(days=1)
        membership.starts_on = min(membership.starts_on, membership.ends_on)
    elif on < membership.starts_on:
        raise refused.RoleEndsBeforeItBegins
    else:
        membership.ends_on = on
    with acting(actor=actor):
        membership.save(update_fields=["starts_on", "ends_on"])
    forget_memberships(membership.user)
    return membership


@transaction.atomic
def restore_membership(*, actor: User, membership: Membership) -> Membership:
    """Undo the last ending: the dates become what they were before it.

    Refuses: NotAllowedToGrant, RoleNotEnded, RoleAlreadyHeld (given anew in the meantime).
    """
    # As where a role is given: one at a time to a person.
    User.objects.select_for_update().get(pk=membership.user_id)
    membership = _locked(membership)
    if not can_end_membership(actor, membership):
        raise refused.NotAllowedToGrant
    states = list(membership.events.order_by("-pgh_id")[:2])  # type: ignore[attr-defined]
    if membership.ends_on is None or len(states) < 2:
        raise refused.RoleNotEnded
    membership.starts_on, membership.ends_on = states[1].starts_on, states[1].ends_on
    if _given_anew(membership):
        raise refused.RoleAlreadyHeld
    with acting(actor=actor):
        membership.save(update_fields=["starts_on", "ends_on"])
    forget_memberships(membership.user)
    return membership


def _given_anew(membership: Membership) -> bool:
    """The same role of the same person, in another row, at some of the same time."""
    one = kind_of(membership)
    scope = {one.scope: one.scope_of(membership)}
    same = one.memberships().filter(user=membership.user, role=membership.role, **scope)
    same = same.filter(Q(ends_on=None) | Q(ends_on__gte=membership.starts_on))
    if membership.ends_on:
        same = same.filter(starts_on__lte=membership.ends_on)
    return bool(same.exclude(pk=membership.pk).exists())


def _locked(membership: Membership) -> Membership:
    found: Membership = (
        kind_of(membership).memberships().select_for_update(of=("self",)).get(pk=membership.pk)
    )
    return found
