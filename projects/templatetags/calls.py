"""Rows of calls in templates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import template

from common.design.formats import current_language
from common.design.parts import Pill, Tone
from common.registers.fields import text_in
from communities.templatetags.places import oblast_name
from partners.programme_enums import RecordStatus
from projects.aid_words import record_pill
from projects.call_enums import LinkState
from projects.call_words import (
    amount_range,
    days_left,
    deadline_words,
    row_deadline,
    row_owner,
    state_pill,
)
from projects.models import LinkCheck

register = template.Library()
SHOWN = 3
LINK_TONES: dict[str, Tone] = {LinkState.FINE: "good", LinkState.MOVED: "wait"}


@register.filter
def call_pill(row: Mapping[str, Any]) -> Pill:
    """Where the call stands; for those who see drafts, that it is one."""
    status = row.get("record_status")
    if status and status["code"] != RecordStatus.PUBLISHED:
        return record_pill(status["code"])
    return state_pill(row["state"]["code"])


@register.filter
def call_state_pill(state: str) -> Pill:
    return state_pill(state)


@register.filter
def call_deadline(row: Mapping[str, Any]) -> str:
    return deadline(row_deadline(row))


@register.filter
def deadline(closes_at: dt.datetime | None) -> str:
    """With the days that are left, when it is not over."""
    left = days_left(closes_at) if closes_at else ""
    words = deadline_words(closes_at)
    return f"{words} ({left})" if left else words


@register.filter
def call_owner(row: Mapping[str, Any]) -> str:
    return row_owner(row)


@register.filter
def call_amount(row: Mapping[str, Any]) -> str:
    if not row["currency"]:
        return ""
    smallest, largest = (
        None if row[name] is None else Decimal(str(row[name]))
        for name in ("amount_min", "amount_max")
    )
    return amount_range(smallest, largest, row["currency"])


@register.filter
def call_applicants(row: Mapping[str, Any]) -> str:
    language = current_language()
    named = [text_in(one["name"], language) for one in row["applicants"]]
    return ", ".join(named[:SHOWN]) + (" …" if len(named) > SHOWN else "")


@register.filter
def call_oblasts(row: Mapping[str, Any]) -> str:
    named = [oblast_name(one) for one in row["oblasts"]]
    return ", ".join(named[:SHOWN]) + (" …" if len(named) > SHOWN else "")


@register.filter
def link_pill(check: LinkCheck) -> Pill:
    return Pill(str(LinkState(check.state).label), LINK_TONES.get(check.state, "bad"))
