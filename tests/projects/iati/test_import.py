"""An IATI file into the register: what is new, changed, colliding; and back out the same."""

from __future__ import annotations

import io
import logging
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone, translation

from common.audit.registry import event_model_of
from common.exchange.enums import JobStatus
from communities.models import Office
from projects.iati.reading import FileRefused
from projects.iati_import import activities as activities_of_files
from projects.iati_import import taking
from projects.models import (
    FieldSource,
    IatiImport,
    Project,
    ProjectRole,
    ProjectTransaction,
    StagedActivity,
    StagedBody,
)
from projects.services import iati_imports as imports
from tests.factories.partners import PartnerFactory
from tests.projects.iati.conftest import ACTIVITY, exported, file_of
from tests.projects.iati.whole import whole_project

pytestmark = pytest.mark.django_db


@pytest.fixture
def reporter(office: Office) -> Office:
    Office.objects.filter(pk=office.pk).update(edrpou="99999999")
    office.refresh_from_db()
    return office


def donor(identifier: str = "XM-DAC-1-A", *changes: tuple[str, str]) -> str:
    """The smallest activity, of a foreign publisher, with pieces replaced."""
    text = ACTIVITY.replace("UA-EDR-00000001-PL-1", identifier)
    text = text.replace('ref="UA-EDR-00000001"', 'ref="XM-DAC-1"')
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return text


PAYMENT = (
    '<transaction><transaction-type code="3"/><transaction-date iso-date="2026-02-01"/>'
    '<value value-date="2026-02-01">{}</value></transaction></iati-activity>'
)


def payment(amount: str) -> tuple[str, str]:
    return "</iati-activity>", PAYMENT.format(amount)


def check(office: Office, *texts: str, actor: Any = None, **wanted: Any) -> IatiImport:
    file = io.BytesIO(file_of(*texts))
    given = imports.Wanted(oblast=office.oblast, **wanted)
    job = imports.keep_file(actor=actor, file=file, name="file.xml", wanted=given)
    imports.check_file(job)
    return job


def take(office: Office, *texts: str, **wanted: Any) -> IatiImport:
    job = imports.start(check(office, *texts, **wanted))
    imports.take_in(job)
    return job


def staged(job: IatiImport) -> StagedActivity:
    return StagedActivity.objects.get(job=job)


def test_new_activity_becomes_a_draft(reporter: Office) -> None:
    take(reporter, donor("XM-DAC-1-A", payment("1000.5")))
    project = Project.objects.get()
    assert project.title == "Школа"
    assert project.record_status == "draft"
    assert project.source == "iati"
    assert project.office == reporter
    assert project.reference.endswith("-0001")
    assert project.sectors.get().code == "11120"
    assert project.transactions.get().amount == Decimal("1000.50")
    assert project.identifiers.get().value == "XM-DAC-1-A"


def test_provenance_and_history_are_written(reporter: Office) -> None:
    job = take(reporter, donor())
    source = FieldSource.objects.get()
    assert source.activity_id == "XM-DAC-1-A"
    assert source.job == job
    assert {"title", "sectors", "roles"} <= set(source.fields)
    project: Any = Project.objects.get()
    event = project.events.get()
    assert event.pgh_context["source"] == "import"
    role: Any = ProjectRole.objects.get()
    assert role.events.get().pgh_label == "insert"


def test_same_file_again_changes_nothing(reporter: Office) -> None:
    take(reporter, donor("XM-DAC-1-A", payment("7")))
    job = check(reporter, donor("XM-DAC-1-A", payment("7")))
    assert job.counts == {"unchanged": 1}
    with pytest.raises(imports.NothingToTakeIn):
        imports.start(job)


def test_what_nobody_touched_changes_with_the_file(reporter: Office) -> None:
    take(reporter, donor("XM-DAC-1-A", payment("7")))
    job = check(reporter, donor("XM-DAC-1-A", payment("8")))
    assert (staged(job).outcome, staged(job).changes) == ("changed", ["transactions"])
    imports.take_in(imports.start(job))
    assert ProjectTransaction.objects.get().amount == 8
    assert FieldSource.objects.get(job=job).fields.keys() == {"transactions"}
    assert "transactions" not in FieldSource.objects.exclude(job=job).get().fields


