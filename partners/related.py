"""What higher apps add to the pages of partners and agreements: a registry, so that this app need
not know them. A section is the same as on the page of a place.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from communities.places import PlaceSection
from partners.models import Agreement, Partner

PartnerSection = Callable[[Partner, Any], PlaceSection | None]
AgreementSection = Callable[[Agreement, Any], PlaceSection | None]

_of_partners: list[PartnerSection] = []
_of_agreements: list[AgreementSection] = []


def add_partner_section(section: PartnerSection) -> None:
    """Show `section(partner, user)` on the page of every partner; once however often added."""
    if section not in _of_partners:
        _of_partners.append(section)


def add_agreement_section(section: AgreementSection) -> None:
    """Show `section(agreement, user)` on the page of every agreement."""
    if section not in _of_agreements:
        _of_agreements.append(section)


def sections_of_partner(partner: Partner, user: Any) -> list[PlaceSection]:
    return [found for section in _of_partners if (found := section(partner, user))]


def sections_of_agreement(agreement: Agreement, user: Any) -> list[PlaceSection]:
    return [found for section in _of_agreements if (found := section(agreement, user))]
