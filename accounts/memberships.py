"""The kinds of membership. Higher apps register theirs, so that accounts need not know them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import models

from accounts.models import Membership, User

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class MembershipKind:
    """One kind of membership: in an office, in a community, in a partner.

    `scope` is the name of the foreign key to what one is a member of. `can_grant(user, scope,
    role)` says who may invite, approve or end; `approvers(scope)` who is asked.
    """

    code: str
    label: _StrPromise
    model: type[Membership]
    scope: str
    roles: type[models.TextChoices]
    can_grant: Callable[[User, Any, str], bool]
    approvers: Callable[[Any], models.QuerySet[User]]
    # Scopes a person may ask for, narrowed by a few typed letters; at most 20.
    search: Callable[[str], models.QuerySet[Any]]
    # Scopes of which a user may grant roles.
    grantable: Callable[[User], models.QuerySet[Any]]

    @property
    def scope_model(self) -> type[models.Model]:
        related = self.model._meta.get_field(self.scope).related_model
        assert isinstance(related, type)
        return related

    def of(self, user: User) -> models.QuerySet[Membership]:
        return self.model.objects.filter(user=user)  # type: ignore[attr-defined,no-any-return]


_kinds: dict[str, MembershipKind] = {}


def register(kind: MembershipKind) -> None:
    _kinds[kind.code] = kind


def kinds() -> Iterator[MembershipKind]:
    return iter(_kinds.values())


def kind(code: str) -> MembershipKind:
    """Raises KeyError for a kind that nobody registered."""
    return _kinds[code]


def active_memberships(user: Any) -> list[Membership]:
    """Every role in force of the user, read once per user object."""
    if not getattr(user, "is_authenticated", False):
        return []
    held: list[Membership] | None = getattr(user, "_active_memberships", None)
    if held is None:
        held = [
            membership
            for one in kinds()
            for membership in one.model.objects.active()  # type: ignore[attr-defined]
            .filter(user=user)
            .select_related(one.scope)
        ]
        user._active_memberships = held
    return held


def forget_memberships(user: Any) -> None:
    """After a change of roles, so that the same user object sees it."""
    user.__dict__.pop("_active_memberships", None)
