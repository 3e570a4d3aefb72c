"""The kinds of membership. Higher apps register theirs, so that accounts need not know them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils import timezone

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from accounts.models import Membership, User


@dataclass(frozen=True)
class MembershipKind:
    """One kind of membership: in an office, in a community, in a partner.

    The rules of rows are querysets of scopes, so that lists and single checks cannot differ:
    `grantable(user, role)` – where the user may give that role to others; `overseen(user)` – whose
    people, requests and invitations the user may see; `offered(user)` – where the user may ask
    for a role; `approvers(scope, role)` – who is told of a request.
    """

    code: str
    # Where it stands among the kinds on pages.
    position: int
    label: _StrPromise
    model: type[Membership]
    # Name of the foreign key to what one is a member of, and the column that stands in addresses.
    scope: str
    reference: str
    roles: type[models.TextChoices]
    grantable: Callable[[User, str], models.QuerySet[Any]]
    overseen: Callable[[User], models.QuerySet[Any]]
    offered: Callable[[User], models.QuerySet[Any]]
    approvers: Callable[[Any, str], models.QuerySet[User]]
    # Narrow a queryset of scopes by a few typed letters.
    narrow: Callable[[models.QuerySet[Any], str], models.QuerySet[Any]]
    # The scope's name, and what tells it from its namesakes, in the language of the moment.
    name: Callable[[Any], str]
    hint: Callable[[Any], str]
    # What `name` and `hint` read beside the scope itself.
    related: tuple[str, ...] = ()

    @property
    def scope_model(self) -> type[models.Model]:
        related = self.model._meta.get_field(self.scope).related_model
        assert isinstance(related, type)
        return related

    def all_scopes(self) -> models.QuerySet[Any]:
        return models.QuerySet(self.scope_model)

    def grantable_anyhow(self, user: User) -> models.QuerySet[Any]:
        """Scopes where the user may give at least one role."""
        rule = models.Q(pk__in=())
        for role in self.roles.values:
            rule |= models.Q(pk__in=self.grantable(user, role).values("pk"))
        return self.all_scopes().filter(rule)

    def reference_of(self, scope: Any) -> str:
        return str(getattr(scope, self.reference))

    def scope_of(self, membership: Membership) -> Any:
        return getattr(membership, self.scope)

    def may_grant(self, user: User, scope: Any, role: str) -> bool:
        return role in self.roles.values and self.grantable(user, role).filter(pk=scope.pk).exists()

    def grantable_roles(self, user: User, scope: Any) -> list[str]:
        """Roles that the user may give in the scope."""
        return [role for role in self.roles.values if self.may_grant(user, scope, role)]

    def role_label(self, role: str) -> str:
        """The role in words; the bare code for one that no longer exists."""
        return str(dict(self.roles.choices).get(role, role))

    def scopes(self, found: models.QuerySet[Any]) -> models.QuerySet[Any]:
        """The same scopes with all that their names need."""
        return found.select_related(*self.related) if self.related else found

    def memberships(self) -> models.QuerySet[Any]:
        """Roles of this kind with the person and all that the scope's name needs."""
        scopes = [self.scope, *(f"{self.scope}__{path}" for path in self.related)]
        return self.model.objects.select_related("user", *scopes)

    def events(self) -> models.QuerySet[Any]:
        """The history of the roles of this kind."""
        model: Any = self.model
        event_model = model._meta.get_field("events").related_model
        scopes = [self.scope, *(f"{self.scope}__{path}" for path in self.related)]
        return models.QuerySet(event_model).select_related(*scopes)

    def held(self, user: User, scope: Any, role: str, on: date | None = None) -> Any:
        """The role of this person here that is in force on the day or begins later, or None."""
        day = on or timezone.localdate()
        return (
            self.memberships()
            .filter(models.Q(ends_on=None) | models.Q(ends_on__gte=day))
            .filter(user=user, role=role, **{self.scope: scope})
            .first()
        )


_kinds: dict[str, MembershipKind] = {}


def register(kind: MembershipKind) -> None:
    _kinds[kind.code] = kind


def kinds() -> Iterator[MembershipKind]:
    return iter(sorted(_kinds.values(), key=lambda one: one.position))


def kind(code: str) -> MembershipKind:
    """Raises KeyError for a kind that nobody registered."""
    return _kinds[code]


def kind_of(membership: Membership) -> MembershipKind:
    return next(one for one in _kinds.values() if isinstance(membership, one.model))


def active_memberships(user: Any) -> list[Membership]:
    """Every role in force of the user, read once per user object."""
    if not getattr(user, "is_authenticated", False):
        return []
    held: list[Membership] | None = getattr(user, "_active_memberships", None)
    if held is None:
        held = [
            membership
            for one in kinds()
            for membership in one.model.objects.active().filter(user=user).select_related(one.scope)
        ]
        user._active_memberships = held
    return held


def forget_memberships(user: Any) -> None:
    """After a change of roles, so that the same user object sees it."""
    user.__dict__.pop("_active_memberships", None)
    user.__dict__.pop("_membership_permissions", None)
