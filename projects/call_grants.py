"""Rows of the role → permission table about calls, aid received and exchange rates."""

from __future__ import annotations

from accounts.roles import grant

PARTS = (
    "call",
    "calltheme",
    "calloblast",
    "callfile",
    "linkcheck",
    "aiddelivery",
    "aidfile",
)
SEE = (*(f"projects.view_{part}" for part in PARTS), "money.view_exchangerate")
KEEP = (*SEE, "projects.change_call", "projects.change_aiddelivery")


def register_call_and_aid_grants() -> None:
    """Changes go through the pages; the administration reads."""
    grant({"office.head": KEEP, "office.officer": KEEP, "office.analyst": SEE})
