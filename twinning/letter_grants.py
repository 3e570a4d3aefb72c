"""Rows of the role → permission table about letters."""

from __future__ import annotations

from accounts.roles import grant

SEE = (
    "twinning.view_letter",
    "twinning.view_lettertemplate",
    "twinning.view_letterhead",
)
KEEP = (
    "twinning.add_lettertemplate",
    "twinning.change_lettertemplate",
    "twinning.change_letter",
    "twinning.change_letterhead",
)


def register_letter_grants() -> None:
    """Letters are written on their pages; templates in the administration."""
    keep = (*SEE, *KEEP)
    grant({"office.head": keep, "office.officer": keep, "office.analyst": SEE})
