"""All checks of an activity together, and of a file of them.

Our own element table and the codes are always checked; the official schema and rules when they are
loaded (`manage.py load_standards`). `Checker.is_official` says which of the two it was.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path

from django.utils import timezone
from lxml import etree

from common.codelists.standards import folder_of, safe_parser
from projects.iati import sentences as say
from projects.iati.activity import ACTIVITY
from projects.iati.codes import Codes, code_problems, known_codes
from projects.iati.findings import Finding
from projects.iati.reading import ActivityReader, FileRefused, Readable
from projects.iati.rules import Circumstances, RuleSet, rules_of
from projects.iati.shape import problems
from projects.iati.xml import line_of, log_of

SCHEMA = "schema/iati-activities-schema.xsd"
RULES = "rules/standard.json"
# A broken file may have a hundred thousand findings; nobody reads them all.
MOST_FINDINGS = 1000


@dataclass(frozen=True)
class Checker:
    """Pure: everything it needs was read when it was made (`checker`)."""

    codes: Codes = field(default_factory=dict)
    schema: etree.XMLSchema | None = None
    rules: RuleSet | None = None
    now: dt.datetime = field(default_factory=timezone.localtime)

    @property
    def is_official(self) -> bool:
        return self.schema is not None and self.rules is not None

    def findings(self, activity: etree._Element) -> list[Finding]:
        """What is wrong with the activity, in the order of the checks; empty for nothing."""
        found = self._of_structure(activity)
        if self.codes:
            found += code_problems(activity, ACTIVITY, self.codes)
        if self.rules is not None:
            found += self.rules.findings(activity, self._around)
        return found

    def _of_structure(self, activity: etree._Element) -> list[Finding]:
        """Our own table has the sentences; what the official schema accepts, it need not read."""
        if self.schema is not None and self.schema.validate(activity):
            return []
        found = list(problems(activity, ACTIVITY))
        return [*found, *self._by_schema(found)]

    @cached_property
    def _around(self) -> Circumstances:
        agencies = self.codes.get("OrganisationRegistrationAgency")
        known = agencies.current if agencies and agencies.is_official else ()
        return Circumstances(self.now, frozenset(known))

    def _by_schema(self, told: list[Finding]) -> Iterator[Finding]:
        """What the official schema has just refused and our own table has not told already."""
        if self.schema is None or told:
            return
        for error in log_of(self.schema):
            yield Finding(
                say.BY_SCHEMA, {"error": error.message[:300]}, element="", line=error.line
            )


def checker() -> Checker:
    """A checker with what is loaded now: codes from the database, schema and rules from files."""
    folder = folder_of("iati")
    if folder is None:
        return Checker(known_codes())
    schema, rules = folder / SCHEMA, folder / RULES
    return Checker(
        known_codes(),
        _schema(schema, schema.stat().st_mtime_ns),
        _rules(rules, rules.stat().st_mtime_ns),
    )


@lru_cache(maxsize=2)
def _schema(path: Path, changed: int) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(str(path), safe_parser()))


@lru_cache(maxsize=2)
def _rules(path: Path, changed: int) -> RuleSet:
    return rules_of(path)


@dataclass
class FileReport:
    """What was found in a file. `findings` are pairs of an activity's identifier and a finding."""

    version: str = ""
    count: int = 0
    valid: int = 0
    is_official: bool = False
    refused: Finding | None = None
    findings: list[tuple[str, Finding]] = field(default_factory=list)
    errors: int = 0
    warnings: int = 0

    @property
    def is_accepted(self) -> bool:
        return self.refused is None and not self.errors

    def add(self, identifier: str, found: list[Finding]) -> None:
        errors = sum(one.is_error for one in found)
        self.errors += errors
        self.warnings += len(found) - errors
        room = MOST_FINDINGS - len(self.findings)
        self.findings += [(identifier, one) for one in found[:room]]


def check_file(source: Readable, check: Checker) -> FileReport:
    """Read the whole file and check every activity in it. Never raises for what is in it."""
    report = FileReport(is_official=check.is_official)
    reader = ActivityReader(source)
    seen: set[str] = set()
    try:
        for activity in reader:
            identifier = (activity.findtext("iati-identifier") or "").strip()
            found = check.findings(activity) + _double(identifier, seen, activity)
            report.count += 1
            report.valid += not any(one.is_error for one in found)
            report.add(identifier, found)
    except FileRefused as error:
        report.refused = error.finding
    report.version = reader.version
    report.add("", reader.root_findings)
    return report


def _double(identifier: str, seen: set[str], activity: etree._Element) -> list[Finding]:
    if not identifier or identifier not in seen:
        seen.add(identifier)
        return []
    return [
        Finding(
            say.DOUBLE_IDENTIFIER,
            {"identifier": identifier[:200]},
            rule="file",
            element="iati-activity/iati-identifier",
            line=line_of(activity),
        )
    ]
