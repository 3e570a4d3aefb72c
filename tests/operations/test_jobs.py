"""Scheduled jobs: declared once, done once when due, asked for again, and missed aloud."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from celery import current_app
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from kombu.exceptions import OperationalError

from accounts.models import User
from common.operations import runs, scheduling, tasks, watch
from common.operations.health import check_jobs
from common.operations.job_views import counted
from common.operations.jobs import Job, job, jobs
from common.operations.models import JobRun, RunStatus
from common.operations.rhythms import Daily, Every

Browse = Callable[[str], Client]
NOW = dt.datetime(2026, 11, 22, 9, 0, 5, tzinfo=dt.UTC)
EIGHT = dt.datetime(2026, 11, 22, 6, 0, tzinfo=dt.UTC)  # 8 o'clock of Kyiv in winter
HALF_MINUTE = Every(30)


def of(name: str) -> Any:
    return JobRun.objects.filter(job=name)


def good_run(name: str, due_at: dt.datetime, **more: Any) -> JobRun:
    fields = {"status": RunStatus.DONE, "started_at": due_at, "ended_at": due_at, **more}
    made: JobRun = JobRun.objects.create(job=name, due_at=due_at, **fields)
    return made


# The list


def test_every_job_is_known_to_beat_and_says_what_it_is() -> None:
    schedule = scheduling.beat_schedule()
    assert len(schedule) >= 18
    assert "operations-beat" not in schedule
    for one in jobs():
        with translation.override("uk"):
            assert str(one.label)
            assert str(one.rhythm)
        assert one.task in current_app.tasks


def test_two_jobs_have_two_names() -> None:
    with pytest.raises(ValueError, match="Two jobs are called operations-watch"):
        job("operations-watch", "x", Every(60))(lambda: None)


def test_moments_do_not_hang_on_when_something_was_started() -> None:
    assert HALF_MINUTE.due_at(NOW) == NOW.replace(second=0)
    assert HALF_MINUTE.next_at(NOW) == NOW.replace(second=30)
    assert Daily(8).due_at(NOW) == EIGHT
    assert Daily(8).due_at(EIGHT - dt.timedelta(seconds=1)) == EIGHT - dt.timedelta(days=1)
    # Summer ends on 25 October: eight o'clock stays eight o'clock, though 25 hours lie between.
    before = dt.datetime(2026, 10, 24, 12, tzinfo=dt.UTC)
    assert Daily(8).next_at(before) - Daily(8).due_at(before) == dt.timedelta(hours=25)


@time_machine.travel(NOW, tick=False)
def test_beat_asks_once_for_each_moment() -> None:
    schedule = scheduling.AtMoments(HALF_MINUTE)
    assert schedule.is_due(NOW - dt.timedelta(seconds=6)).is_due
    later = schedule.is_due(NOW)
    assert not later.is_due
    assert later.next == pytest.approx(25.05)


# Running


@pytest.mark.django_db
@time_machine.travel(NOW, tick=False)
def test_a_job_is_done_once_for_its_moment() -> None:
    assert runs.run("letters", HALF_MINUTE, lambda: {"sent": 2}) == {"sent": 2}
    assert runs.run("letters", HALF_MINUTE, lambda: {"sent": 9}) is None
    assert runs.run("letters", HALF_MINUTE, lambda: 7, by_hand=True) == {"count": 7}
    assert list(of("letters").values_list("counts", "is_by_hand").order_by("pk")) == [
        ({"sent": 2}, False),
        ({"count": 7}, True),
    ]


@pytest.mark.django_db
def test_what_went_wrong_is_noted_and_the_next_try_may_come_at_once() -> None:
    def broken() -> None:
        raise LookupError("no such thing")

    with pytest.raises(LookupError):
        runs.run("broken", Daily(8), broken)
    assert of("broken").get().error == "LookupError: no such thing"
    assert runs.run("broken", Daily(8), lambda: 1) == {"count": 1}


@pytest.mark.django_db(transaction=True)
def test_started_by_two_at_once_it_runs_once() -> None:
    begun, may_end = threading.Event(), threading.Event()
    done: list[str] = []

    def work() -> None:
        done.append("first")
        begun.set()
        may_end.wait(10)

    def first() -> None:
        try:
            runs.run("slow", Daily(8), work)
        finally:
            connection.close()

    thread = threading.Thread(target=first)
    thread.start()
    begun.wait(10)
    assert runs.is_running("slow")
    assert runs.run("slow", Daily(8), lambda: done.append("second"), by_hand=True) is None
    may_end.set()
    thread.join()
    assert done == ["first"]
    assert of("slow").get().status == RunStatus.DONE


@pytest.mark.django_db
def test_a_run_whose_worker_died_is_said_to_be_broken_off_and_done_again() -> None:
    dead = JobRun.objects.create(job="letters", due_at=NOW)
    assert runs.run("letters", Daily(8), lambda: None) == {}
    dead.refresh_from_db()
    assert (dead.status, bool(dead.ended_at)) == (RunStatus.DIED, True)


@pytest.mark.django_db
def test_asked_for_through_celery_it_is_noted_called_directly_it_is_not() -> None:
    tasks.beat_heart()
    assert not of("operations-heartbeat").exists()
    tasks.beat_heart.delay()
    assert of("operations-heartbeat").get().status == RunStatus.DONE
    assert cache.get(tasks.HEARTBEAT_KEY)


@pytest.mark.django_db
@time_machine.travel(NOW, tick=False)
def test_old_runs_go_and_the_last_good_one_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "KEPT_RUNS", 2)
    for minutes in range(5):
        good_run("often", NOW - dt.timedelta(minutes=minutes))
        good_run("often", NOW - dt.timedelta(minutes=minutes, seconds=1), status=RunStatus.FAILED)
    last = good_run("rarely", NOW - dt.timedelta(days=400))
    good_run("rarely", NOW - dt.timedelta(days=401))
    assert runs.forget_old_runs() == 7
    assert of("often").count() == 4
    assert of("rarely").get() == last


# Watching


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the jobs that the watch asked for; there are two."""
    names: list[str] = []
    two = [
        Job("letters", "Letters go out", HALF_MINUTE, "x.letters"),
        Job("digests", "Digests go out", Daily(8), "x.digests"),
    ]
    monkeypatch.setattr(watch, "jobs", lambda: two)
    monkeypatch.setattr(watch, "send", lambda one: names.append(one.name))
    return names


