"""From an upload to the register: good rows go in once, bad rows wait, nothing is lost."""

from __future__ import annotations

import io
import resource
import time
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.models import User
from common.codelists.models import Theme
from common.exchange import jobs, tasks
from common.exchange.enums import JobStatus, Outcome, Result
from common.exchange.imports import importer
from common.exchange.locks import is_worked_on, working
from common.exchange.models import ImportJob
from common.exchange.problems import UnreadableTable
from common.exchange.workflow import WrongStep
from communities.models import Office, OfficeMembership
from partners.imports.session import PartnerSession
from partners.models import Partner
from tests.exchange.files import HEADER, csv_file, upload, xlsx_file
from tests.factories.partners import PartnerFactory

pytestmark = pytest.mark.django_db

GOOD = ("Фонд Їжак", "Hedgehog Fund", "фонд", "DK")
OTHER = ("Фонд Лелека", "Stork Fund", "фонд", "SE")
BAD = ("Фонд Бобер", "Beaver Fund", "фонд", "Німечина")


def checked(actor: User, content: bytes, name: str = "list.csv", office: str = "") -> ImportJob:
    job = jobs.upload_table(
        actor=actor, door=importer("partners"), file=upload(content, name), office=office
    )
    jobs.check_table(job)
    job.refresh_from_db()
    return job


def taken_in(actor: User, content: bytes, **more: Any) -> ImportJob:
    job = checked(actor, content, **more)
    jobs.start(job)
    jobs.take_in(job)
    job.refresh_from_db()
    return job


def test_good_rows_go_in_and_bad_rows_wait(officer: User, office: Office) -> None:
    job = taken_in(officer, csv_file([GOOD, BAD, OTHER]), office=office.slug)
    assert job.status == JobStatus.DONE
    assert job.counts == {"new": 2, "error": 1}
    assert set(Partner.objects.values_list("name", flat=True)) == {"Фонд Їжак", "Фонд Лелека"}
    bad = job.rows.get(number=3)
    assert (bad.outcome, bad.result, bad.applied_at) == (Outcome.ERROR, "", None)
    problem = bad.problems[0]
    assert (problem["column"], problem["value"]) == ("country", "Німечина")
    assert "Німеччина" in problem["reason"]["en"]


def test_records_say_where_they_came_from(officer: User, office: Office) -> None:
    taken_in(officer, csv_file([GOOD]), office=office.slug)
    partner = Partner.objects.get(name="Фонд Їжак")
    assert (partner.origin, partner.origin_note) == ("import", "list.csv")
    assert partner.curated_by == office
    context = partner.events.get().pgh_context  # type: ignore[attr-defined]
    assert context["source"] == "import"
    assert context["actor"] == officer.pk
    assert context["note"] == "list.csv, 2"


def test_the_same_file_twice_changes_nothing(officer: User) -> None:
    content = csv_file([GOOD, OTHER])
    taken_in(officer, content)
    events = Partner.events.rel.related_model.objects.count()  # type: ignore[attr-defined]
    again = checked(officer, content)
    assert again.counts == {"unchanged": 2}
    assert any("went in before" in note["en"] for note in again.notes)
    with pytest.raises(jobs.NothingToTakeIn):
        jobs.start(again)
    assert Partner.events.rel.related_model.objects.count() == events  # type: ignore[attr-defined]


def test_two_rows_of_the_same_record_the_second_is_wrong(officer: User) -> None:
    job = taken_in(officer, csv_file([GOOD, OTHER, ("ФОНД  «їжак»", "", "фонд", "DK")]))
    second = job.rows.get(number=4)
    assert second.outcome == Outcome.ERROR
    assert "row 2" in second.problems[0]["reason"]["en"]
    assert job.rows.get(number=2).result == Result.CREATED


def test_a_bad_row_does_not_block_a_good_one_of_the_same_record(officer: User) -> None:
    wrong = (*GOOD[:3], "Країна, якої нема")
    job = checked(officer, csv_file([wrong, GOOD]))
    assert [row.outcome for row in job.rows.in_order()] == [Outcome.ERROR, Outcome.NEW]


