"""What higher apps add to the pages of partners and agreements: a registry, so that this app need
not know them. A section is the same as on the page of a place.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from accounts.models import User
from communities.places import PlaceSection
from partners.models import Agreement, Partner

PartnerSection = Callable[[Partner, Any], PlaceSection | None]
AgreementSection = Callable[[Agreement, Any], PlaceSection | None]


@dataclass(frozen=True)
class Occasion:
    """A record of a higher app, at `url`, for which somebody enters an agreement.

    `known` fills fields of the form in. `take(actor, agreement)` is called once the agreement
    stands; it answers what hindered it, in words, or nothing.
    """

    label: str
    url: str
    known: Mapping[str, Any]
    take: Callable[[User, Agreement], str]


# The record that a key names, if there is one for which this person may do that.
FindOccasion = Callable[[Any, str], Occasion | None]

_of_partners: list[PartnerSection] = []
_of_agreements: list[AgreementSection] = []
_occasions: dict[str, FindOccasion] = {}


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


def add_agreement_occasion(name: str, find: FindOccasion) -> None:
    """`?name=key` in the address of a new agreement names a record that waits for it."""
    _occasions[name] = find


def occasion_of(user: Any, asked: Mapping[str, str]) -> Occasion | None:
    found = (find(user, asked[name]) for name, find in _occasions.items() if asked.get(name))
    return next((one for one in found if one), None)
