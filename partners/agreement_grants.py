"""Rows of the role → permission table about agreements."""

from __future__ import annotations

from accounts.roles import grant

PARTS = (
    "agreement",
    "agreementparty",
    "agreementpartner",
    "agreementtheme",
    "agreementsignatory",
    "agreementstep",
    "agreementfile",
    "agreementamendment",
    "agreementrow",
)
SEE = tuple(f"partners.view_{part}" for part in PARTS)


def register_agreement_grants() -> None:
    """Changes go through the services, from the pages and from the administration alike."""
    keep = (*SEE, "partners.add_agreement", "partners.change_agreement")
    grant({"office.head": keep, "office.officer": keep, "office.analyst": SEE})