@pytest.fixture
def at_nine() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def watched_before() -> None:
    good_run(watch.WATCH, NOW - dt.timedelta(minutes=11))


@pytest.mark.django_db
@pytest.mark.usefixtures("at_nine")
def test_a_new_job_is_not_late(asked: list[str], administrator: User) -> None:
    watched_before()
    assert watch.watch() == {"asked": 0, "late": 0, "told": 0}
    assert {run.status for run in of("digests")} == {RunStatus.EXPECTED}


@pytest.mark.django_db
@pytest.mark.usefixtures("at_nine")
def test_what_was_lost_is_asked_for_again(asked: list[str]) -> None:
    good_run("letters", NOW.replace(second=0))
    good_run("digests", EIGHT - dt.timedelta(days=1))
    assert watch.watch()["asked"] == 1
    assert asked == ["digests"]


@pytest.mark.django_db
@pytest.mark.usefixtures("at_nine")
def test_a_job_that_fails_is_tried_three_times_with_pauses(asked: list[str]) -> None:
    good_run("letters", NOW.replace(second=0))
    good_run("digests", EIGHT - dt.timedelta(days=1))
    for tries in range(1, 4):
        at = NOW - dt.timedelta(minutes=20 * tries)
        good_run("digests", EIGHT, status=RunStatus.FAILED, started_at=at, ended_at=at)
        assert watch.watch()["asked"] == (tries < 3)
    of("digests").filter(status=RunStatus.FAILED).delete()
    good_run("digests", EIGHT, status=RunStatus.FAILED, ended_at=NOW - watch.PAUSE / 2)
    assert watch.watch()["asked"] == 0


@pytest.mark.django_db
@pytest.mark.usefixtures("at_nine")
def test_administrators_are_told_once_of_what_is_late(
    asked: list[str], administrator: User, officer: User, posted: Any
) -> None:
    watched_before()
    good_run("letters", NOW - dt.timedelta(minutes=11))
    good_run("digests", EIGHT - dt.timedelta(days=1))
    with posted() as box:
        assert watch.watch() == {"asked": 2, "late": 2, "told": 1}
        assert watch.watch() == {"asked": 2, "late": 2, "told": 0}
    (letter,) = box
    assert letter.to == [administrator.email]
    assert "Digests go out" in letter.body
    assert check_jobs() == "late: digests, letters"
    good_run("letters", NOW.replace(second=0))
    good_run("digests", EIGHT)
    assert check_jobs() == ""
    assert watch.watch() == {"asked": 0, "late": 0, "told": 0}