def test_empty_cells_erase_nothing(officer: User) -> None:
    partner = PartnerFactory.create(name="Фонд Їжак", name_en="Hedgehog", website="https://a.dk")
    job = taken_in(officer, csv_file([("Фонд Їжак", "Hedgehog Fund", "", "")]))
    assert job.rows.get().result == Result.CHANGED
    partner.refresh_from_db()
    assert (partner.name_en, partner.website, partner.kind) == (
        "Hedgehog Fund",
        "https://a.dk",
        "foundation",
    )


def test_only_what_was_seen_goes_in(officer: User) -> None:
    """Somebody changes the record between the check and the confirmation."""
    partner = PartnerFactory.create(name="Фонд Їжак", name_en="Old name", country="DK")
    job = checked(officer, csv_file([GOOD]))
    Partner.objects.filter(pk=partner.pk).update(name_en="Meanwhile")
    jobs.start(job)
    jobs.take_in(job)
    row = job.rows.get()
    assert row.result == Result.REFUSED
    assert "changed since the check" in row.problems[-1]["reason"]["en"]
    partner.refresh_from_db()
    assert partner.name_en == "Meanwhile"


def test_a_record_that_appeared_meanwhile_is_not_doubled(officer: User) -> None:
    job = checked(officer, csv_file([GOOD]))
    PartnerFactory.create(name="Фонд Їжак", country="DK")
    jobs.start(job)
    jobs.take_in(job)
    assert job.rows.get().result == Result.REFUSED
    assert Partner.objects.filter(name="Фонд Їжак").count() == 1


def test_double_confirmation_and_repeated_work(officer: User) -> None:
    job = checked(officer, csv_file([GOOD, OTHER]))
    jobs.start(job)
    with pytest.raises(WrongStep):
        jobs.start(job)
    jobs.take_in(job)
    jobs.take_in(job)
    tasks.work_on_import(job.pk)
    assert Partner.objects.count() == 2


class Killed(BaseException):
    """As when the worker's process dies: nothing catches it."""


