"""Rows of the role → permission table about municipalities abroad."""

from __future__ import annotations

from accounts.roles import grant

SEE = (
    "twinning.view_municipality",
    "twinning.view_twinlink",
    "twinning.view_twinlinkstage",
    "twinning.view_twinactivity",
)
KEEP = (
    "twinning.add_municipality",
    "twinning.change_municipality",
    "twinning.add_twinlink",
    "twinning.change_twinlink",
    "twinning.add_twinactivity",
)


def register_grants() -> None:
    grant(
        {
            "office.head": (*SEE, *KEEP),
            "office.officer": (*SEE, *KEEP),
            "office.analyst": SEE,
        }
    )
