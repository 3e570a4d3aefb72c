"""Requests in templates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import template

from common.design.formats import long_date
from common.design.parts import Pill
from cooperation.request_words import request_pill, urgency_pill

register = template.Library()


@register.filter
def request_pill_of(row: Mapping[str, Any]) -> Pill:
    """`{{ row|request_pill_of }}` of a row of the register: the outcome once it is closed."""
    outcome = row["outcome"]
    return request_pill(str(row["status"]["code"]), str(outcome["code"]) if outcome else "")


@register.filter
def urgency_of(row: Mapping[str, Any]) -> Pill | None:
    return urgency_pill(str(row["urgency"]["code"]))


@register.filter
def day_in_words(day: str) -> str:
    """A day of a row of the register: 2026-11-22 → 22 November 2026."""
    return long_date(dt.date.fromisoformat(day))
