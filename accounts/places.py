"""Offices, communities and partners as places where one holds a role, found by typing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet

from accounts.memberships import MembershipKind, kind, kinds

MOST_OF_A_KIND = 10

Scopes = Callable[[MembershipKind], QuerySet[Any]]


@dataclass(frozen=True)
class Place:
    """A scope with its names in the language of the moment."""

    kind: MembershipKind
    scope: Any

    @property
    def name(self) -> str:
        return self.kind.name(self.scope)

    @property
    def hint(self) -> str:
        return self.kind.hint(self.scope)

    @property
    def reference(self) -> str:
        return self.kind.reference_of(self.scope)

    @property
    def url(self) -> str:
        return str(self.scope.get_absolute_url())

    @property
    def choose_url(self) -> str:
        """Chooses this place on the page where it was found."""
        return "?" + urlencode({"kind": self.kind.code, "place": self.reference})


def find_places(scopes: Scopes, text: str) -> list[Place]:
    """What the typed words may mean, a few of each kind; nothing for an empty text."""
    if not text.strip():
        return []
    return [
        Place(one, scope)
        for one in kinds()
        for scope in one.scopes(one.narrow(scopes(one), text))[:MOST_OF_A_KIND]
    ]


def place_at(scopes: Scopes, code: str, reference: str) -> Place | None:
    """The place that an address names; None when it is none of `scopes`."""
    try:
        one = kind(code)
    except KeyError:
        return None
    scope = one.scopes(scopes(one)).filter(**{one.reference: reference}).first()
    return Place(one, scope) if scope else None


def only_place(scopes: Scopes) -> Place | None:
    """The place, when there is just one to choose: a coordinator has one community."""
    found = [Place(one, scope) for one in kinds() for scope in one.scopes(scopes(one))[:2]]
    return found[0] if len(found) == 1 else None
