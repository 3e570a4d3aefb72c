"""Which requests and invitations a person may know of."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.enums import AccessRequestStatus
from accounts.memberships import kinds


def _overseen(user: Any) -> Q:
    """Rows about territories and organisations whose people the user looks after."""
    rule = Q(pk__in=())
    for one in kinds():
        rule |= Q(kind=one.code, scope_id__in=one.overseen(user).values("pk"))
    return rule


def _grantable(user: Any) -> Q:
    """Rows about roles that the user may give."""
    rule = Q(pk__in=())
    for one in kinds():
        for role in one.roles.values:
            scopes = one.grantable(user, role).values("pk")
            rule |= Q(kind=one.code, role=role, scope_id__in=scopes)
    return rule


class AccessRequestQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> AccessRequestQuerySet:
        """One's own requests, and those about what one oversees."""
        if not user.is_authenticated:
            return self.none()
        if user.is_superuser:
            return self
        return self.filter(Q(user=user) | _overseen(user))

    def decidable_by(self, user: Any) -> AccessRequestQuerySet:
        """Requests for roles that the user may give."""
        if not user.is_authenticated:
            return self.none()
        return self if user.is_superuser else self.filter(_grantable(user))

    def waiting(self) -> AccessRequestQuerySet:
        return self.filter(status=AccessRequestStatus.WAITING)


class InvitationQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> InvitationQuerySet:
        """Invitations to what one oversees; all of them for a portal administrator."""
        if not user.is_authenticated:
            return self.none()
        return self if user.is_superuser else self.filter(_overseen(user))

    def changeable_by(self, user: Any) -> InvitationQuerySet:
        """Those to roles that the user may give."""
        if not user.is_authenticated:
            return self.none()
        return self if user.is_superuser else self.filter(_grantable(user))

    def unanswered(self) -> InvitationQuerySet:
        """Neither accepted nor taken back nor closed; may have expired."""
        return self.filter(accepted_at=None, revoked_at=None, closed_at=None)

    def expired(self) -> InvitationQuerySet:
        return self.unanswered().filter(expires_at__lte=timezone.now())
