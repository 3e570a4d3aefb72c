from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import template

from common.design.formats import current_language, long_date
from common.design.parts import Pill
from common.registers.fields import text_in
from partners.agreement_words import agreement_pill

register = template.Library()
SHOWN = 2


@register.filter
def agreement_pill_of(code: Mapping[str, Any]) -> Pill:
    """The status of a row of the register as a labelled pill."""
    return agreement_pill(code["code"])


@register.filter
def agreement_sides(row: Mapping[str, Any]) -> str:
    """«Миргородська – Ніртінген»: the first names of both sides."""
    return " – ".join(filter(None, (_names(row["parties"]), _names(row["partners"]))))


@register.filter
def iso_day(text: str) -> str:
    """A date as the register's JSON has it, in words."""
    return long_date(dt.date.fromisoformat(text))


def _names(things: list[Mapping[str, Any]]) -> str:
    language = current_language()
    named = [text_in(one["name"], language) for one in things[:SHOWN]]
    return ", ".join(named) + (" …" if len(things) > SHOWN else "")


@register.filter
def pill_of_agreement(status: str) -> Pill:
    return agreement_pill(status)
