"""The official rule set, executed as it is published (`rules/standard.json`).

The file says for a context (an XPath) which kinds of rules hold there. Each kind is one small class
of check below; expressions are compiled once. What a rule's own words leave open is decided as in
docs/iati.md.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from lxml import etree

from projects.iati.findings import Finding, Severity
from projects.iati.rule_words import RULE_WORDS
from projects.iati.simple_types import is_valid
from projects.iati.xml import Node, line_of

ROOTS = ("/iati-activities/iati-activity", "/iati-organisations/iati-organisation")
NOW = "NOW"
AGENCY_PREFIXES = "ORG-ID-PREFIX"
_DAYS_OF_A_YEAR = 366
_NUMBER_OF_DAY = re.compile(r"\d{4}-\d\d-\d\d")


class RulesUnusable(ValueError):
    """The file is no rule set that we can execute; the message says where."""


@dataclass(frozen=True)
class Circumstances:
    """What rules need to know besides the activity: the day, and prefixes of agencies."""

    now: dt.datetime
    agencies: frozenset[str] = frozenset()


Holds = Callable[[Node, Circumstances, Mapping[str, str]], bool]
Case = Mapping[str, Any]


@dataclass(frozen=True)
class Rule:
    """One case of the file. `holds(node, circumstances, variables)` is the check itself."""

    rule: str
    severity: Severity
    message: str
    root: str
    context: str
    holds: Holds
    condition: str = ""
    for_each: str = ""
    paths: tuple[str, ...] = ()

    def is_broken(self, node: etree._Element, around: Circumstances) -> bool:
        """Whether the element of the rule's context breaks it."""
        if not self.for_each:
            return self._fails(node, around, _NOTHING)
        values = dict.fromkeys(_texts(self.for_each, node, _NOTHING))
        return any(self._fails(node, around, {"each": value}) for value in values)

    def _fails(
        self, node: etree._Element, around: Circumstances, variables: Mapping[str, str]
    ) -> bool:
        if self.condition and not _truth(self.condition, node, variables):
            return False
        return not self.holds(node, around, variables)

    def finding(self, node: etree._Element) -> Finding:
        return Finding(
            RULE_WORDS.get(self.rule, self.message),
            {},
            self.severity,
            self.rule,
            _where(node, self.paths),
            line_of(node),
        )


_NOTHING: Mapping[str, str] = {}


@dataclass(frozen=True)
class RuleSet:
    rules: tuple[Rule, ...]
    ids: frozenset[str] = field(default_factory=frozenset)

    def findings(self, activity: etree._Element, around: Circumstances) -> Iterator[Finding]:
        """Every rule that the activity (or organisation) breaks."""
        for context, rules in self._by_context.get(str(activity.tag), ()):
            # Most contexts stand in few activities: their rules are not even looked at.
            for node in _nodes(context, activity):
                yield from (one.finding(node) for one in rules if one.is_broken(node, around))

    @cached_property
    def _by_context(self) -> dict[str, list[tuple[str, list[Rule]]]]:
        """Element → its contexts, each with its rules, in the order of the file."""
        found: dict[str, dict[str, list[Rule]]] = {}
        for one in self.rules:
            contexts = found.setdefault(one.root.rpartition("/")[2], {})
            contexts.setdefault(one.context, []).append(one)
        return {root: list(contexts.items()) for root, contexts in found.items()}


def rules_of(path: Path) -> RuleSet:
    """The rule set in a file. Raises RulesUnusable for a kind of rule that is not known."""
    read = json.loads(path.read_text(encoding="utf-8"))
    rules = tuple(rule for context, kinds in read.items() for rule in _rules(context, kinds))
    return RuleSet(rules, frozenset(one.rule for one in rules))


def _rules(context: str, kinds: Mapping[str, Any]) -> Iterator[Rule]:
    root, inner = _split(context)
    for kind, content in kinds.items():
        for case in content["cases"]:
            if kind == "loop":
                yield from _of_loop(root, inner, case)
            else:
                yield _rule(root, inner, kind, case)