@pytest.mark.django_db
@pytest.mark.usefixtures("at_nine")
def test_after_a_night_switched_off_there_is_work_and_no_alarm(
    asked: list[str], administrator: User, posted: Any
) -> None:
    good_run(watch.WATCH, NOW - dt.timedelta(hours=9))
    good_run("letters", NOW - dt.timedelta(hours=9))
    with posted() as box:
        assert watch.watch() == {"asked": 1, "late": 0, "told": 0}
    assert box == []


@pytest.mark.django_db
def test_beat_says_that_it_lives_and_watches_where_no_worker_does(
    mailoutbox: list[EmailMessage],
) -> None:
    scheduling.live()
    assert of("operations-beat").get().status == RunStatus.DONE
    assert of(watch.WATCH).filter(status=RunStatus.DONE).count() == 1
    scheduling.live()
    assert of(watch.WATCH).filter(status=RunStatus.DONE).count() <= 2


@pytest.mark.django_db
def test_without_a_broker_the_watch_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_broker(*args: Any, **more: Any) -> None:
        raise OperationalError

    monkeypatch.setattr(scheduling, "send", no_broker)
    monkeypatch.setattr(watch, "send", no_broker)
    good_run("partners-agreements", timezone.now() - dt.timedelta(days=3))
    scheduling.ask_for_watch()
    assert watch.watch()["asked"] == 0


# Pages


@pytest.mark.django_db
def test_numbers_stand_in_the_order_of_the_job() -> None:
    """PostgreSQL keeps the shortest names first."""
    good_run("cooperation-meetings", timezone.now(), counts={"minutes": 1, "late": 2, "due": 3})
    meetings = next(one for one in jobs() if one.name == "cooperation-meetings")
    said = ", ".join(f"{label}: {3 - at}" for at, label in enumerate(meetings.counts.values()))
    assert counted(meetings, of("cooperation-meetings").latest("pk")) == said


@pytest.mark.django_db
def test_the_page_shows_what_is_late_and_runs_a_job_now(browse: Browse) -> None:
    good_run("notifications-digests", timezone.now() - dt.timedelta(days=3), counts={"count": 4})
    client = browse("administrator")
    page = client.get(reverse("operations:job-list")).content.decode()
    assert "/operations/jobs/notifications-digests/" in page
    assert page.count("data-jobs") == 1
    assert "зроблено: 4" in page
    good_run("notifications-letters", timezone.now(), counts={"sent": 3, "refused": 0})
    letters = next(one for one in jobs() if one.name == "notifications-letters")
    said = f"{letters.counts['sent']}: 3, {letters.counts['refused']}: 0"
    assert counted(letters, of("notifications-letters").latest("pk")) == said
    address = reverse("operations:job-detail", kwargs={"name": "operations-heartbeat"})
    client.post(address, follow=True)
    run = of("operations-heartbeat").get()
    assert (run.is_by_hand, run.asked_by.email) == (True, "admin@mosty.example")
    assert str(run.asked_by) in client.get(address).content.decode()


@pytest.mark.django_db
def test_without_a_worker_the_page_says_so(browse: Browse, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_broker(*args: Any, **more: Any) -> None:
        raise OperationalError

    monkeypatch.setattr("common.operations.job_views.send", no_broker)
    address = reverse("operations:job-detail", kwargs={"name": "operations-heartbeat"})
    with translation.override("en"):
        page = browse("administrator").post("/en" + address, follow=True).content.decode()
    assert "No worker can be reached" in page


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["notifications-letters", "operations-watch"])
def test_number_of_queries_does_not_grow(
    name: str, browse: Browse, django_assert_max_num_queries: Any
) -> None:
    client = browse("administrator")
    for count in (1, 30):
        for minutes in range(count):
            good_run(name, NOW - dt.timedelta(days=count, minutes=minutes))
        with django_assert_max_num_queries(14):
            assert client.get(reverse("operations:job-list")).status_code == 200
        with django_assert_max_num_queries(14):
            page = client.get(reverse("operations:job-detail", kwargs={"name": name}))
        assert page.status_code == 200
