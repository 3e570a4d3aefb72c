"""The role → permission table in words, and its way into the database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.utils.translation import pgettext_lazy

from accounts.memberships import kind, kinds
from accounts.roles import group_name, table, words

VERBS = {
    "view": pgettext_lazy("permission", "see"),
    "add": pgettext_lazy("permission", "add"),
    "change": pgettext_lazy("permission", "change"),
    "delete": pgettext_lazy("permission", "remove"),
}


class UnknownPermission(Exception):
    """The table names permissions that no model has."""

    def __init__(self, names: Iterable[str]) -> None:
        super().__init__(", ".join(sorted(names)))


@dataclass(frozen=True)
class RoleRow:
    """One role: where it is held, its name, what it is for, and what it may do by verb."""

    code: str
    kind: str
    role: str
    words: str
    may: list[tuple[str, list[str]]]


def role_codes() -> list[str]:
    """Every role there is, in the order of pages, permissions or not."""
    return [group_name(one.code, role) for one in kinds() for role in one.roles.values]


def readable_table() -> list[RoleRow]:
    return [_row(code) for code in role_codes()]


def _row(code: str) -> RoleRow:
    kind_code, role = code.split(".")
    one = kind(kind_code)
    return RoleRow(
        code=code,
        kind=str(one.label),
        role=one.role_label(role),
        words=" ".join(str(sentence) for sentence in words(code)),
        may=_by_verb(_found(table().get(code, frozenset()))),
    )


def _by_verb(permissions: Iterable[Permission]) -> list[tuple[str, list[str]]]:
    things: dict[str, list[str]] = defaultdict(list)
    for permission in permissions:
        verb = permission.codename.partition("_")[0]
        model = permission.content_type.model_class()
        name = model._meta.verbose_name_plural if model else permission.name
        things[verb].append(str(name))
    return [(str(VERBS[verb]), sorted(things[verb])) for verb in VERBS if verb in things]


def _found(names: frozenset[str]) -> list[Permission]:
    """The rows of these "app.codename". Raises UnknownPermission when one is missing."""
    wanted = [name.split(".") for name in names]
    rows = Permission.objects.select_related("content_type").filter(
        content_type__app_label__in={app for app, _codename in wanted},
        codename__in={codename for _app, codename in wanted},
    )
    found = {f"{row.content_type.app_label}.{row.codename}": row for row in rows}
    missing = names - found.keys()
    if missing:
        raise UnknownPermission(missing)
    return [found[name] for name in sorted(names)]


@transaction.atomic
def apply_roles() -> list[str]:
    """Make the groups of the database what the table says; the changes made, as lines.

    Groups that are no role of the table are removed: roles are given by memberships alone.
    Raises UnknownPermission, and then changes nothing.
    """
    changes = [f"- {group.name}" for group in Group.objects.exclude(name__in=role_codes())]
    Group.objects.exclude(name__in=role_codes()).delete()
    for code in role_codes():
        changes += _apply(code, table().get(code, frozenset()))
    return changes


def _apply(code: str, names: frozenset[str]) -> list[str]:
    group, created = Group.objects.get_or_create(name=code)
    before = {
        f"{app}.{codename}"
        for app, codename in group.permissions.values_list("content_type__app_label", "codename")
    }
    if before != names:
        group.permissions.set(_found(names))
    if created:
        return [f"+ {code}: {len(names)} permissions"]
    return [
        *(f"  {code}: + {name}" for name in sorted(names - before)),
        *(f"  {code}: - {name}" for name in sorted(before - names)),
    ]
