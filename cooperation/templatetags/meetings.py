"""Meetings in templates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import template

from common.design.formats import long_date
from common.design.parts import Pill
from common.registers.fields import text_in
from cooperation.meeting_times import in_zone, when_words
from cooperation.meeting_words import meeting_pill

register = template.Library()
SHOWN = 3


@register.filter
def meeting_pill_of(status: Mapping[str, Any]) -> Pill:
    """`{{ row.status|meeting_pill_of }}` of a row of the register."""
    return meeting_pill(str(status["code"]))


@register.filter
def pill_of_meeting(status: str) -> Pill:
    return meeting_pill(status)


@register.filter
def meeting_when(meeting: Any) -> str:
    """Day and hours in the meeting's own zone."""
    return when_words(meeting)


@register.filter
def meeting_day(row: Mapping[str, Any]) -> str:
    """The day and hour of a row of the register, in the meeting's own zone."""
    local = in_zone(dt.datetime.fromisoformat(row["starts_at"]), row["time_zone"])
    return f"{long_date(local.date())}, {local:%H:%M}"


@register.filter
def decided_on(moment: str) -> str:
    return long_date(dt.datetime.fromisoformat(moment))


@register.filter
def first_names(things: list[Mapping[str, Any]]) -> str:
    """The first few of what the meeting names."""
    named = [text_in(one["name"]) for one in things[:SHOWN]]
    return ", ".join(named) + (" …" if len(things) > SHOWN else "")


@register.filter
def tasks_words(tasks: list[Mapping[str, Any]]) -> tuple[int, int]:
    """(closed, all) of the tasks of a decision."""
    return sum(one["status"] != "open" for one in tasks), len(tasks)