def _of_loop(root: str, context: str, case: Mapping[str, Any]) -> Iterator[Rule]:
    """`$1` stands for each value in turn; as an XPath variable no value can break out of it."""
    for kind, content in case["do"].items():
        for inner in content["cases"]:
            turned = json.loads(json.dumps(inner).replace("'$1'", "$each"))
            yield _rule(root, context, kind, turned, for_each=case["foreach"])


def _rule(root: str, context: str, kind: str, case: Mapping[str, Any], for_each: str = "") -> Rule:
    maker = KINDS.get(kind)
    if maker is None:
        raise RulesUnusable(f"{context}: {kind}")
    about = case["ruleInfo"]
    severity = Severity.ERROR if about["severity"] == "error" else Severity.WARNING
    condition = case.get("condition", "")
    paths = tuple(case.get("paths", ()))
    for expression in (context, condition, for_each):
        if expression:
            _compiled(expression)
    return Rule(
        about["id"],
        severity,
        about["message"],
        root,
        context,
        maker(case),
        condition,
        for_each,
        paths,
    )


def _split(context: str) -> tuple[str, str]:
    """The root element that the context belongs to, and the way from there to the context."""
    if context.startswith("//"):
        return "iati-activities/iati-activity", "." + context
    for root in ROOTS:
        if context.startswith(root):
            ways = [way.strip().removeprefix(root).lstrip("/") or "." for way in context.split("|")]
            return root, " | ".join(ways)
    raise RulesUnusable(context)


# The kinds of rules. Each takes its case and gives back the check.


def _at_least_one(case: Case) -> Holds:
    def holds(node: etree._Element, around: Circumstances, variables: Mapping[str, str]) -> bool:
        return any(_exists(path, node, variables) for path in case["paths"])

    return holds


def _no_more_than_one(case: Case) -> Holds:
    def holds(node: etree._Element, around: Circumstances, variables: Mapping[str, str]) -> bool:
        return sum(len(_found(path, node, variables)) for path in case["paths"]) <= 1

    return holds


def _unique(case: Case) -> Holds:
    def holds(node: etree._Element, around: Circumstances, variables: Mapping[str, str]) -> bool:
        values = _all_texts(case["paths"], node, variables)
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
                one.strip() + separator for one in _all_texts(case["prefix"], node, variables)
            ]
        values = _all_texts(case["paths"], node, variables)
        return all(value.strip().startswith(tuple(prefixes)) for value in values)

    return holds


def _matches(case: Case) -> Holds:
    pattern = re.compile(case["regex"])

    def holds(node: etree._Element, around: Circumstances, variables: Mapping[str, str]) -> bool:
        return all(pattern.search(one) for one in _all_texts(case["paths"], node, variables))

    return holds


def _has_no_spaces(case: Case) -> Holds:
    def holds(node: etree._Element, around: Circumstances, variables: Mapping[str, str]) -> bool:
        return all(one == one.strip() for one in _all_texts(case["paths"], node, variables))

    return holds


def _if_then(case: Case) -> Holds:
    def holds(node: etree._Element, around: Circumstances, variables: Mapping[str, str]) -> bool:
        return not _truth(case["if"], node, variables) or _truth(case["then"], node, variables)

    return holds


def _in_range(case: Case) -> Holds:
    least, most = (
        Decimal(str(case.get("min", "-Infinity"))),
        Decimal(str(case.get("max", "Infinity"))),
    )

    def holds(node: etree._Element, around: Circumstances, variables: Mapping[str, str]) -> bool:
        values = _numbers(_all_texts(case["paths"], node, variables))
        return all(least <= one <= most for one in values)

    return holds


def _sum(case: Case) -> Holds:
    wanted = Decimal(str(case["sum"]))

    def holds(node: etree._Element, around: Circumstances, variables: Mapping[str, str]) -> bool:
        values = _numbers(_all_texts(case["paths"], node, variables))
        return not values or sum(values) == wanted

    return holds


def _date_is_past(case: Case) -> Holds:
    def holds(node: etree._Element, around: Circumstances, variables: Mapping[str, str]) -> bool:
        return all(day <= around.now.date() for day in _days(_texts(case["date"], node, variables)))

    return holds


