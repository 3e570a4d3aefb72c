"""The official conformance suite: what should pass passes, what should fail says why."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from projects.iati.validation import Checker, FileReport, check_file
from tests.projects.iati.conftest import SUITE, needs_shared

pytestmark = needs_shared
PASSING = sorted((SUITE / "should-pass").rglob("*.xml"))
FAILING = sorted((SUITE / "should-fail").rglob("*.xml"))


def _name(path: Path) -> str:
    return path.relative_to(SUITE).as_posix()


def _checked(path: Path, schema: etree.XMLSchema | None) -> FileReport:
    with path.open("rb") as source:
        return check_file(source, Checker(schema=schema))


def test_the_suite_is_whole() -> None:
    assert (len(PASSING), len(FAILING)) == (29, 113)


@pytest.mark.parametrize("path", PASSING, ids=_name)
@pytest.mark.parametrize("with_schema", ["official", "own"])
def test_should_pass(path: Path, with_schema: str, official_schema: etree.XMLSchema) -> None:
    report = _checked(path, official_schema if with_schema == "official" else None)
    assert report.is_accepted, [str(one) for _, one in report.findings]
    assert report.count


@pytest.mark.parametrize("path", FAILING, ids=_name)
@pytest.mark.parametrize("with_schema", ["official", "own"])
def test_should_fail_with_a_reason(
    path: Path, with_schema: str, official_schema: etree.XMLSchema
) -> None:
    report = _checked(path, official_schema if with_schema == "official" else None)
    assert not report.is_accepted
    reasons = [report.refused] if report.refused else [one for _, one in report.findings]
    for reason in reasons:
        # Our own table has a sentence for everything in the suite, in both languages.
        assert reason.in_language("uk")
        assert reason.in_language("en")
        assert "official schema" not in reason.message
        assert "%(" not in reason.in_language("en")
        if not report.refused:
            assert reason.line > 0
