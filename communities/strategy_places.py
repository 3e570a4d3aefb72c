"""What the pages of oblasts say of strategies."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from common.design.languages import wording
from common.design.parts import Link
from communities.models import Oblast, Strategy
from communities.places import PlaceSection, add_oblast_section


def strategies_of_oblast(oblast: Oblast, user: Any) -> PlaceSection | None:
    rows = Strategy.objects.visible_to(user).current().filter(oblast=oblast)
    links = [
        Link(wording(one, "title").text, one.get_absolute_url(), note=one.period)
        for one in rows.order_by("-starts_year", "sort_key")[:5]
    ]
    if not links:
        return None
    return PlaceSection(
        title=_("Strategies"),
        anchor="strategies",
        links=links,
        url=f"{reverse('strategies:strategy-list')}?oblast={oblast.code}",
        url_label=_("All strategies of the oblast"),
    )


def register_strategy_sections() -> None:
    add_oblast_section(strategies_of_oblast)
