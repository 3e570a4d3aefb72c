"""Our own advice: what makes an activity useful though no rule demands it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.utils.translation import gettext_noop as _
from lxml import etree

from projects.iati.findings import Finding, Severity
from projects.iati.parts import XML_LANG

NO_ENGLISH = _("There is no English text: donors abroad will not understand it.")
NO_CODE = _("The office has no EDRPOU code: nothing can be published without it.")
NO_FUNDER = _("No organisation that funds the project is named.")
NO_MONEY = _("There is neither a budget nor a payment.")
NO_END = _("There is no planned end.")
NO_PLACE = _("No community, raion or oblast is named.")
NO_LINKS = _("There is no public document and no link.")


def given(activity: etree._Element) -> Iterator[Finding]:
    for element, says, message, severity in _ADVICE:
        if says(activity):
            yield Finding(message, {}, severity, "advice", f"iati-activity/{element}")


def _lacks_english(name: str) -> Callable[[etree._Element], bool]:
    def says(activity: etree._Element) -> bool:
        texts = activity.find(name)
        return texts is not None and all(one.get(XML_LANG) != "en" for one in texts)

    return says


def _has_no(*paths: str) -> Callable[[etree._Element], bool]:
    compiled = [etree.XPath(path) for path in paths]
    return lambda activity: not any(path(activity) for path in compiled)


_ADVICE = (
    ("reporting-org", _has_no("reporting-org/@ref"), NO_CODE, Severity.ERROR),
    ("title", _lacks_english("title"), NO_ENGLISH, Severity.WARNING),
    ("description", _lacks_english("description"), NO_ENGLISH, Severity.WARNING),
    ("participating-org", _has_no("participating-org[@role='1']"), NO_FUNDER, Severity.WARNING),
    (
        "activity-date",
        _has_no("activity-date[@type='3']", "activity-date[@type='4']"),
        NO_END,
        Severity.WARNING,
    ),
    ("location", _has_no("location", "activity-scope[@code='4']"), NO_PLACE, Severity.WARNING),
    (
        "budget",
        _has_no("budget", "transaction", "@budget-not-provided"),
        NO_MONEY,
        Severity.WARNING,
    ),
    ("document-link", _has_no("document-link"), NO_LINKS, Severity.WARNING),
)
