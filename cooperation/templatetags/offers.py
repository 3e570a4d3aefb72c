"""How rows of the register of offers look."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.translation import gettext as _

from common.design.formats import long_date
from common.design.parts import Pill
from cooperation.offer_words import offer_pill

register = template.Library()


@register.filter
def pill_of_offer_row(row: Mapping[str, Any]) -> Pill:
    return offer_pill(row["status"]["code"])


@register.filter
def until_of_offer(row: Mapping[str, Any]) -> str:
    day = dt.date.fromisoformat(row["valid_until"])
    return _("until %(day)s") % {"day": long_date(day)}
