"""Permissions from memberships: a role in force gives the permissions of its group."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.models import Permission

from accounts.memberships import active_memberships, kinds
from accounts.roles import group_name


class MembershipBackend(BaseBackend):
    """Answers `has_perm` without an object. Rows are the business of each app's predicates."""

    def get_user_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        if not user_obj.is_active or user_obj.is_anonymous or obj is not None:
            return set()
        held: set[str] | None = getattr(user_obj, "_membership_permissions", None)
        if held is None:
            held = _permissions(user_obj)
            user_obj._membership_permissions = held
        return held

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        return self.get_user_permissions(user_obj, obj)

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        return perm in self.get_all_permissions(user_obj, obj)

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        """Whether the administration shows the app in its menu at all."""
        return any(one.startswith(f"{app_label}.") for one in self.get_all_permissions(user_obj))


def _permissions(user: Any) -> set[str]:
    codes = {one.model: one.code for one in kinds()}
    groups = {group_name(codes[type(one)], one.role) for one in active_memberships(user)}
    if not groups:
        return set()
    found = Permission.objects.filter(group__name__in=groups).values_list(
        "content_type__app_label", "codename"
    )
    return {f"{app}.{codename}" for app, codename in found}
