"""The map of Ukraine on a page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from communities.geography import MapPlace, ukraine_map

register = template.Library()

MARGIN = 8  # map units around, so that a point on the coast is not cut
MANY = 20


@register.inclusion_tag("communities/_map.html", name="ukraine_map")
def ukraine_map_tag(
    places: Iterable[MapPlace] = (), oblasts: Iterable[str] = (), title: str = ""
) -> dict[str, Any]:
    """Ukraine with points, and with the oblasts of these KATOTTG codes lit up.

    {% ukraine_map places oblasts=codes title=_("Where the community lies") %}
    """
    places = list(places)
    lit = set(oblasts)
    drawn = ukraine_map()
    # What is lit comes last, so that its border is not covered by the neighbours.
    outlines = sorted((code in lit, path) for code, path in drawn.oblasts.items())
    return {
        "view_box": f"{-MARGIN} {-MARGIN} {drawn.width + 2 * MARGIN} {drawn.height + 2 * MARGIN}",
        "radius": 4 if len(places) > MANY else 9,
        "oblasts": outlines,
        "places": places,
        "title": title or _title(places),
    }


def _title(places: list[MapPlace]) -> str:
    if not places:
        return _("Map of Ukraine")
    if len(places) == 1:
        return _("Map of Ukraine: %(place)s") % {"place": places[0].label}
    text = ngettext(
        "Map of Ukraine with %(count)d place", "Map of Ukraine with %(count)d places", len(places)
    )
    return text % {"count": len(places)}
