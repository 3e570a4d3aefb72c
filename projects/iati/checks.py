"""The checks of one project for people: every element of the standard with what is said of it.

`Line.field` leads to the part of the project where the thing is mended.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from lxml import etree

from projects.iati import advice
from projects.iati import sentences as say
from projects.iati.elements import MODULES
from projects.iati.findings import Finding, Severity

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from common.design.parts import Tone

# Element of the standard → its name for people and the section of the project's page.
TITLES: dict[str, tuple[_StrPromise, str]] = {
    "iati-activity": (_("The project as a whole"), "about"),
    "iati-identifier": (_("Identifier"), "numbers"),
    "reporting-org": (_("Who reports"), "who"),
    "title": (_("Title"), "about"),
    "description": (_("Description"), "about"),
    "participating-org": (_("Organisations"), "who"),
    "other-identifier": (_("Other identifiers"), "numbers"),
    "activity-status": (_("Status"), "about"),
    "activity-date": (_("Dates"), "dates"),
    "contact-info": (_("Contacts"), "contacts"),
    "activity-scope": (_("Scope"), "where"),
    "recipient-country": (_("Country"), "where"),
    "recipient-region": (_("Region of the world"), "where"),
    "location": (_("Places"), "where"),
    "sector": (_("Sectors"), "subject"),
    "tag": (_("Sustainable Development Goals"), "subject"),
    "humanitarian-scope": (_("Humanitarian scope"), "subject"),
    "policy-marker": (_("Policy markers"), "subject"),
    "collaboration-type": (_("Collaboration type"), "subject"),
    "default-flow-type": (_("Flow type"), "subject"),
    "default-finance-type": (_("Finance type"), "subject"),
    "default-aid-type": (_("Aid type"), "subject"),
    "default-tied-status": (_("Tied status"), "subject"),
    "budget": (_("Budget"), "money"),
    "planned-disbursement": (_("Planned payments"), "money"),
    "capital-spend": (_("Capital spending"), "money"),
    "transaction": (_("Payments"), "money"),
    "document-link": (_("Documents"), "documents"),
    "related-activity": (_("Related projects"), "related"),
    "conditions": (_("Conditions"), "money"),
    "result": (_("Results"), "results"),
}


@dataclass(frozen=True)
class Line:
    """What the checks say of one element. `state`: error, warning, fine, or empty (not given)."""

    element: str
    title: _StrPromise
    section: str
    state: str
    count: int
    findings: tuple[Finding, ...]


PILLS: dict[str, tuple[_StrPromise, Tone]] = {
    "error": (_("error"), "bad"),
    "warning": (_("warning"), "wait"),
    "fine": (_("fine"), "good"),
    "empty": (_("not given"), "quiet"),
}


MUST_BE_GIVEN = gettext_noop("This must be given.")


def lines_of(activity: etree._Element, findings: list[Finding]) -> list[Line]:
    """A line for each element, in the order of the schema; official findings and our advice."""
    told = [*findings, *advice.given(activity)]
    return [_line(name, activity, told) for name in _elements()]


def _elements() -> Iterator[str]:
    yield "iati-activity"
    for module in MODULES:
        if module.PLACE.shape.name in TITLES:
            yield module.PLACE.shape.name


def _line(name: str, activity: etree._Element, findings: list[Finding]) -> Line:
    own = tuple(_unique(_for_people(one) for one in findings if element_of(one) == name))
    count = 1 if name == "iati-activity" else len(activity.findall(name))
    title, section = TITLES[name]
    return Line(name, title, section, _state(own, count), count, own)


def _for_people(finding: Finding) -> Finding:
    """Whoever fills in a form knows no elements."""
    is_missing = finding.message == say.MISSING_ELEMENT and finding.element == "iati-activity"
    return replace(finding, message=MUST_BE_GIVEN, values={}) if is_missing else finding


def _unique(findings: Iterator[Finding]) -> Iterator[Finding]:
    """The same sentence once, however many rows it is true of."""
    seen: set[str] = set()
    for one in findings:
        if str(one) not in seen:
            seen.add(str(one))
            yield one


def _state(findings: tuple[Finding, ...], count: int) -> str:
    if any(one.is_error for one in findings):
        return "error"
    if any(one.severity is Severity.WARNING for one in findings):
        return "warning"
    return "fine" if count else "empty"


def element_of(finding: Finding) -> str:
    """The element of the activity that a finding is about; the activity itself for the rest."""
    parts = finding.element.split("/")
    missing = str(finding.values.get("child", ""))
    if len(parts) == 1 and missing in TITLES:
        return missing
    name = parts[1].split("[")[0] if len(parts) > 1 else "iati-activity"
    return name if name in TITLES else "iati-activity"
