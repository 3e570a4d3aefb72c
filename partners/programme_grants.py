"""Rows of the role → permission table about programmes."""

from __future__ import annotations

from accounts.roles import grant

PARTS = (
    "programme",
    "programmerole",
    "programmecomponent",
    "programmetheme",
    "programmeterritory",
)
SEE = tuple(f"partners.view_{part}" for part in PARTS)


def register_programme_grants() -> None:
    """Changes go through the services; the administration reads."""
    keep = (*SEE, "partners.change_programme")
    grant({"office.head": keep, "office.officer": keep, "office.analyst": SEE})
