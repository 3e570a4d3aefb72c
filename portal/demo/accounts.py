"""One account of each role, for the people who try the portal."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import translation

from accounts.memberships import kind
from portal.demo.content import read


@dataclass(frozen=True)
class DemoAccount:
    role: str
    email: str


def one_of_each_role() -> list[DemoAccount]:
    """In the order of the content: administrator, office, community, partner, newcomer."""
    found: dict[str, DemoAccount] = {}
    with translation.override("en"):
        for person in read("people"):
            role = _role_of(person)
            found.setdefault(role, DemoAccount(role, person["email"]))
    return list(found.values())


def _role_of(person: dict[str, object]) -> str:
    if person.get("is_superuser"):
        return "portal administrator"
    memberships = person["memberships"]
    assert isinstance(memberships, list)
    if not memberships:
        return "newcomer, asks for a role"
    first = memberships[0]
    one = kind(first["kind"])
    return f"{str(one.label).lower()}: {one.role_label(first['role'])}"
