"""What the tests of IATI share: the published files beside the project, and a smallest activity."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
from django.conf import settings as project_settings
from django.contrib.auth.models import AnonymousUser
from lxml import etree

from projects.iati.export import export_file
from projects.iati.rules import Circumstances, RuleSet, rules_of
from projects.models import Project
from projects.publication import NothingToExport

SHARED = Path(project_settings.BASE_DIR).parent / "shared" / "data" / "iati"
SUITE = SHARED / "xsd-suite"
MISSING = "the published files of IATI are not beside the project"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason=MISSING)

NOW = dt.datetime(2026, 6, 1, tzinfo=dt.UTC)
AROUND = Circumstances(NOW, frozenset({"UA-EDR", "XM-DAC"}))

# Breaks no rule and nothing of the schema.
ACTIVITY = """
<iati-activity xml:lang="uk" default-currency="UAH">
  <iati-identifier>UA-EDR-00000001-PL-1</iati-identifier>
  <reporting-org ref="UA-EDR-00000001" type="10"><narrative>Офіс</narrative></reporting-org>
  <title><narrative>Школа</narrative></title>
  <description><narrative>Ремонт школи</narrative></description>
  <participating-org role="1" ref="XM-DAC-41114"/>
  <activity-status code="2"/>
  <activity-date type="1" iso-date="2026-01-01"/>
  <recipient-country code="UA"/>
  <sector vocabulary="1" code="11120"/>
</iati-activity>
"""


def activity(*changes: tuple[str, str]) -> etree._Element:
    """The smallest activity, with pieces of its text replaced."""
    text = ACTIVITY
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return etree.fromstring(text)


def file_of(*activities: str, version: str = "2.03") -> bytes:
    inside = "".join(activities)
    return f'<iati-activities version="{version}">{inside}</iati-activities>'.encode()


def exported() -> bytes:
    """All projects as everybody gets them, but for the moments."""
    projects = Project.objects.order_by("pk")
    try:
        source, _report = export_file(projects, AnonymousUser())
    except NothingToExport as nothing:
        pytest.fail(
            "\n".join(str(one) for found in nothing.report.left_out.values() for one in found)
        )
    with source:
        return re.sub(rb" (generated|last-updated)-datetime=\"[^\"]*\"", b"", source.read())


@pytest.fixture(scope="session")
def official_schema() -> etree.XMLSchema:
    if not SHARED.is_dir():
        pytest.skip(MISSING)
    return etree.XMLSchema(etree.parse(str(SHARED / "schema" / "iati-activities-schema.xsd")))


@pytest.fixture(scope="session")
def official_rules() -> RuleSet:
    if not SHARED.is_dir():
        pytest.skip(MISSING)
    return rules_of(SHARED / "rules" / "standard.json")
