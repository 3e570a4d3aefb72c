"""Rows of monitoring cards and of property in templates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import template
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from common.design.formats import long_date, number
from common.design.parts import Pill
from common.registers.fields import text_in
from projects.enums import OPEN_CARDS
from projects.mta_terms import HalfYear
from projects.mta_words import card_pill, term

register = template.Library()


@register.filter
def card_pill_of(row: Mapping[str, Any]) -> Pill:
    return card_pill(row["status"]["code"], is_overdue=row["is_overdue"])


@register.filter
def half_year(key: str) -> str:
    return capfirst(str(HalfYear.parsed(key)))


@register.filter
def card_day(row: Mapping[str, Any]) -> str:
    """When it is due; of one that is handed in, when it was."""
    if row["status"]["code"] in OPEN_CARDS:
        return term(dt.date.fromisoformat(row["due_on"]))
    if not row["submitted_on"]:
        return ""
    return _("handed in on %(day)s") % {"day": _day(row["submitted_on"])}


@register.filter
def names_of(rows: Sequence[Mapping[str, Any]]) -> str:
    return ", ".join(text_in(one["name"]) for one in rows)


@register.filter
def property_pill_of(row: Mapping[str, Any]) -> Pill:
    if row["published_on"]:
        return Pill(pgettext("property", "published"), "good")
    if row["is_overdue"]:
        return Pill(pgettext("property", "publication is late"), "bad")
    return Pill(pgettext("property", "to be published"), "wait")


@register.filter
def quantity_in_row(row: Mapping[str, Any]) -> str:
    if row["quantity"] is None:
        return ""
    value = Decimal(str(row["quantity"])).normalize()
    return f"{number(value)} {row['unit'] or ''}".strip()


def _day(text: str) -> str:
    return long_date(dt.date.fromisoformat(text))
