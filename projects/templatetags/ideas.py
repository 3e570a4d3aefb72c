"""Ideas in templates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template

from common.design.parts import Pill
from projects.idea_words import idea_pill

register = template.Library()


@register.filter
def idea_pill_of(status: Mapping[str, Any]) -> Pill:
    """`{{ row.status|idea_pill_of }}` of a row of the register."""
    return idea_pill(str(status["code"]))


@register.filter
def pill_of_idea(status: str) -> Pill:
    """`{{ idea.status|pill_of_idea }}` of a record."""
    return idea_pill(status)