def test_own_edits_collide_and_are_asked_about(reporter: Office) -> None:
    take(reporter, donor("XM-DAC-1-A", payment("7")))
    Project.objects.update(title="Ліцей")
    ProjectTransaction.objects.update(amount=9)
    changed = donor("XM-DAC-1-A", payment("8"), ("Школа", "Гімназія"), ('code="2"', 'code="3"'))
    job = check(reporter, changed)
    one = staged(job)
    assert one.outcome == "colliding"
    assert one.reason == "edited"
    assert set(one.collisions) == {"title", "transactions"}
    assert one.changes == ["status"]
    with pytest.raises(imports.NothingToTakeIn):
        imports.start(job)
    imports.decide(job, {1: "keep"})
    imports.take_in(imports.start(job))
    project = Project.objects.get()
    assert (project.title, project.status) == ("Ліцей", "3")
    assert project.transactions.get().amount == 9


def test_taking_what_the_file_says(reporter: Office) -> None:
    take(reporter, donor())
    Project.objects.update(title="Ліцей")
    job = check(reporter, donor("XM-DAC-1-A", ("Школа", "Гімназія")))
    imports.decide(job, {1: "take"})
    imports.take_in(imports.start(job))
    assert Project.objects.get().title == "Гімназія"


def test_an_edit_that_the_file_does_not_touch_is_left_alone(reporter: Office) -> None:
    take(reporter, donor())
    Project.objects.update(title="Ліцей")
    assert check(reporter, donor()).counts == {"unchanged": 1}


def test_another_publisher_of_the_same_identifier_collides(reporter: Office) -> None:
    take(reporter, donor())
    other = donor("XM-DAC-1-A", ('ref="XM-DAC-1"', 'ref="XM-DAC-2"'), ("Школа", "Гімназія"))
    one = staged(check(reporter, other))
    assert (one.outcome, one.reason) == ("colliding", "publisher")


def test_project_entered_by_hand_collides_where_it_differs(reporter: Office) -> None:
    take(reporter, donor())
    FieldSource.objects.all().delete()
    job = check(reporter, donor("XM-DAC-1-A", ("Школа", "Гімназія")))
    assert staged(job).reason == "differs"
    assert "title" in staged(job).collisions
    assert "description" not in staged(job).collisions


def test_project_changed_after_the_check_is_refused(reporter: Office) -> None:
    take(reporter, donor())
    job = check(reporter, donor("XM-DAC-1-A", ("Школа", "Гімназія")))
    Project.objects.update(title="Ліцей", updated_at=timezone.now())
    imports.take_in(imports.start(job))
    assert staged(job).result == "refused"
    assert Project.objects.get().title == "Ліцей"


def test_filters_say_what_is_ours(reporter: Office) -> None:
    abroad = donor("XM-DAC-1-B", ('recipient-country code="UA"', 'recipient-country code="PL"'))
    job = check(reporter, donor(), abroad)
    assert job.counts == {"new": 1, "outside": 1}
    assert check(reporter, donor(), words="лікарня").counts == {"outside": 1}
    assert check(reporter, donor(), words="ремонт школи").counts == {"new": 1}


def test_territory_filter_reads_codes_and_names(reporter: Office) -> None:
    oblast = reporter.oblast
    named = donor("XM-DAC-1-B", ("Ремонт школи", f"Ремонт школи, {oblast.full_name}"))
    job = check(reporter, donor(), named, territory=oblast)
    assert job.counts == {"new": 1, "outside": 1}


def test_organisations_are_found_by_identifier_then_by_name(reporter: Office) -> None:
    known = PartnerFactory.create(name="Фонд допомоги")
    known.identifiers.create(scheme="iati", value="XM-DAC-41114")
    named = PartnerFactory.create(name="Агентство розвитку")
    second = (
        '<participating-org role="4"><narrative>агентство  «розвитку»</narrative>'
        "</participating-org><activity-status"
    )
    job = take(reporter, donor("XM-DAC-1-A", ("<activity-status", second)))
    matches = dict(StagedBody.objects.filter(job=job).values_list("match", "partner"))
    assert matches == {"identifier": known.pk, "name": named.pk}
    assert set(ProjectRole.objects.values_list("partner", flat=True)) == {known.pk, named.pk}


