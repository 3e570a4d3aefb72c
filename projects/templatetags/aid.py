"""Rows of aid received in templates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template

from common.design.parts import Pill
from projects.aid_totals import Group
from projects.aid_words import measured, pill_unless_published, row_donor

register = template.Library()


@register.filter
def aid_pill(row: Mapping[str, Any]) -> Pill | None:
    """Drafts are marked, for those who see them."""
    status = row.get("record_status")
    return pill_unless_published(status["code"]) if status else None


@register.filter
def aid_quantity(row: Mapping[str, Any]) -> str:
    return measured(row["quantity"], row["unit"]["code"])


@register.filter
def aid_quantities(group: Group) -> str:
    return ", ".join(measured(one.amount, one.unit) for one in group.quantities)


@register.filter
def aid_donor(row: Mapping[str, Any]) -> str:
    return row_donor(row)
