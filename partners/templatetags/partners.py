from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template

from common.design.parts import Pill
from partners.words import status_pill

register = template.Library()


@register.filter
def pill_of(code: Mapping[str, Any]) -> Pill:
    """The status of a row of the register as a labelled pill."""
    return status_pill(code["code"])


@register.filter
def pill_of_status(status: str) -> Pill:
    return status_pill(status)
