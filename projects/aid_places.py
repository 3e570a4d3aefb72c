"""What the pages of communities, oblasts and partners say of aid received."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.design.formats import number
from common.design.languages import wording
from common.design.parts import Link
from communities.models import Community, Oblast
from communities.places import PlaceSection, add_community_section, add_oblast_section, first_of
from partners.models import Partner
from partners.related import add_partner_section
from projects.aid_words import measured
from projects.models import AidDelivery, Project

SHOWN = 8


def aid_of_community(community: Community, user: Any) -> PlaceSection | None:
    return _section(_rows(user).filter(community=community), {"community": community.code})


def aid_of_oblast(oblast: Oblast, user: Any) -> PlaceSection | None:
    """For the oblast as a whole and for its communities."""
    return _section(_rows(user).filter(oblast=oblast), {"oblast": oblast.code})


def aid_of_partner(partner: Partner, user: Any) -> PlaceSection | None:
    return _section(_rows(user).filter(partner=partner), {"partner": str(partner.public_id)})


def aid_of_project(project: Project, user: Any) -> PlaceSection | None:
    return _section(_rows(user).filter(project=project), {"project": project.reference})


def _rows(user: Any) -> Any:
    return AidDelivery.objects.visible_to(user).current().newest_first()


def _section(rows: Any, query: dict[str, str]) -> PlaceSection | None:
    found, count = first_of(rows, SHOWN)
    if not found:
        return None
    text = ngettext("%(count)s record of aid.", "%(count)s records of aid.", count)
    return PlaceSection(
        title=_("Aid received"),
        anchor="aid",
        lead=text % {"count": number(count)},
        links=[
            Link(
                wording(one, "name").text,
                one.get_absolute_url(),
                note=measured(one.quantity, one.unit),
            )
            for one in found
        ],
        url=f"{reverse('aid:aid-totals')}?{urlencode(query)}",
        url_label=_("Totals"),
    )


def register_aid_sections() -> None:
    add_community_section(aid_of_community)
    add_oblast_section(aid_of_oblast)
    add_partner_section(aid_of_partner)
