"""What the pages of communities, oblasts and partners say of agreements."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.design.formats import long_date, number
from common.design.parts import Link
from communities.models import Community, Oblast
from communities.places import (
    PlaceSection,
    add_community_section,
    add_oblast_section,
    first_of,
    short_title,
)
from partners.models import Agreement, AgreementPartner, AgreementParty, Partner

SHOWN = 8


def agreements_of_oblast(oblast: Oblast, user: Any) -> PlaceSection | None:
    """Concluded by its communities, its council or its administration."""
    linked = AgreementParty.objects.filter(oblast=oblast).values("agreement")
    return _section(_rows(user).filter(pk__in=linked), {"oblast": oblast.code})


def agreements_of_community(community: Community, user: Any) -> PlaceSection | None:
    linked = AgreementParty.objects.filter(community=community).values("agreement")
    return _section(_rows(user).filter(pk__in=linked), {"community": community.code})


def agreements_of_partner(partner: Partner, user: Any) -> PlaceSection | None:
    linked = AgreementPartner.objects.filter(partner=partner).values("agreement")
    return _section(_rows(user).filter(pk__in=linked), {"partner": str(partner.public_id)})


def _rows(user: Any) -> Any:
    return Agreement.objects.visible_to(user).current().newest_first()


def _section(rows: Any, query: dict[str, str]) -> PlaceSection | None:
    found, count = first_of(rows, SHOWN)
    if not found:
        return None
    text = ngettext("%(count)s agreement.", "%(count)s agreements.", count)
    return PlaceSection(
        title=_("Agreements"),
        anchor="agreements",
        lead=text % {"count": number(count)},
        links=[_link(one) for one in found],
        url=f"{reverse('agreements:agreement-list')}?{urlencode(query)}",
        url_label=_("All of them, with filters"),
    )


def _link(agreement: Agreement) -> Link:
    day = long_date(agreement.signed_on) if agreement.signed_on else ""
    return Link(short_title(agreement), agreement.get_absolute_url(), note=day)


def register_agreement_sections() -> None:
    add_oblast_section(agreements_of_oblast)
    add_community_section(agreements_of_community)
