"""Projects out as IATI: complete, valid, and nothing that is not for the reader."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import etree

from common.codelists.reference_codes import load_codes
from projects.iati.activity import read_activity, write_activity
from projects.iati.elements import MODULES
from projects.iati.export import activities, export_file
from projects.iati.from_project import activity_of
from projects.iati.reading import ActivityReader
from projects.iati.rules import RuleSet
from projects.iati.validation import Checker, check_file
from projects.models import Project, ProjectIdentifier, ProjectRole, ProjectSector, RelatedProject
from projects.publication import NothingToExport
from tests.factories.partners import PartnerFactory
from tests.factories.projects import project
from tests.projects.iati.whole import office, simple_project, whole_project

pytestmark = pytest.mark.django_db
NOBODY = AnonymousUser()


def _all() -> Any:
    return Project.objects.visible_to(NOBODY).order_by("pk")


def _one(made: Project, user: Any = NOBODY) -> etree._Element:
    return next(node for one, node in activities(_all(), user) if one == made)


def _text(node: etree._Element) -> str:
    return etree.tostring(node, encoding="unicode")


def test_everything_we_know_is_in_the_activity() -> None:
    node = _one(whole_project(office()))
    there = [str(child.tag) for child in node]
    order = [module.PLACE.shape.name for module in MODULES]
    assert there == sorted(there, key=order.index)
    wanted = {module.PLACE.shape.name for module in MODULES if hasattr(module, "FIELD")}
    assert wanted - set(there) == {"recipient-region"}


def test_the_whole_is_valid_by_every_check(
    official_schema: etree.XMLSchema, official_rules: RuleSet
) -> None:
    load_codes()
    node = _one(whole_project(office()))
    check = Checker(schema=official_schema, rules=official_rules)
    assert [str(one) for one in check.findings(node)] == []


def test_identifiers(db: None) -> None:
    reporter = office()
    made = whole_project(reporter)
    node = _one(made)
    assert node.findtext("iati-identifier") == f"UA-EDR-99999999-{made.reference}"
    assert node.find("reporting-org").attrib == {  # type: ignore[union-attr]
        "ref": "UA-EDR-99999999",
        "type": "10",
        "secondary-reporter": "1",
    }
    others = {(one.get("type"), one.get("ref")) for one in node.iterchildren("other-identifier")}
    assert others == {("A9", "XM-DAC-41114-1"), ("A9", "1234-01")}


def test_an_identifier_once_given_is_kept(db: None) -> None:
    made = simple_project(office())
    ProjectIdentifier.objects.create(project=made, kind="iati", value="UA-EDR-99999999-OLD-7")
    assert _one(made).findtext("iati-identifier") == "UA-EDR-99999999-OLD-7"
    assert _one(made).find("other-identifier") is None


def test_unpublished_places_documents_and_contacts_stay_at_home(administrator: Any) -> None:
    """Whoever asks: the file goes out into the world."""
    made = whole_project(office())
    for user in (NOBODY, administrator):
        text = _text(_one(made, user))
        assert "Школа № 1" in text
        assert "49.5883 34.5514" in text
        for hidden in ("Таємне", "50 30", "Прихований", "+380000000000", "Внутрішній"):
            assert hidden not in text


def test_drafts_and_internal_projects_are_for_their_readers_only() -> None:
    reporter = office()
    simple_project(reporter, record_status="draft")
    simple_project(reporter, visibility="internal")
    shown = simple_project(reporter)
    assert [one for one, _ in activities(_all(), NOBODY)] == [shown]


def test_partners_whom_the_reader_may_not_know_are_not_named() -> None:
    made = simple_project(office())
    hidden = PartnerFactory.create(name="Прихований фонд", visibility="internal")
    ProjectRole.objects.create(project=made, role="implementing", partner=hidden)
    assert "Прихований" not in _text(_one(made))


def test_related_projects_whom_the_reader_may_not_know_are_not_named() -> None:
    reporter = office()
    made, draft = simple_project(reporter), simple_project(reporter, record_status="draft")
    RelatedProject.objects.create(project=made, kind="3", other=draft)
    assert _one(made).find("related-activity") is None


def test_related_projects_stand_under_our_identifiers() -> None:
    reporter = office()
    made, other = simple_project(reporter), simple_project(reporter)
    RelatedProject.objects.create(project=made, kind="3", other=other)
    related = _one(made).find("related-activity")
    assert related is not None
    assert related.get("ref") == f"UA-EDR-99999999-{other.reference}"


def test_sectors_without_shares_divide_equally() -> None:
    made = simple_project(office())
    for code in ("11220", "11240"):
        ProjectSector.objects.create(project=made, code=code)
    shares = [one.get("percentage") for one in _one(made).iterchildren("sector")]
    assert shares == ["33.34", "33.33", "33.33"]


def test_ukraine_takes_the_rest() -> None:
    made = simple_project(office())
    made.territories.create(level="country", country="PL", percentage=30)
    made.territories.create(level="oblast", country="UA", oblast=made.oblast)
    shares = {
        one.get("code"): one.get("percentage") for one in _one(made).iter("recipient-country")
    }
    assert shares == {"PL": "30", "UA": "70"}


def test_characters_that_xml_forbids_do_no_harm() -> None:
    made = simple_project(office(), title="Школа\x0b\x01 №\ufffe 1", description="a\r\nb")
    assert _one(made).findtext("title/narrative") == "Школа №\x20" + "1"


def test_an_activity_with_errors_is_left_out_and_named() -> None:
    reporter = office()
    good = simple_project(reporter)
    bad = project(oblast=reporter.oblast, office=reporter)
    source, report = export_file(_all(), NOBODY)
    with source:
        content = source.read()
    assert report.written == 1
    assert set(report.left_out) == {bad.reference}
    assert f"Left out because of errors: 1 ({bad.reference})".encode() in content
    assert good.reference.encode() in content
    assert check_file(io.BytesIO(content), Checker()).is_accepted


def test_nothing_valid_is_no_file() -> None:
    reporter = office()
    made = project(oblast=reporter.oblast, office=reporter)
    with pytest.raises(NothingToExport) as nothing:
        export_file(_all(), NOBODY)
    assert set(nothing.value.report.left_out) == {made.reference}
    with pytest.raises(NothingToExport):
        export_file(Project.objects.none(), NOBODY)


def test_an_office_without_a_code_cannot_report() -> None:
    simple_project(office(edrpou=""))
    with pytest.raises(NothingToExport):
        export_file(_all(), NOBODY)


def test_the_number_of_queries_does_not_grow() -> None:
    reporter = office()
    made = whole_project(reporter)
    first = _count_queries()
    for _ in range(3):
        simple_project(reporter)
        RelatedProject.objects.create(project=made, kind="3", other=simple_project(reporter))
    assert _count_queries() <= first + QUERIES_FOR_RELATED


# The first related project of the set asks for its identifiers.
QUERIES_FOR_RELATED = 2


def _count_queries() -> int:
    with CaptureQueriesContext(connection) as caught:
        assert list(activities(_all(), NOBODY))
    return len(caught)


def test_reading_gives_back_what_was_written() -> None:
    made = whole_project(office())
    site = "https://mosty.example"
    activity = activity_of(made, site)
    again = read_activity(write_activity(activity))
    assert again == type(activity)(
        **{
            name: getattr(activity, name)
            for name in activity.__dataclass_fields__
            if name != "updated_at"
        },
        updated_at=again.updated_at,
    )


def test_the_file_can_be_read_again() -> None:
    reporter = office()
    made = [simple_project(reporter) for _ in range(3)]
    source, _ = export_file(_all(), NOBODY)
    with source:
        names = [one.findtext("title/narrative") for one in ActivityReader(source)]
    assert names == [one.title for one in made]


def test_the_command(tmp_path: Path, capsys: Any) -> None:
    reporter = office()
    simple_project(reporter)
    grant = simple_project(reporter, kind="grant")
    target = tmp_path / "projects.xml"
    call_command("export_iati", "--kind", "grant", "--out", target)
    assert grant.reference.encode() in target.read_bytes()
    told = capsys.readouterr().err
    assert "1" in told
    with pytest.raises(CommandError):
        call_command("export_iati", "--kind", "credit", "--out", tmp_path / "none.xml")
    assert not (tmp_path / "none.xml").exists()
    for name in ("--oblast", "--partner", "--reference"):
        with pytest.raises(CommandError, match="nowhere"):
            call_command("export_iati", name, "nowhere", "--out", tmp_path / "none.xml")
    call_command("validate_iati", target)
