"""Strategies in templates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template

from common.design.parts import Pill
from communities.views.strategies import status_pill

register = template.Library()


@register.filter
def strategy_pill(status: Mapping[str, Any]) -> Pill:
    """`{{ row.status|strategy_pill }}` of a row of the register."""
    return status_pill(str(status["code"]))
