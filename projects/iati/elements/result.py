"""`result`: what was promised by indicators and what came of it.

Targets and actual values by place or group, and documents of results, are read over: we keep one
value per period.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from lxml import etree

from projects.iati.elements import document_link
from projects.iati.parts import (
    ISO_DATE,
    Defaults,
    Narratives,
    add,
    add_date,
    add_texts,
    attribute,
    flag,
    flag_in,
    in_both,
    number,
    period_dates,
    texts_in,
    texts_shape,
)
from projects.iati.shape import Shape, element, many, one, optional, some
from projects.models import IndicatorPeriod, Project, ResultIndicator

_DOCUMENTS = many(document_link.SHAPE)
_DETAILS = (many(element("location", "ref")), many(element("dimension", "name value")))
_COMMENT = optional(texts_shape("comment"))


def _measured_shape(name: str) -> Shape:
    return element(name, "value", *_DETAILS, _COMMENT, _DOCUMENTS)


PLACE = many(
    element(
        "result",
        "type{ResultType}! aggregation-status=boolean",
        one(texts_shape("title")),
        optional(texts_shape("description")),
        _DOCUMENTS,
        many(element("reference", "code! vocabulary{ResultVocabulary}! vocabulary-uri=anyURI")),
        some(
            element(
                "indicator",
                "measure{IndicatorMeasure}! ascending=boolean aggregation-status=boolean",
                one(texts_shape("title")),
                optional(texts_shape("description")),
                _DOCUMENTS,
                many(
                    element(
                        "reference", "vocabulary{IndicatorVocabulary}! code! indicator-uri=anyURI"
                    )
                ),
                many(
                    element(
                        "baseline",
                        "iso-date=date year=positiveInteger! value",
                        *_DETAILS,
                        _DOCUMENTS,
                        _COMMENT,
                    )
                ),
                many(
                    element(
                        "period",
                        "",
                        one(element("period-start", ISO_DATE)),
                        one(element("period-end", ISO_DATE)),
                        many(_measured_shape("target")),
                        many(_measured_shape("actual")),
                    )
                ),
            )
        ),
    )
)
FIELD = "results"


@dataclass(frozen=True, slots=True)
class Measured:
    """A baseline, target or actual value; what is measured in words has only the comment."""

    value: str = ""
    comment: Narratives = ()
    year: str = ""


@dataclass(frozen=True, slots=True)
class Period:
    starts_on: dt.date
    ends_on: dt.date
    target: Measured | None = None
    actual: Measured | None = None


@dataclass(frozen=True, slots=True)
class Indicator:
    measure: str
    title: Narratives
    description: Narratives = ()
    is_ascending: bool | None = None
    baseline: Measured | None = None
    periods: tuple[Period, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    kind: str
    title: Narratives
    indicators: tuple[Indicator, ...]
    description: Narratives = ()
    is_summable: bool | None = None


IN_WORDS = "5"


def of(project: Project, site: str) -> tuple[Result, ...]:
    """A result without an indicator is no result in the standard and stays at home."""
    return tuple(
        Result(
            one_.kind,
            in_both(one_.title, one_.title_en),
            tuple(_of_indicator(each) for each in one_.indicators.all()),
            in_both(one_.description, one_.description_en),
            one_.is_summable,
        )
        for one_ in project.results.all()
        if one_.indicators.all()
    )


def _of_indicator(row: ResultIndicator) -> Indicator:
    return Indicator(
        row.measure,
        in_both(_with_unit(row.title, row.unit), _with_unit(row.title_en, row.unit_en)),
        in_both(row.description, row.description_en),
        row.is_ascending,
        _baseline(row),
        tuple(_of_period(one_, row.measure) for one_ in row.periods.all()),
    )


def _with_unit(title: str, unit: str) -> str:
    """The standard has no place for the unit."""
    return f"{title} ({unit})" if title and unit else title


def _baseline(row: ResultIndicator) -> Measured | None:
    """The standard wants the year: a baseline without one stays at home."""
    if row.baseline_year is None:
        return None
    comment = in_both(row.baseline_comment, row.baseline_comment_en)
    return _measured(row.baseline, comment, row.measure, str(row.baseline_year))


def _of_period(row: IndicatorPeriod, measure: str) -> Period:
    target = in_both(row.target_comment, row.target_comment_en)
    actual = in_both(row.actual_comment, row.actual_comment_en)
    return Period(
        row.starts_on,
        row.ends_on,
        _measured(row.target, target, measure),
        _measured(row.actual, actual, measure),
    )


def _measured(
    value: Decimal | None, comment: Narratives, measure: str, year: str = ""
) -> Measured | None:
    """In words without a value, in numbers never without one."""
    if measure == IN_WORDS:
        return Measured("", comment, year) if comment else None
    return None if value is None else Measured(number(value), comment, year)


def write(parent: etree._Element, result: Result) -> None:
    child = add(parent, "result", type=result.kind, aggregation_status=flag(result.is_summable))
    add_texts(child, "title", result.title)
    add_texts(child, "description", result.description)
    for indicator in result.indicators:
        _write_indicator(child, indicator)


def _write_indicator(parent: etree._Element, indicator: Indicator) -> None:
    child = add(
        parent, "indicator", measure=indicator.measure, ascending=flag(indicator.is_ascending)
    )
    add_texts(child, "title", indicator.title)
    add_texts(child, "description", indicator.description)
    _write_measured(child, "baseline", indicator.baseline)
    for period in indicator.periods:
        place = add(child, "period")
        add_date(place, "period-start", period.starts_on)
        add_date(place, "period-end", period.ends_on)
        _write_measured(place, "target", period.target)
        _write_measured(place, "actual", period.actual)


def _write_measured(parent: etree._Element, name: str, measured: Measured | None) -> None:
    if measured is not None:
        child = add(parent, name, year=measured.year, value=measured.value)
        add_texts(child, "comment", measured.comment)


def read(node: etree._Element, defaults: Defaults) -> Result:
    return Result(
        attribute(node, "type"),
        texts_in(node, "title", defaults.language),
        tuple(_read_indicator(one_, defaults) for one_ in node.iterchildren("indicator")),
        texts_in(node, "description", defaults.language),
        flag_in(node, "aggregation-status"),
    )


def _read_indicator(node: etree._Element, defaults: Defaults) -> Indicator:
    return Indicator(
        attribute(node, "measure"),
        texts_in(node, "title", defaults.language),
        texts_in(node, "description", defaults.language),
        flag_in(node, "ascending"),
        _read_measured(node, "baseline", defaults),
        tuple(_read_period(one_, defaults) for one_ in node.iterchildren("period")),
    )


def _read_period(node: etree._Element, defaults: Defaults) -> Period:
    starts_on, ends_on = period_dates(node)
    assert ends_on is not None
    return Period(
        starts_on,
        ends_on,
        _read_measured(node, "target", defaults),
        _read_measured(node, "actual", defaults),
    )


def _read_measured(node: etree._Element, name: str, defaults: Defaults) -> Measured | None:
    """The first one: the value of the whole, where there are others by place or group."""
    found = node.find(name)
    if found is None:
        return None
    return Measured(
        attribute(found, "value"),
        texts_in(found, "comment", defaults.language),
        attribute(found, "year"),
    )
