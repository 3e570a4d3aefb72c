"""Rows of the role → permission table about ideas."""

from __future__ import annotations

from accounts.roles import grant

PARTS = (
    "projectidea",
    "ideacommunity",
    "ideatheme",
    "ideagoal",
    "ideafile",
    "ideastep",
    "ideainterest",
)
SEE = tuple(f"projects.view_{part}" for part in PARTS)


def register_idea_grants() -> None:
    """The administration changes through the same services as the pages."""
    keep = (*SEE, "projects.change_projectidea")
    grant({"office.head": keep, "office.officer": keep, "office.analyst": SEE})
