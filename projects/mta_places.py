"""What the page of a community says of property received as technical assistance."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.design.formats import long_date, number
from common.design.languages import wording
from common.design.parts import Link
from communities.models import Community
from communities.places import PlaceSection, add_community_section
from projects.models import ReceivedProperty

SHOWN = 5


def property_of_community(community: Community, user: Any) -> PlaceSection | None:
    """The latest, and all of it with filters. Two queries."""
    rows = ReceivedProperty.objects.visible_to(user).current().filter(recipient=community)
    count = rows.count()
    if not count:
        return None
    latest = rows.select_related("project").order_by("-booked_on", "-pk")[:SHOWN]
    text = ngettext(
        "%(count)s entry of property that the community has received",
        "%(count)s entries of property that the community has received",
        count,
    )
    query = urlencode({"community": community.code})
    return PlaceSection(
        title=_("Property received as technical assistance"),
        anchor="property",
        lead=f"{text % {'count': number(count)}}.",
        links=[
            Link(
                wording(one, "description").text,
                one.get_absolute_url(),
                note=long_date(one.booked_on),
            )
            for one in latest
        ],
        url=f"{reverse('projects:property-list')}?{query}",
        url_label=_("All of them, with filters"),
    )


def register_mta_sections() -> None:
    add_community_section(property_of_community)