def test_a_person_says_who_an_organisation_is(reporter: Office) -> None:
    job = check(reporter, donor())
    body = StagedBody.objects.get(job=job)
    assert body.match == ""
    known = PartnerFactory.create()
    assert imports.link_bodies(job, {body.key: known}) == 1
    imports.take_in(imports.start(job))
    assert ProjectRole.objects.get().partner == known


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"PK\x03\x04zip", "packed"),
        (b"not xml at all", "not an XML"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><iati-activities version="2.03"/>', "DOCTYPE"),
        (file_of(ACTIVITY, version="1.05"), "1.05"),
        (b'<iati-organisations version="2.03"/>', "organisations"),
    ],
)
def test_bad_files_leave_nothing(reporter: Office, content: bytes, words: str) -> None:
    given = imports.Wanted(oblast=reporter.oblast)
    with translation.override("en"), pytest.raises(FileRefused, match=words):
        imports.keep_file(actor=None, file=io.BytesIO(content), name="x", wanted=given)
    assert not IatiImport.objects.exists()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"code;name\n1;2\n", "not an XML file"),
        (b"", "empty"),
        (b"PK\x03\x04 packed", "packed"),
        (None, "Is a directory"),
    ],
)
def test_the_command_tells_what_is_wrong_with_the_file_first(
    tmp_path: Path, content: bytes | None, words: str
) -> None:
    """Before it asks for an office, of which there is none here."""
    file = tmp_path if content is None else tmp_path / "iati.xml"
    if content is not None:
        file.write_bytes(content)
    with translation.override("en"), pytest.raises(CommandError) as told:
        call_command("import_iati", str(file))
    assert words in str(told.value)
    assert "\n" not in str(told.value)
    assert not IatiImport.objects.exists()


def test_the_command_asks_for_an_office_once_the_file_can_be_read(tmp_path: Path) -> None:
    (tmp_path / "iati.xml").write_bytes(file_of(donor()))
    with pytest.raises(CommandError, match="--keeper"):
        call_command("import_iati", str(tmp_path / "iati.xml"))


def test_a_file_that_breaks_off_leaves_only_its_refusal(reporter: Office) -> None:
    whole = file_of(*(donor(f"XM-DAC-1-{number}") for number in range(1200)))
    given = imports.Wanted(oblast=reporter.oblast)
    cut = io.BytesIO(whole[: len(whole) - 700])
    job = imports.keep_file(actor=None, file=cut, name="x", wanted=given)
    imports.check_file(job)
    assert job.status == JobStatus.FAILED
    assert "ends too early" in job.refusal["message"]
    assert not StagedActivity.objects.exists()
    assert not Project.objects.exists()


