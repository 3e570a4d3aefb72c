"""Rows of the role → permission table about municipalities abroad."""

from __future__ import annotations

from accounts.roles import grant

SEE = ("twinning.view_municipality",)
KEEP = ("twinning.add_municipality", "twinning.change_municipality")


def register_grants() -> None:
    grant(
        {
            "office.head": (*SEE, *KEEP),
            "office.officer": (*SEE, *KEEP),
            "office.analyst": SEE,
        }
    )
