"""Reads that pages and admin share: who has which role where, what happened to an account."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.contenttypes.prefetch import GenericPrefetch
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.memberships import MembershipKind, active_memberships, kind, kinds
from accounts.models import AccessRequest, ApiKey, Invitation, Membership, User
from accounts.places import Place


@dataclass(frozen=True)
class HeldRole:
    """A role of a person somewhere, ready to be shown."""

    membership: Membership
    place: Place

    @property
    def label(self) -> str:
        return self.place.kind.role_label(self.membership.role)

    @property
    def starts_on(self) -> date:
        return self.membership.starts_on

    @property
    def ends_on(self) -> date | None:
        return self.membership.ends_on

    @property
    def begins_later(self) -> bool:
        return self.starts_on > timezone.localdate()

    @property
    def has_ended(self) -> bool:
        return self.ends_on is not None and self.ends_on < timezone.localdate()


def held_role(one: MembershipKind, membership: Membership) -> HeldRole:
    return HeldRole(membership, Place(one, one.scope_of(membership)))


def roles_of(user: User, *, with_ended: bool = False) -> list[HeldRole]:
    """The person's roles, those that begin later included."""
    found = []
    for one in kinds():
        rows = one.memberships().filter(user=user)
        if not with_ended:
            rows = rows.filter(Q(ends_on=None) | Q(ends_on__gte=timezone.localdate()))
        found += [held_role(one, row) for row in rows]
    return found


def roster(one: MembershipKind, user: User) -> QuerySet[Any]:
    """People whose roles the user may see: in the places overseen and in one's own."""
    own = [
        one.scope_of(held).pk for held in active_memberships(user) if isinstance(held, one.model)
    ]
    overseen = one.overseen(user).values("pk")
    return one.memberships().filter(
        Q(**{f"{one.scope}__in": overseen}) | Q(**{f"{one.scope}__in": own})
    )


def endable(one: MembershipKind, user: User, rows: Iterable[Membership]) -> set[int]:
    """Keys of those roles that the user may end, in one query for all."""
    rule = Q(pk__in=())
    for role in one.roles.values:
        rule |= Q(role=role, **{f"{one.scope}__in": one.grantable(user, role)})
    not_ended = Q(ends_on=None) | Q(ends_on__gte=timezone.localdate())
    shown = one.model.objects.filter(pk__in=[row.pk for row in rows])
    return set(shown.filter(not_ended & rule).values_list("pk", flat=True))


def with_scopes(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Requests or invitations with the places they are about, in a few queries for all."""
    querysets = [one.scopes(one.all_scopes()) for one in kinds()]
    return rows.prefetch_related(GenericPrefetch("scope", querysets))


@dataclass(frozen=True)
class About:
    """A request, an invitation or a key beside the place and role it is about."""

    subject: Any
    place: Place
    role: str


def about(subject: AccessRequest | ApiKey | Invitation) -> About:
    one = kind(subject.kind)
    return About(subject, Place(one, subject.scope), one.role_label(subject.role))


def all_about(rows: Iterable[AccessRequest | ApiKey | Invitation]) -> Iterator[About]:
    return (about(row) for row in rows)
