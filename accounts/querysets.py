"""Which requests and invitations a person may know of."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.enums import AccessRequestStatus, KeyStatus
from accounts.memberships import active_memberships, kinds


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


# How long an approval waits for the key to be made.
MADE_WITHIN = dt.timedelta(days=30)


class ApiKeyQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> ApiKeyQuerySet:
        """One's own; officials see those of the people whom they oversee, administrators all."""
        if not user.is_authenticated:
            return self.none()
        if user.is_superuser:
            return self
        own = Q(user=user)
        return self.filter(own | _overseen(user) if _is_official(user) else own)

    def decidable_by(self, user: Any) -> ApiKeyQuerySet:
        """Of people whose role the official may give; nobody decides about an own key."""
        if not (user.is_authenticated and (user.is_superuser or _is_official(user))):
            return self.none()
        others = self.exclude(user=user)
        return others if user.is_superuser else others.filter(_grantable(user))

    def waiting(self) -> ApiKeyQuerySet:
        return self.filter(status=KeyStatus.WAITING)

    def to_be_made(self) -> ApiKeyQuerySet:
        return self.filter(status=KeyStatus.APPROVED, decided_at__gt=timezone.now() - MADE_WITHIN)

    def still_open(self) -> ApiKeyQuerySet:
        """Those that count towards what a person may have: expired and lapsed ones do not."""
        return self.waiting() | self.to_be_made() | self.in_force()

    def in_force(self) -> ApiKeyQuerySet:
        return self.filter(status=KeyStatus.ACTIVE, expires_at__gt=timezone.now())


def _is_official(user: Any) -> bool:
    """Of an office: coordinators give roles too, but keys are for officials to decide."""
    return any(one.demands_second_factor for one in active_memberships(user))
