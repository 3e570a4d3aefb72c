"""Who may do what with roles, requests and invitations. Pages, services and admin all ask here."""

from __future__ import annotations

from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings

from accounts.memberships import MembershipKind, active_memberships, kind, kind_of, kinds
from accounts.models import AccessRequest, Invitation, Membership, User


def is_administrator(user: Any) -> bool:
    return bool(user.is_active and user.is_superuser)


def works_for_an_office(user: Any) -> bool:
    """Holds a role in force that opens the administration."""
    return any(one.demands_second_factor for one in active_memberships(user))


def can_open_admin(user: Any) -> bool:
    return bool(user.is_active and (user.is_staff or works_for_an_office(user)))


def lacks_second_factor(user: Any) -> bool:
    """An official who has to set one up before anything else, through whichever door."""
    must = settings.SECOND_FACTOR_REQUIRED and can_open_admin(user)
    return bool(must and not is_mfa_enabled(user))


def can_grant_role(user: User, one: MembershipKind, scope: Any, role: str) -> bool:
    return user.is_active and one.may_grant(user, scope, role)


def can_end_membership(user: User, membership: Membership) -> bool:
    one = kind_of(membership)
    return can_grant_role(user, one, one.scope_of(membership), membership.role)


def can_decide_access_request(user: User, request: AccessRequest) -> bool:
    return can_grant_role(user, kind(request.kind), request.scope, request.role)


def can_withdraw_access_request(user: User, request: AccessRequest) -> bool:
    return request.user_id == user.pk


def can_change_invitation(user: User, invitation: Invitation) -> bool:
    return can_grant_role(user, kind(invitation.kind), invitation.scope, invitation.role)


def can_invite_anybody(user: Any) -> bool:
    """Is there any place and role that the user may give? Decides whether the link is shown."""
    return user.is_authenticated and any(one.grantable_anyhow(user).exists() for one in kinds())


def oversees_anything(user: Any) -> bool:
    """Is there any place whose invitations and requests the user may see?"""
    return user.is_authenticated and any(one.overseen(user).exists() for one in kinds())


def can_see_people(user: Any) -> bool:
    return is_administrator(user) or bool(active_memberships(user))
