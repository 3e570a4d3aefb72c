"""Rows of the role → permission table about partners and their contact persons."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.roles import explain, grant

SEE = (
    "partners.view_partner",
    "partners.view_partneridentifier",
    "partners.view_partnertheme",
    "partners.view_partneroblast",
    "partners.view_contactperson",
    "codelists.view_theme",
)
KEEP = (
    "partners.add_partner",
    "partners.change_partner",
    "partners.add_partneridentifier",
    "partners.change_partneridentifier",
    "partners.delete_partneridentifier",
    "partners.add_partnertheme",
    "partners.delete_partnertheme",
    "partners.add_partneroblast",
    "partners.delete_partneroblast",
    "partners.add_contactperson",
    "partners.change_contactperson",
)


def register_grants() -> None:
    grant(
        {
            "office.head": (*SEE, *KEEP, "partners.view_partnermembership"),
            "office.officer": (*SEE, *KEEP, "partners.view_partnermembership"),
            "office.analyst": SEE,
            "partner.representative": (),
            "partner.client": (),
        }
    )
    explain(
        {
            "partner.representative": _(
                "Speaks for the partner: reads what registered people may read."
            ),
            "partner.client": _("Reads what registered people may read, and nothing else."),
        }
    )
