"""Partners of a trial and the people one knows there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.utils import timezone

from accounts.models import User
from common.codelists.models import Theme
from communities.models import Oblast, Office
from partners.data import ContactData, PartnerData
from partners.enums import IdentifierScheme, PartnerOrigin, PartnerStatus
from partners.identifiers import Identifier
from partners.models import Partner
from partners.services.contacts import add_contact
from partners.services.partners import register_partner
from partners.services.statuses import archive_partner
from portal.demo.content import Entry

SCHEMES = {
    "iati": IdentifierScheme.IATI,
    "ror": IdentifierScheme.ROR,
    "wikidata": IdentifierScheme.WIKIDATA,
    "lei": IdentifierScheme.LEI,
    "ua_edr": IdentifierScheme.UA_EDR,
    "xm_dac": IdentifierScheme.DAC_CHANNEL,
}
PLAIN = (
    "name",
    "name_en",
    "acronym",
    "kind",
    "iati_type",
    "country",
    "website",
    "description",
    "description_en",
    "visibility",
)
OF_A_CONTACT = ("full_name", "position", "position_en", "email", "phone", "language", "note")


def make_partner(
    entry: Entry,
    *,
    actor: User,
    office: Office | None,
    parent: Partner | None,
    themes: Mapping[str, Theme],
    oblasts: Mapping[str, Oblast],
) -> str:
    """Register the partner, archive it if the entry says so; its address."""
    data = PartnerData(
        **{name: entry[name] for name in PLAIN},
        languages=tuple(entry["languages"]),
        parent=parent,
        themes=tuple(themes[key] for key in entry["themes"]),
        oblasts=tuple(oblasts[code] for code in entry["oblasts"]),
        identifiers=tuple(
            Identifier(SCHEMES[one["scheme"]].value, one["value"]) for one in entry["identifiers"]
        ),
    )
    is_archived = entry["status"] == PartnerStatus.ARCHIVED
    partner = register_partner(
        actor=actor,
        data=data,
        status=PartnerStatus.ACTIVE if is_archived else entry["status"],
        origin=PartnerOrigin.DEMO,
        origin_note=entry["source"],
        curated_by=office,
    )
    if is_archived:
        archive_partner(actor=actor, partner=partner, reason=entry["archive_reason"])
    return str(partner.slug)


def make_contact(entry: Entry, *, actor: User, partner: Partner) -> str:
    """Nobody is kept longer than agreed, and nobody is added to a partner that is archived."""
    until = date.fromisoformat(entry["retention_until"])
    if partner.status == PartnerStatus.ARCHIVED or until < timezone.localdate():
        return ""
    data = ContactData(
        **{name: entry[name] for name in OF_A_CONTACT},
        consent_on=date.fromisoformat(entry["consent_on"]),
        retention_until=until,
    )
    return str(add_contact(actor=actor, partner=partner, data=data).public_id)
