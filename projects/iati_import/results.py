"""Results of an activity: indicators with their baselines, targets and what was reached.

A result is staged as its line and its indicators, an indicator as its line and its periods' lines.
"""

from __future__ import annotations

from typing import Any

from lxml import etree

from projects.enums import IndicatorMeasure, ResultKind
from projects.iati.elements.result import IN_WORDS
from projects.iati_import.fields import line_of_row, plan_of
from projects.iati_import.parts import (
    THOUSANDTH,
    Row,
    Taking,
    Unreadable,
    Words,
    day_in,
    day_of,
    decimal_of,
    flag_of,
    small_number,
    told,
)
from projects.models import IndicatorPeriod, ProjectResult, ResultIndicator

RESULT, INDICATOR, PERIOD = (
    plan_of(model, parent)
    for model, parent in (
        (ProjectResult, "project_id"),
        (ResultIndicator, "result_id"),
        (IndicatorPeriod, "indicator_id"),
    )
)


def result(node: etree._Element, taking: Taking) -> None:
    row: Row = {
        "kind": taking.own(ResultKind, "ResultType", node, "type"),
        "is_summable": flag_of(node.get("aggregation-status")),
        "position": len(taking.lists.get("results", ())),
        **_texts(node, taking, 4000),
    }
    indicators: list[Any] = [
        _indicator(one, taking, position)
        for position, one in enumerate(node.iterchildren("indicator"))
    ]
    taking.lists.setdefault("results", []).append([line_of_row(RESULT, told(row)), indicators])


def _texts(node: etree._Element, taking: Taking, most: int) -> Row:
    words, about = taking.words(node.find("title")), taking.words(node.find("description"))
    return {
        "title": taking.fit(words.uk or words.other or words.en, 500, node),
        "title_en": taking.fit(words.en, 500, node),
        "description": taking.fit(about.uk or about.other, most, node),
        "description_en": taking.fit(about.en, most, node),
    }


def _indicator(node: etree._Element, taking: Taking, position: int) -> list[Any]:
    measure = taking.own(IndicatorMeasure, "IndicatorMeasure", node, "measure")
    ascending = flag_of(node.get("ascending"))
    row: Row = {
        "measure": measure,
        "is_ascending": ascending is not False,
        "position": position,
        **_texts(node, taking, 2000),
    }
    baseline = node.find("baseline")
    if baseline is not None:
        row |= _measured(baseline, "baseline", measure, taking)
        year = small_number(baseline.get("year", ""))
        row["baseline_year"] = year if 1990 <= year <= 2100 else None
        day = baseline.get("iso-date")
        row["baseline_on"] = day_of(day) if day else None
    periods = [_period(one, measure, taking) for one in node.iterchildren("period")]
    return [line_of_row(INDICATOR, told(row)), periods]


def _period(node: etree._Element, measure: str, taking: Taking) -> str:
    row: Row = {
        "starts_on": day_in(node.find("period-start")),
        "ends_on": day_in(node.find("period-end")),
    }
    if row["ends_on"] < row["starts_on"]:
        raise Unreadable
    for name in ("target", "actual"):
        found = node.find(name)
        if found is not None:
            row |= _measured(found, name, measure, taking)
    return line_of_row(PERIOD, told(row))


def _measured(node: etree._Element, name: str, measure: str, taking: Taking) -> Row:
    """The first value: that of the whole. What is no number is told in words."""
    said = (node.get("value") or "").strip()
    comment = node.find("comment")
    words = taking.words(comment) if comment is not None else Words()
    value = None
    if said and measure != IN_WORDS:
        try:
            value = decimal_of(said, THOUSANDTH)
        except Unreadable:
            words.uk = f"{said}. {words.uk}".strip()
    return {
        name: value,
        f"{name}_comment": taking.fit(words.uk or words.other, 1000, node),
        f"{name}_comment_en": taking.fit(words.en, 1000, node),
    }
