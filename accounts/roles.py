"""The readable table: which role may do what. Each app adds its own rows in `AppConfig.ready()`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

# role code "<kind>.<role>" → permissions "app.codename" (Django's own permissions)
_grants: dict[str, set[str]] = defaultdict(set)
# role code → sentences for people
_words: dict[str, list[_StrPromise]] = defaultdict(list)


def grant(table: Mapping[str, Iterable[str]]) -> None:
    """Add rows: `{"office.officer": ("partners.change_partner", …)}`."""
    for role, permissions in table.items():
        _grants[role].update(permissions)


def explain(words: Mapping[str, _StrPromise]) -> None:
    """Say in a sentence what a role is for; several apps may each add theirs."""
    for role, sentence in words.items():
        if sentence not in _words[role]:
            _words[role].append(sentence)


def table() -> dict[str, frozenset[str]]:
    """The whole table, sorted by role."""
    return {role: frozenset(_grants[role]) for role in sorted(_grants)}


def words(role: str) -> list[_StrPromise]:
    return list(_words.get(role, ()))


def group_name(kind: str, role: str) -> str:
    return f"{kind}.{role}"
