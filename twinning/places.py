"""What twinning adds to the pages of communities."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from common.design.parts import Link
from communities.models import Community
from communities.places import PlaceSection, add_community_section


def finder_section(community: Community, user: Any) -> PlaceSection | None:
    """The way from a community to places abroad like it."""
    if community.is_withdrawn:
        return None
    url = f"{reverse('twinning:finder')}?community={community.code}"
    return PlaceSection(
        title=_("Partner cities to be"),
        anchor="finder",
        lead=_("Cities and towns abroad that are like this community, with the reason for each."),
        links=[Link(_("Find a partner city"), url)],
    )


def register_sections() -> None:
    add_community_section(finder_section)
