"""Rows of the role → permission table about meetings."""

from __future__ import annotations

from accounts.roles import grant

PARTS = (
    "meeting",
    "agendaitem",
    "participant",
    "meetingfile",
    "meetingstep",
    "decision",
    "meetingtask",
)
SEE = tuple(f"cooperation.view_{part}" for part in PARTS)


def register_meeting_grants() -> None:
    """Changes go through the services, from the pages and from the administration alike."""
    keep = (*SEE, "cooperation.change_meeting")
    grant({"office.head": keep, "office.officer": keep, "office.analyst": SEE})
