"""Twin links from the rows of their register."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template

from common.design.parts import Pill
from common.registers.templatetags.registers import by_language, named
from twinning.views.links import stage_pill as pill_of_stage

register = template.Library()


@register.filter
def sides(row: Mapping[str, Any]) -> str:
    """«Полтавська – Фільдерштадт»."""
    return f"{by_language(row['home'])} – {named(row['municipality'])}"


@register.filter
def stage_pill(code: Mapping[str, Any]) -> Pill:
    return pill_of_stage(code["code"])
