"""Names of places from the rows of registers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.html import format_html, linebreaks
from django.utils.safestring import SafeString, mark_safe

from common.design.formats import current_language
from common.design.languages import NOTES, wording
from common.registers.fields import text_in
from communities.geography import MapPlace
from communities.templatetags.territory import ukraine_map_tag

register = template.Library()


@register.filter
def oblast_name(value: Mapping[str, Any] | None) -> str:
    """«Полтавська область», «Київ», "Poltava Oblast": as `Oblast.full_name` says it."""
    if not value:
        return ""
    name = text_in(value["name"])
    return f"{name} область" if name.endswith("ька") else name


@register.filter
def raion_name(value: Mapping[str, Any] | None) -> str:
    """«Миргородський район», "Myrhorodskyi Raion"."""
    if not value:
        return ""
    name = text_in(value["name"])
    return f"{name} Raion" if current_language() == "en" else f"{name} район"


@register.simple_tag
def bilingual_text(thing: object, name: str) -> SafeString:
    """As `bilingual`, for a text of several paragraphs."""
    words = wording(thing, name)
    paragraphs = mark_safe(linebreaks(words.text, autoescape=True))  # noqa: S308 - escaped
    if not words.is_fallback:
        return paragraphs
    note = NOTES[words.language]
    return format_html(
        '<p class="translated">({})</p><div lang="{}">{}</div>', note, words.language, paragraphs
    )


# Sevastopol has no outline of its own on the map, Kyiv hardly one: a point marks the two cities.
CITIES = {
    "UA80000000000093317": (50.4501, 30.5234),
    "UA85000000000065278": (44.6167, 33.5254),
}


@register.inclusion_tag("communities/_map.html")
def lit_map(code: str, title: str) -> dict[str, Any]:
    """The map of Ukraine with one first-level unit lit up."""
    places = [MapPlace(*CITIES[code], title)] if code in CITIES else []
    return ukraine_map_tag(places, oblasts=[code], title=title)