@pytest.mark.parametrize("after", [1, 3])
def test_a_file_cancelled_while_it_is_read_leaves_nothing(
    reporter: Office, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    monkeypatch.setattr(activities_of_files, "BATCH", 2)
    told, read = imports._progress, []

    def cancels(job: IatiImport, done: int) -> None:
        told(job, done)
        read.append(done)
        if len(read) == after:
            imports.cancel(IatiImport.objects.get(pk=job.pk))

    monkeypatch.setattr(imports, "_progress", cancels)
    job = check(reporter, *(donor(f"XM-DAC-1-{number}") for number in range(6)))
    assert job.status == JobStatus.CANCELLED
    assert len(read) == after
    assert not StagedActivity.objects.exists()
    assert not StagedBody.objects.exists()


def test_double_identifiers_unknown_codes_and_bad_values_are_told(reporter: Office) -> None:
    job = check(
        reporter,
        donor(),
        donor(),
        donor("XM-DAC-1-B", ('activity-status code="2"', 'activity-status code="77"')),
        donor("XM-DAC-1-C", payment("багато")),
        donor("XM-DAC-1-D", ('iso-date="2026-01-01"', 'iso-date="2026-13-01"')),
    )
    assert job.counts == {"new": 1, "error": 4}
    for one in StagedActivity.objects.filter(job=job, outcome="error"):
        assert one.problems, one.identifier
        assert one.problems[0]["error"]


INDICATOR = (
    '<result type="1"><title><narrative>р</narrative></title><indicator measure="1"><title>'
    "<narrative>і</narrative></title>{}</indicator></result></iati-activity>"
)
SECTOR = '<sector vocabulary="1" code="11120"'
PLACES_OF_NUMBERS = (
    (SECTOR, "<location><point><pos>{0} {0}</pos></point></location>" + SECTOR),
    (SECTOR, SECTOR + ' percentage="{0}"'),
    ("</iati-activity>", '<tag vocabulary="2" code="{0}"/></iati-activity>'),
    ("</iati-activity>", '<tag vocabulary="3" code="{0}.1"/></iati-activity>'),
    ("</iati-activity>", PAYMENT),
    ("</iati-activity>", INDICATOR.format('<baseline year="{0}" value="{0}"/>')),
    ("</iati-activity>", INDICATOR.format('<baseline year="2020" value="{0}"/>')),
    ('iso-date="2026-01-01"', 'iso-date="{0}-01-01"'),
)


@pytest.mark.parametrize(
    "strange", ["²", "٢", "²⁰²⁰", "٢٠٢٠", "1٢", "NaN", "-Infinity", "1e999", "1_0", "9" * 5000, ""]
)
def test_what_looks_like_a_number_stops_no_file(reporter: Office, strange: str) -> None:
    texts = [
        donor(f"XM-DAC-1-{number}", (old, new.format(strange)))
        for number, (old, new) in enumerate(PLACES_OF_NUMBERS)
    ]
    job = take(reporter, *texts, donor("XM-DAC-1-last"))
    assert job.status == JobStatus.DONE
    assert sum(job.counts.values()) == len(texts) + 1
    assert Project.objects.filter(identifiers__value="XM-DAC-1-last").exists()
    assert not StagedActivity.objects.filter(job=job, result="refused").exists()


@pytest.mark.parametrize("activities", [3, 7])
def test_processes_that_share_a_file_read_the_same(
    reporter: Office, monkeypatch: pytest.MonkeyPatch, activities: int
) -> None:
    texts = [donor(f"XM-DAC-1-{number}") for number in range(activities)]
    texts[2] = donor("XM-DAC-1-0")
    alone = read_by(monkeypatch, 1, reporter, texts)
    together = read_by(monkeypatch, 3, reporter, texts)
    assert together == alone
    assert [one[1] for one in alone].count("error") == 1


def read_by(
    monkeypatch: pytest.MonkeyPatch, processes: int, office: Office, texts: list[str]
) -> list[Any]:
    """What is staged, and the organisations with how often the file names them."""
    monkeypatch.setattr(activities_of_files, "LARGE_BYTES", 0)
    monkeypatch.setattr(activities_of_files, "BATCH", 2)
    monkeypatch.setattr(activities_of_files, "processes_at_hand", lambda: processes)
    job = check(office, *texts)
    rows = StagedActivity.objects.filter(job=job).order_by("number")
    bodies = StagedBody.objects.filter(job=job).order_by("key").values_list("key", "uses")
    return [*rows.values_list("identifier", "outcome", "payload", "hashes", "line"), *bodies]


def test_a_file_that_breaks_off_is_refused_by_processes_too(
    reporter: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = [donor(f"XM-DAC-1-{number}") for number in range(7)]
    monkeypatch.setattr(activities_of_files, "BATCH", 2)
    monkeypatch.setattr(activities_of_files, "processes_at_hand", lambda: 2)
    monkeypatch.setattr(activities_of_files, "LARGE_BYTES", 0)
    whole = file_of(*texts)
    given = imports.Wanted(oblast=reporter.oblast)
    cut = io.BytesIO(whole[: len(whole) - 700])
    job = imports.keep_file(actor=None, file=cut, name="x", wanted=given)
    imports.check_file(job)
    assert job.status == JobStatus.FAILED
    assert not StagedActivity.objects.exists()


def test_what_broke_a_process_beside_us_stands_in_the_log(
    reporter: Office, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """It has a memory of its own: only what it writes to a file is seen from here."""
    read_one = activities_of_files._read

    def breaks(number: int, *given: Any) -> Any:
        assert number != 3, "the third is strange"
        return read_one(number, *given)

    monkeypatch.setattr(activities_of_files, "_read", breaks)
    log = logging.FileHandler(tmp_path / "log")
    activities_of_files.logger.addHandler(log)
    try:
        with pytest.raises(activities_of_files.ReaderDied):
            read_by(monkeypatch, 2, reporter, [donor(f"XM-DAC-1-{one}") for one in range(5)])
    finally:
        activities_of_files.logger.removeHandler(log)
        log.close()
    assert "the third is strange" in (tmp_path / "log").read_text()


def test_what_is_not_known_asks_nothing_of_what_is(
    reporter: Office, django_assert_max_num_queries: Any
) -> None:
    """That many projects changed since the check, as all that come in do, makes it no slower."""
    job = imports.start(check(reporter, donor("XM-DAC-1-A"), donor("XM-DAC-1-B")))
    with django_assert_max_num_queries(100) as asked:
        imports.take_in(job)
    said = [one["sql"] for one in asked.captured_queries]
    assert not any(one.startswith("DELETE") or "updated_at >" in one for one in said)


def test_histories_filled_in_bulk_have_indexes_of_what_their_rows_belong_to() -> None:
    fields = event_model_of(ProjectTransaction)._meta.local_fields
    indexed = {one.name for one in fields if one.db_index and one.is_relation}
    assert indexed == {"pgh_obj", "project"}


@pytest.mark.django_db(transaction=True)
def test_connections_beside_each_other_take_everything_in_once(
    reporter: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One activity of the file is refused by the register: the others are in all the same."""
    monkeypatch.setattr(taking, "BATCH", 3)
    monkeypatch.setattr(taking, "ALONE", 3)
    texts = [donor(f"XM-DAC-1-{number}") for number in range(20)]
    job = imports.start(check(reporter, *texts))
    StagedActivity.objects.filter(number=5).update(payload='{"status": {"status": "too long"}}')
    imports.take_in(job)
    job.refresh_from_db()
    assert job.status == JobStatus.DONE
    results = dict(job.activities.values_list("number", "result"))
    assert results.pop(5) == "refused"
    assert set(results.values()) == {"created"}
    references = sorted(Project.objects.values_list("reference", flat=True))
    assert len(references) == 19
    assert references[-1].endswith("-0019")
    assert job.done == 20


def test_taking_in_twice_repeats_nothing(reporter: Office) -> None:
    job = imports.start(check(reporter, donor()))
    imports.take_in(job)
    IatiImport.objects.update(status="running")
    imports.take_in(job)
    assert Project.objects.count() == 1


def test_round_trip_of_a_project_with_everything(reporter: Office) -> None:
    whole_project(reporter, activity_scope="4")
    before = exported()
    text = before.partition(b"?>")[2]
    Project.objects.all().delete()
    given = imports.Wanted(oblast=reporter.oblast, publishes=True)
    job = imports.keep_file(actor=None, file=io.BytesIO(text), name="own.xml", wanted=given)
    imports.check_file(job)
    assert job.counts == {"new": 1}, list(StagedActivity.objects.values_list("problems"))
    imports.take_in(imports.start(job))
    assert exported() == before


def test_own_file_over_the_same_register_changes_nothing(reporter: Office) -> None:
    whole_project(reporter)
    job = imports.keep_file(
        actor=None,
        file=io.BytesIO(exported()),
        name="own.xml",
        wanted=imports.Wanted(oblast=reporter.oblast),
    )
    imports.check_file(job)
    assert job.counts == {"unchanged": 1}, staged(job).collisions + staged(job).changes


def test_what_everybody_gets_is_known_to_those_who_see_more(
    reporter: Office, administrator: Any
) -> None:
    """A partner that is not public is in our register, not in the file: no difference."""
    project = whole_project(reporter)
    hidden = PartnerFactory.create(name="Прихований", visibility="internal")
    ProjectRole.objects.create(project=project, role="extending", partner=hidden, number=9)
    text = exported()
    assert "Прихований" not in text.decode()
    given = imports.Wanted(oblast=reporter.oblast)
    job = imports.keep_file(
        actor=administrator, file=io.BytesIO(text), name="own.xml", wanted=given
    )
    imports.check_file(job)
    assert job.counts == {"unchanged": 1}, staged(job).collisions
