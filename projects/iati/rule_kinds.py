"""The kinds of rules that the official rule set knows. Each takes its case and gives the check."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from lxml import etree

from projects.iati.rule_paths import (
    days_at,
    days_of,
    found_at,
    is_true,
    nodes_at,
    numbers_of,
    stands_at,
    texts_at,
    texts_at_all,
)
from projects.iati.xml import Node

AGENCY_PREFIXES = "ORG-ID-PREFIX"
_DAYS_OF_A_YEAR = 366


@dataclass(frozen=True)
class Circumstances:
    """What rules need to know besides the activity: the day, and prefixes of agencies."""

    now: dt.datetime
    agencies: frozenset[str] = frozenset()


Holds = Callable[[Node, Circumstances, Mapping[str, str]], bool]
Case = Mapping[str, Any]


def _at_least_one(case: Case) -> Holds:
    def holds(node: etree._Element, around: Circumstances, variables: Mapping[str, str]) -> bool:
        return any(stands_at(path, node, variables) for path in case["paths"])

    return holds


def _no_more_than_one(case: Case) -> Holds:
    def holds(node: etree._Element, around: Circumstances, variables: Mapping[str, str]) -> bool:
        return sum(len(found_at(path, node, variables)) for path in case["paths"]) <= 1

    return holds


def _unique(case: Case) -> Holds:
    def holds(node: etree._Element, around: Circumstances, variables: Mapping[str, str]) -> bool:
        values = texts_at_all(case["paths"], node, variables)
        return len(values) == len(set(values))

    return holds


def _starts_with(case: Case) -> Holds:
    def holds(node: etree._Element, around: Circumstances, variables: Mapping[str, str]) -> bool:
        if case["prefix"] == [AGENCY_PREFIXES]:
            if not around.agencies:
                return True
            prefixes = [f"{one}-" for one in around.agencies]
        else:
            separator = case.get("separator", "")
            prefixes = [
                one.strip() + separator for one in texts_at_all(case["prefix"], node, variables)
            ]
        values = texts_at_all(case["paths"], node, variables)
        return all(value.strip().startswith(tuple(prefixes)) for value in values)

    return holds


def _matches(case: Case) -> Holds:
    pattern = re.compile(case["regex"])

    def holds(node: etree._Element, around: Circumstances, variables: Mapping[str, str]) -> bool:
        return all(pattern.search(one) for one in texts_at_all(case["paths"], node, variables))

    return holds


def _has_no_spaces(case: Case) -> Holds:
    def holds(node: etree._Element, around: Circumstances, variables: Mapping[str, str]) -> bool:
        return all(one == one.strip() for one in texts_at_all(case["paths"], node, variables))

    return holds


def _if_then(case: Case) -> Holds:
    def holds(node: etree._Element, around: Circumstances, variables: Mapping[str, str]) -> bool:
        return not is_true(case["if"], node, variables) or is_true(case["then"], node, variables)

    return holds


def _in_range(case: Case) -> Holds:
    least, most = (
        Decimal(str(case.get("min", "-Infinity"))),
        Decimal(str(case.get("max", "Infinity"))),
    )

    def holds(node: etree._Element, around: Circumstances, variables: Mapping[str, str]) -> bool:
        values = numbers_of(texts_at_all(case["paths"], node, variables))
        return all(least <= one <= most for one in values)

    return holds


def _sum(case: Case) -> Holds:
    wanted = Decimal(str(case["sum"]))

    def holds(node: etree._Element, around: Circumstances, variables: Mapping[str, str]) -> bool:
        values = numbers_of(texts_at_all(case["paths"], node, variables))
        return not values or sum(values) == wanted

    return holds


def _date_is_past(case: Case) -> Holds:
    def holds(node: etree._Element, around: Circumstances, variables: Mapping[str, str]) -> bool:
        return all(
            day <= around.now.date() for day in days_of(texts_at(case["date"], node, variables))
        )

    return holds


def _dates_in_order(case: Case) -> Holds:
    def holds(node: etree._Element, around: Circumstances, variables: Mapping[str, str]) -> bool:
        earlier = days_at(case["less"], node, around.now.date(), variables)
        later = days_at(case["more"], node, around.now.date(), variables)
        return not earlier or not later or max(earlier) <= min(later)

    return holds


def _within_a_year(case: Case) -> Holds:
    def holds(node: etree._Element, around: Circumstances, variables: Mapping[str, str]) -> bool:
        starts = days_at(case["start"], node, around.now.date(), variables)
        ends = days_at(case["end"], node, around.now.date(), variables)
        return all(
            (end - start).days <= _DAYS_OF_A_YEAR for start, end in zip(starts, ends, strict=False)
        )

    return holds


def _between_dates(case: Case) -> Holds:
    def holds(node: etree._Element, around: Circumstances, variables: Mapping[str, str]) -> bool:
        starts = days_at(case["start"], node, around.now.date(), variables)
        ends = days_at(case["end"], node, around.now.date(), variables)
        days = days_at(case["date"], node, around.now.date(), variables)
        return not starts or not ends or all(min(starts) <= day <= max(ends) for day in days)

    return holds


# What "all" of `one_or_all` means: elements that need the thing, and whether one has it.
_ALL = {
    "lang": ("descendant::narrative", "@xml:lang"),
    "currency": (
        "descendant::value | descendant::loan-status | descendant::forecast",
        "@currency",
    ),
    "sector": ("transaction[../transaction/sector]", "sector"),
}


def _one_or_all(case: Case) -> Holds:
    needing, having = _ALL[case["all"]]

    def holds(node: etree._Element, around: Circumstances, variables: Mapping[str, str]) -> bool:
        if stands_at(case["one"], node, variables):
            return True
        return all(found_at(having, one, {}) for one in nodes_at(needing, node))

    return holds


def _dependent(case: Case) -> Holds:
    def holds(node: etree._Element, around: Circumstances, variables: Mapping[str, str]) -> bool:
        there = [stands_at(path, node, variables) for path in case["paths"]]
        return all(there) or not any(there)

    return holds


KINDS: Mapping[str, Callable[[Case], Holds]] = {
    "atleast_one": _at_least_one,
    "no_more_than_one": _no_more_than_one,
    "unique": _unique,
    "startswith": _starts_with,
    "regex_matches": _matches,
    "no_spaces": _has_no_spaces,
    "if_then": _if_then,
    "range": _in_range,
    "sum": _sum,
    "strict_sum": _sum,
    "date_now": _date_is_past,
    "date_order": _dates_in_order,
    "time_limit": _within_a_year,
    "between_dates": _between_dates,
    "one_or_all": _one_or_all,
    "dependent": _dependent,
}
