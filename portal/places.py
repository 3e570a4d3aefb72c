"""What the portal adds to the pages of places: the partners that work there."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.design.formats import number
from common.design.languages import wording
from common.design.parts import Link
from communities.models import Community, Oblast
from communities.places import PlaceSection, add_community_section, add_oblast_section
from partners.models import Partner

MOST_SHOWN = 12


def partners_of_oblast(oblast: Oblast, user: Any) -> PlaceSection | None:
    """The partners that the viewer may see and that say they work in the oblast."""
    rows = Partner.objects.visible_to(user).current().filter(oblasts=oblast)
    shown = list(rows.in_ukrainian_order()[: MOST_SHOWN + 1])
    if not shown:
        return None
    count = len(shown) if len(shown) <= MOST_SHOWN else rows.count()
    return PlaceSection(
        title=_("Partners that work here"),
        anchor="partners",
        lead=_sentence(count),
        links=[_link(partner) for partner in shown[:MOST_SHOWN]],
        url=f"{reverse('partners:partner-list')}?oblasts={oblast.code}",
        url_label=_("All of them, with filters"),
    )


def partners_of_community(community: Community, user: Any) -> PlaceSection | None:
    """A partner names the oblasts where it works: they may work in this community too."""
    return partners_of_oblast(community.oblast, user)


def _sentence(count: int) -> str:
    text = ngettext(
        "%(count)s partner works in the oblast.", "%(count)s partners work in the oblast.", count
    )
    return text % {"count": number(count)}


def _link(partner: Partner) -> Link:
    return Link(partner.acronym or wording(partner, "name").text, partner.get_absolute_url())


def add_sections() -> None:
    add_oblast_section(partners_of_oblast)
    add_community_section(partners_of_community)
