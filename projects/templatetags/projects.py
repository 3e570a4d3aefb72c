from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import template

from common.design.formats import current_language, long_date
from common.design.forms import ErrorLink, error_links
from common.design.parts import Pill
from common.registers.fields import text_in
from partners.programme_enums import RecordStatus
from projects.progress_words import report_pill
from projects.record_sections import SectionForm
from projects.words import activity_pill, record_pill, years

register = template.Library()
SHOWN = 2


@register.filter
def report_pill_of(row: Mapping[str, Any]) -> Pill:
    return report_pill(row["status"]["code"])


@register.filter
def day_of_moment(text: str) -> str:
    return long_date(dt.datetime.fromisoformat(text))


@register.filter
def activity_pill_of(row: Mapping[str, Any]) -> Pill:
    """How the project goes; of a draft, that it is one."""
    state = row.get("record_status")
    if state and state["code"] != RecordStatus.PUBLISHED:
        return record_pill(state["code"])
    return activity_pill(row["status"]["code"])


@register.filter
def years_of(row: Mapping[str, Any], names: str = "start_on,end_on") -> str:
    starts, ends = names.split(",")
    return years(_day(row[starts]), _day(row[ends]))


@register.filter
def who_pays(row: Mapping[str, Any]) -> str:
    """The first who fund it; else the first of all."""
    language = current_language()
    parties = row["parties"]
    funders = [one for one in parties if one["role"]["code"] == "funding"] or parties[:1]
    named = [_party_name(one, language) for one in funders[:SHOWN]]
    return ", ".join(filter(None, named)) + (" …" if len(funders) > SHOWN else "")


@register.filter
def where_of(row: Mapping[str, Any]) -> str:
    language = current_language()
    places = row["territories"]
    named = [text_in(one["name"], language) for one in places[:SHOWN]]
    return ", ".join(named) + (" …" if len(places) > SHOWN else "")


def _party_name(party: Mapping[str, Any], language: str) -> str:
    named = party.get("partner", party)
    return text_in(named["name"], language)


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


@register.inclusion_tag("components/error_summary.html")
def section_errors(form: SectionForm) -> dict[str, Any]:
    """What is wrong in a section: its values, its rows, and the table as a whole."""
    if not form.is_bound:
        return {"links": []}
    whole = form.rows.non_form_errors() if form.rows is not None else []
    links = [ErrorLink("", "", str(text)) for text in whole]
    return {"links": [*links, *(one for each in form.all_forms for one in error_links(each))]}
