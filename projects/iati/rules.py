"""The official rule set, executed as it is published (`rules/standard.json`).

The file says for a context (an XPath) which kinds of rules hold there. The kinds are
in `rule_kinds`, what their expressions find in `rule_paths`. What a rule's own words leave open is
decided as in docs/iati.md.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from lxml import etree

from projects.iati.findings import Finding, Severity
from projects.iati.rule_kinds import KINDS, Circumstances, Holds
from projects.iati.rule_paths import RulesUnusable, compiled, is_true, nodes_at, texts_at
from projects.iati.rule_words import RULE_WORDS
from projects.iati.xml import line_of

ROOTS = ("/iati-activities/iati-activity", "/iati-organisations/iati-organisation")


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
        values = dict.fromkeys(texts_at(self.for_each, node, _NOTHING))
        return any(self._fails(node, around, {"each": value}) for value in values)

    def _fails(
        self, node: etree._Element, around: Circumstances, variables: Mapping[str, str]
    ) -> bool:
        if self.condition and not is_true(self.condition, node, variables):
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
            for node in nodes_at(context, activity):
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
            compiled(expression)
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


def _where(node: etree._Element, paths: tuple[str, ...]) -> str:
    """The element that the finding is about: the context, or the first it names inside."""
    names = [str(one.tag) for one in (node, *node.iterancestors())][::-1]
    names = [one for one in names if one != "iati-activities"]
    inner = re.match(r"[a-z-]+", paths[0]) if paths and len(names) == 1 else None
    return "/".join([*names, inner[0]] if inner else names)


__all__ = ["Circumstances", "Rule", "RuleSet", "RulesUnusable", "rules_of"]
