"""The readable table: which role may do what. Each app adds its own rows in `AppConfig.ready()`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

# role code "<kind>.<role>" → permissions "app.codename" (Django's own permissions)
_grants: dict[str, set[str]] = defaultdict(set)


def grant(table: Mapping[str, Iterable[str]]) -> None:
    """Add rows: `{"office.officer": ("partners.change_partner", …)}`."""
    for role, permissions in table.items():
        _grants[role].update(permissions)


def table() -> dict[str, frozenset[str]]:
    """The whole table, sorted by role."""
    return {role: frozenset(_grants[role]) for role in sorted(_grants)}


def group_name(kind: str, role: str) -> str:
    return f"{kind}.{role}"
