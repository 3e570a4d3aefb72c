"""What the expressions of rules find in an activity: elements, texts, numbers, days.

Expressions are compiled once. `variables` are those of the XPath, such as `$each` of a loop.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from lxml import etree

from projects.iati.simple_types import is_valid
from projects.iati.xml import Node

NOW = "NOW"
_NUMBER_OF_DAY = re.compile(r"\d{4}-\d\d-\d\d")


class RulesUnusable(ValueError):
    """The file is no rule set that we can execute; the message says where."""


@lru_cache(maxsize=1000)
def compiled(expression: str) -> etree.XPath:
    try:
        return etree.XPath(
            expression,
            namespaces={"xml": "http://www.w3.org/XML/1998/namespace"},
            regexp=False,
            smart_strings=False,
        )
    except etree.XPathError as error:
        raise RulesUnusable(expression) from error


def found_at(expression: str, node: etree._Element, variables: Mapping[str, str]) -> list[Any]:
    way = compiled(expression)
    found = way(node, **variables) if variables else way(node)
    return found if isinstance(found, list) else [found]


def nodes_at(expression: str, node: etree._Element) -> list[etree._Element]:
    return [node] if expression == "." else found_at(expression, node, {})


def is_true(expression: str, node: etree._Element, variables: Mapping[str, str]) -> bool:
    return bool(compiled(expression)(node, **variables))


def texts_at(expression: str, node: etree._Element, variables: Mapping[str, str]) -> list[str]:
    """Values of attributes and whole texts of elements."""
    return [
        "".join(map(str, one.itertext())) if isinstance(one, Node) else str(one)
        for one in found_at(expression, node, variables)
    ]


def texts_at_all(
    paths: Iterable[str], node: etree._Element, variables: Mapping[str, str]
) -> list[str]:
    return [text for path in paths for text in texts_at(path, node, variables)]


def stands_at(path: str, node: etree._Element, variables: Mapping[str, str]) -> bool:
    """Whether something stands there; text of spaces only is nothing."""
    return any(not isinstance(one, str) or one.strip() for one in found_at(path, node, variables))


def numbers_of(texts: Iterable[str]) -> list[Decimal]:
    """What is no number at all, the schema refuses."""
    found: list[Decimal] = []
    for text in texts:
        try:
            found.append(Decimal(text.strip()))
        except InvalidOperation:
            continue
    return found


def days_of(texts: Iterable[str]) -> list[dt.date]:
    """The days of dates and moments; what is no date, the schema refuses."""
    days: list[dt.date] = []
    for text in texts:
        found = _NUMBER_OF_DAY.match(text.strip())
        if found and is_valid("date", found[0]):
            days.append(dt.date.fromisoformat(found[0]))
    return days


def days_at(
    expression: str,
    node: etree._Element,
    today: dt.date,
    variables: Mapping[str, str],
) -> list[dt.date]:
    if expression == NOW:
        return [today]
    return days_of(texts_at(expression, node, variables))