def test_an_interrupted_import_goes_on_where_it_stopped(
    officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [(f"Фонд номер {n} {word}", "", "фонд", "DK") for n, word in enumerate("абвгд")]
    job = checked(officer, csv_file(rows))
    jobs.start(job)
    create = PartnerSession.create
    calls: list[str] = []

    def dies_at_the_third(self: PartnerSession, actor: Any, data: Any, job: ImportJob) -> str:
        calls.append(data["name"])
        reference = create(self, actor, data, job)
        if len(calls) == 3:
            raise Killed
        return reference

    monkeypatch.setattr(PartnerSession, "create", dies_at_the_third)
    with pytest.raises(Killed):
        jobs.take_in(job)
    assert Partner.objects.count() == 2  # the third was undone with its row
    assert job.rows.exclude(applied_at=None).count() == 2
    monkeypatch.setattr(PartnerSession, "create", create)
    jobs.take_in(job)
    job.refresh_from_db()
    assert job.status == JobStatus.DONE
    assert Partner.objects.count() == 5
    assert set(job.rows.values_list("result", flat=True)) == {Result.CREATED}


def test_an_interrupted_check_begins_anew(officer: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "BATCH", 1)
    job = jobs.upload_table(
        actor=officer, door=importer("partners"), file=upload(csv_file([GOOD, OTHER]))
    )

    def killed(job: ImportJob, done: int, total: int = 0) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(jobs, "_progress", killed)
        with pytest.raises(Killed):
            jobs.check_table(job)
    assert job.rows.count() == 1
    jobs.check_table(job)
    assert job.rows.count() == 2


def test_one_row_that_the_database_refuses_does_not_stop_the_others(
    officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    create = PartnerSession.create

    def stumbles(self: PartnerSession, actor: Any, data: Any, job: ImportJob) -> str:
        if data["name"] == GOOD[0]:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1/0")
        return create(self, actor, data, job)

    monkeypatch.setattr(PartnerSession, "create", stumbles)
    job = taken_in(officer, csv_file([GOOD, OTHER]))
    assert [row.result for row in job.rows.in_order()] == [Result.REFUSED, Result.CREATED]


def test_the_lock_shows_that_somebody_works(officer: User) -> None:
    job = checked(officer, csv_file([GOOD]))
    assert not is_worked_on(job)
    with working(job) as free:
        assert free
        assert is_worked_on(job)
    assert not is_worked_on(job)


def test_forgotten_work_is_taken_up(officer: User) -> None:
    job = jobs.start(checked(officer, csv_file([GOOD])))
    assert not tasks.is_forgotten(job)
    ImportJob.objects.update(touched_at=job.touched_at - 2 * tasks.FORGOTTEN_AFTER)
    job.refresh_from_db()
    assert tasks.is_forgotten(job)
    assert tasks.take_up_forgotten_imports() == 1
    job.refresh_from_db()
    assert job.status == JobStatus.DONE


def test_who_lost_the_role_brings_nothing_in(officer: User) -> None:
    job = jobs.start(checked(officer, csv_file([GOOD])))
    OfficeMembership.objects.filter(user=officer).delete()
    jobs.take_in(ImportJob.objects.get(pk=job.pk))
    assert job.rows.get().result == Result.REFUSED
    assert not Partner.objects.exists()


def test_a_heading_without_rows_is_refused_and_nothing_kept(officer: User) -> None:
    with pytest.raises(UnreadableTable) as refused:
        checked(officer, csv_file([]))
    assert refused.value.texts()["en"] == "There are no rows under the heading."
    assert not ImportJob.objects.exists()


def test_a_table_that_breaks_off_later_fails_whole(
    officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "AT_ONCE", 2)
    rows = [(f"Фонд {n}", "", "фонд", "DK") for n in range(40)]
    content = csv_file(rows) + 'Останній;"незакритий'.encode()
    job = checked(officer, content)
    assert job.status == JobStatus.FAILED
    assert "quotation mark" in job.refusal["en"]
    assert not job.rows.exists()


def test_unknown_columns_are_told_and_left_out(officer: User) -> None:
    header = (*HEADER, "Погода", "created at", "")
    job = checked(officer, csv_file([(*GOOD, "дощ", "2026-01-01", "ще")], header=header))
    notes = " ".join(note["en"] for note in job.notes)
    assert "do not know were left out: «Погода»" in notes
    assert "keeps these columns itself, they were left out: «created at»" in notes
    assert job.counts == {"new": 1}


def test_old_encoding_is_said(officer: User) -> None:
    job = checked(officer, csv_file([GOOD], encoding="cp1251"))
    assert "Windows-1251" in job.notes[0]["uk"] + job.notes[0]["en"]


def test_a_row_longer_than_the_heading_cannot_be_read(officer: User) -> None:
    row = checked(officer, csv_file([(*GOOD, "зайве")])).rows.get()
    assert row.problems[0]["level"] == "critical"


def test_cells_beyond_the_heading_of_a_sheet_are_left_out(officer: User) -> None:
    content = xlsx_file({"А": [HEADER, (*GOOD, "примітка")]})
    job = checked(officer, content, name="book.xlsx")
    assert job.counts == {"new": 1}
    assert "without a heading" in job.notes[0]["en"]


def test_cells_with_failed_formulas_and_with_formulas(officer: User) -> None:
    header = (*HEADER, "Опис")
    rows = [(*GOOD, "#REF!"), (*OTHER, "=CMD|' /C calc'!A0")]
    job = checked(officer, csv_file(rows, header=header))
    failed, formula = job.rows.in_order()
    assert failed.outcome == Outcome.ERROR
    assert (formula.outcome, formula.problems[0]["level"]) == (Outcome.NEW, "warning")


def test_cancel_and_delete_leave_no_file(officer: User, posted: Any) -> None:
    job = checked(officer, csv_file([GOOD]))
    storage, name = job.file.storage, job.file.name
    assert name is not None
    assert storage.exists(name)
    with posted():
        jobs.cancel(job)
    assert not storage.exists(name)
    with posted():
        jobs.delete(job)
    assert not ImportJob.objects.exists()


def test_old_files_go_and_what_became_of_the_rows_stays(officer: User, posted: Any) -> None:
    old, recent, open_one = (checked(officer, csv_file([GOOD])) for _ in range(3))
    storage, names = old.file.storage, [one.file.name or "" for one in (old, recent, open_one)]
    for one in (old, recent):
        jobs.start(one)
        jobs.take_in(one)
    long_ago = timezone.now() - jobs.KEPT_FOR - timedelta(days=1)
    ImportJob.objects.filter(pk=old.pk).update(finished_at=long_ago)
    with posted():
        assert jobs.forget_old_files() == 1
    assert [storage.exists(name) for name in names] == [False, True, True]
    assert jobs.forget_old_files() == 0
    old.refresh_from_db()
    assert old.rows.count() == 1


def test_what_nobody_decided_about_is_cancelled(officer: User, posted: Any) -> None:
    job = checked(officer, csv_file([GOOD]))
    storage, name = job.file.storage, job.file.name or ""
    ImportJob.objects.filter(pk=job.pk).update(
        touched_at=timezone.now() - jobs.KEPT_FOR - timedelta(days=1)
    )
    with posted():
        assert jobs.forget_old_files() == 1
    job.refresh_from_db()
    assert (job.status, storage.exists(name)) == (JobStatus.CANCELLED, False)


def test_what_went_in_is_not_deleted(officer: User) -> None:
    job = taken_in(officer, csv_file([GOOD]))
    with pytest.raises(WrongStep):
        jobs.delete(job)
    with pytest.raises(WrongStep):
        jobs.cancel(job)


def test_another_sheet(officer: User) -> None:
    content = xlsx_file({"Один": [HEADER, GOOD], "Два": [HEADER, OTHER, BAD]})
    job = checked(officer, content, name="book.xlsx")
    assert (job.sheet, job.counts) == ("Один", {"new": 1})
    jobs.check_again(job, sheet="Два")
    jobs.check_table(job)
    job.refresh_from_db()
    assert (job.sheet, job.counts) == ("Два", {"new": 1, "error": 1})


def test_ten_thousand_rows(officer: User, capsys: pytest.CaptureFixture[str]) -> None:
    Theme.objects.create(slug="energy", name="Енергетика", name_en="Energy")
    PartnerFactory.create_batch(50)
    rows = [
        (f"Організація {n} Ґалаґан", f"Organisation {n} Galagan", "фонд", "Данія", "енергетика")
        for n in range(10_000)
    ]
    content = xlsx_file({"Дані": [(*HEADER, "Напрями"), *rows]})
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.monotonic()
    job = checked(officer, content, name="large.xlsx")
    took = time.monotonic() - started
    more = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    with capsys.disabled():
        print(f"\n10,000 rows checked in {took:.1f} s, {more:.0f} MB more")  # noqa: T201
    assert job.counts == {"new": 10_000}
    assert took < 120
    assert more < 300


def test_a_large_table_is_a_workers_task(
    officer: User, browse: Any, posted: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "AT_ONCE", 2)
    asked: list[int] = []
    monkeypatch.setattr(tasks.work_on_import, "delay", asked.append)
    browser: Client = browse("officer")
    content = csv_file([GOOD, OTHER, ("Фонд Видра", "", "фонд", "NO")])
    with posted():
        with_job = browser.post("/partners/import/new/", {"file": io.BytesIO(content)})
    assert with_job.status_code == 302
    job = ImportJob.objects.get()
    assert asked == [job.pk]
    waiting = browser.get(with_job.headers["Location"]).content.decode()
    assert 'http-equiv="refresh"' in waiting
    assert 'hx-trigger="every 2s"' in waiting
    tasks.work_on_import(job.pk)
    job.refresh_from_db()
    assert job.status == JobStatus.PREVIEWED
    progress = browser.get(f"{with_job.headers['Location']}progress/")
    assert progress.headers["HX-Refresh"] == "true"
