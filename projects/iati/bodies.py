"""Organisations of the portal as IATI knows them: their identifier, type and names."""

from __future__ import annotations

from typing import Any

from partners.enums import IdentifierScheme
from partners.models import Partner
from projects.iati.parts import Narratives, Organisation, clean, in_both

# The best known identifier first; other registers have no prefix that the standard knows.
_SCHEMES = (
    IdentifierScheme.IATI,
    IdentifierScheme.UA_EDR,
    IdentifierScheme.DAC_CHANNEL,
    IdentifierScheme.LEI,
    IdentifierScheme.ROR,
    IdentifierScheme.WIKIDATA,
)
GOVERNMENT, LOCAL_GOVERNMENT = "10", "11"


def edrpou_ref(code: str) -> str:
    """The identifier of a Ukrainian body: `UA-EDR-` and its EDRPOU code; empty without one."""
    return f"UA-EDR-{code}" if code else ""


def partner_ref(partner: Partner) -> str:
    held = {one.scheme: one.value for one in partner.identifiers.all()}
    for scheme in _SCHEMES:
        if value := held.get(scheme):
            return value if scheme == IdentifierScheme.IATI else f"{scheme}-{value}"
    return ""


def names_of_partner(partner: Partner) -> Narratives:
    return in_both(partner.name, partner.name_en)


def body_of_role(role: Any) -> tuple[str, str, Narratives]:
    """Identifier, type and names of who has a role; what the role itself says goes first."""
    ref, kind, names = role.org_ref, role.org_type, in_both(role.name, role.name_en)
    if role.partner is not None:
        known = (partner_ref(role.partner), role.partner.iati_type, names_of_partner(role.partner))
    elif role.office is not None:
        office = role.office
        known = (edrpou_ref(office.edrpou), GOVERNMENT, in_both(office.name, office.name_en))
    elif role.community is not None:
        unit = role.community
        known = ("", LOCAL_GOVERNMENT, in_both(unit.full_name, unit.full_name_en))
    elif role.oblast is not None:
        known = ("", GOVERNMENT, in_both(role.oblast.full_name, role.oblast.full_name_en))
    else:
        known = ("", "", names)
    return clean(ref or known[0]), kind or known[1], known[2]


def payer_of(row: Any) -> Organisation | None:
    """Who pays, of a transaction or planned payment."""
    return _party(row, "provider", row.provider, None)


def receiver_of(row: Any) -> Organisation | None:
    return _party(row, "receiver", row.receiver, row.receiver_community)


def _party(row: Any, side: str, partner: Any, community: Any) -> Organisation | None:
    said = Organisation(
        clean(getattr(row, f"{side}_ref")),
        getattr(row, f"{side}_type"),
        clean(getattr(row, f"{side}_activity")),
        in_both(getattr(row, f"{side}_name"), getattr(row, f"{side}_name_en")),
    )
    if partner is not None:
        names = names_of_partner(partner)
        ref, kind = said.ref or partner_ref(partner), said.kind or partner.iati_type
        return Organisation(ref, kind, said.activity, names)
    if community is not None:
        names = in_both(community.full_name, community.full_name_en)
        return Organisation(said.ref, said.kind or LOCAL_GOVERNMENT, said.activity, names)
    return said if said.ref or said.names else None
