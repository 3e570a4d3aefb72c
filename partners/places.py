"""What the pages of oblasts say of partners."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from common.design.languages import wording
from common.design.parts import Link
from communities.models import Oblast
from communities.places import PlaceSection, add_oblast_section
from partners.models import Partner

NAMED = 8


def partners_here(oblast: Oblast, user: Any) -> PlaceSection | None:
    """The active partners that work in the oblast: some by name, all by a link."""
    rows = Partner.objects.visible_to(user).current().filter(oblasts=oblast)
    named = [
        Link(wording(one, "name").text, one.get_absolute_url())
        for one in rows.in_ukrainian_order()[:NAMED]
    ]
    if not named:
        return None
    return PlaceSection(
        title=_("Partners who work here"),
        anchor="partners",
        links=named,
        url=f"{reverse('partners:partner-list')}?oblasts={oblast.code}",
        url_label=_("All partners of the oblast"),
    )


def register_sections() -> None:
    add_oblast_section(partners_here)
