"""A word beside an address at which letters do not arrive."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template

from common.notifications.models import DeadAddress

register = template.Library()


@register.inclusion_tag("notifications/_dead_address.html")
def dead_address(dead: Mapping[str, DeadAddress], address: str) -> dict[str, Any]:
    """`dead`: what `addresses.dead_among` found for the whole page. Nothing for a good one."""
    return {"found": dead.get(address.lower())}
