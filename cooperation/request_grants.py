"""Rows of the role → permission table about requests."""

from __future__ import annotations

from accounts.roles import grant

PARTS = (
    "coordinationrequest",
    "requesttheme",
    "requestlink",
    "requestentry",
    "requestmention",
    "requestfile",
)
SEE = tuple(f"cooperation.view_{part}" for part in PARTS)


def register_request_grants() -> None:
    """The administration changes through the same services as the pages."""
    keep = (*SEE, "cooperation.change_coordinationrequest")
    grant({"office.head": keep, "office.officer": keep, "office.analyst": SEE})