def _dates_in_order(case: Case) -> Holds:
    def holds(node: etree._Element, around: Circumstances, variables: Mapping[str, str]) -> bool:
        earlier = _dates(case["less"], node, around, variables)
        later = _dates(case["more"], node, around, variables)
        return not earlier or not later or max(earlier) <= min(later)

    return holds


def _within_a_year(case: Case) -> Holds:
    def holds(node: etree._Element, around: Circumstances, variables: Mapping[str, str]) -> bool:
        starts = _dates(case["start"], node, around, variables)
        ends = _dates(case["end"], node, around, variables)
        return all(
            (end - start).days <= _DAYS_OF_A_YEAR for start, end in zip(starts, ends, strict=False)
        )

    return holds


def _between_dates(case: Case) -> Holds:
    def holds(node: etree._Element, around: Circumstances, variables: Mapping[str, str]) -> bool:
        starts = _dates(case["start"], node, around, variables)
        ends = _dates(case["end"], node, around, variables)
        days = _dates(case["date"], node, around, variables)
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
        if _exists(case["one"], node, variables):
            return True
        return all(_found(having, one, {}) for one in _nodes(needing, node))

    return holds


def _dependent(case: Case) -> Holds:
    def holds(node: etree._Element, around: Circumstances, variables: Mapping[str, str]) -> bool:
        there = [_exists(path, node, variables) for path in case["paths"]]
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


@lru_cache(maxsize=1000)
def _compiled(expression: str) -> etree.XPath:
    try:
        return etree.XPath(
            expression,
            namespaces={"xml": "http://www.w3.org/XML/1998/namespace"},
            regexp=False,
            smart_strings=False,
        )
    except etree.XPathError as error:
        raise RulesUnusable(expression) from error


def _found(expression: str, node: etree._Element, variables: Mapping[str, str]) -> list[Any]:
    way = _compiled(expression)
    found = way(node, **variables) if variables else way(node)
    return found if isinstance(found, list) else [found]


def _nodes(expression: str, node: etree._Element) -> list[etree._Element]:
    return [node] if expression == "." else _found(expression, node, {})


def _truth(expression: str, node: etree._Element, variables: Mapping[str, str]) -> bool:
    return bool(_compiled(expression)(node, **variables))


def _texts(expression: str, node: etree._Element, variables: Mapping[str, str]) -> list[str]:
    """Values of attributes and whole texts of elements."""
    return [
        "".join(map(str, one.itertext())) if isinstance(one, Node) else str(one)
        for one in _found(expression, node, variables)
    ]


def _all_texts(
    paths: Iterable[str], node: etree._Element, variables: Mapping[str, str]
) -> list[str]:
    return [text for path in paths for text in _texts(path, node, variables)]


def _exists(path: str, node: etree._Element, variables: Mapping[str, str]) -> bool:
    """Whether something stands there; text of spaces only is nothing."""
    return any(not isinstance(one, str) or one.strip() for one in _found(path, node, variables))


def _numbers(texts: Iterable[str]) -> list[Decimal]:
    """What is no number at all, the schema refuses."""
    found: list[Decimal] = []
    for text in texts:
        try:
            found.append(Decimal(text.strip()))
        except InvalidOperation:
            continue
    return found


def _days(texts: Iterable[str]) -> list[dt.date]:
    """The days of dates and moments; what is no date, the schema refuses."""
    days: list[dt.date] = []
    for text in texts:
        found = _NUMBER_OF_DAY.match(text.strip())
        if found and is_valid("date", found[0]):
            days.append(dt.date.fromisoformat(found[0]))
    return days


def _dates(
    expression: str,
    node: etree._Element,
    around: Circumstances,
    variables: Mapping[str, str],
) -> list[dt.date]:
    if expression == NOW:
        return [around.now.date()]
    return _days(_texts(expression, node, variables))


def _where(node: etree._Element, paths: tuple[str, ...]) -> str:
    """The element that the finding is about: the context, or the first it names inside."""
    names = [str(one.tag) for one in (node, *node.iterancestors())][::-1]
    names = [one for one in names if one != "iati-activities"]
    inner = re.match(r"[a-z-]+", paths[0]) if paths and len(names) == 1 else None
    return "/".join([*names, inner[0]] if inner else names)
