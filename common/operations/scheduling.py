"""How Celery knows of the jobs: beat's schedule, and the two that look after each other.

Beat and worker each see to it that the watch runs (`watch.py`): the worker asks for it by a timer
of its own, so that it runs without beat; beat runs it itself when no worker did. Nothing of it
is kept in a file or in Redis: after any of them was started anew, the runs in the database say what
is due.
"""

from __future__ import annotations

import datetime as dt
import logging
import threading
import time
from typing import Any

from celery import bootsteps
from celery.beat import Scheduler
from celery.schedules import BaseSchedule, schedstate
from django.db import close_old_connections
from django.utils import timezone
from kombu.exceptions import OperationalError

from common.operations.jobs import jobs, send
from common.operations.rhythms import Rhythm
from common.operations.runs import run

logger = logging.getLogger(__name__)

WATCH_EVERY = 60
# Beat looks so long after the watch was due whether a worker has done it.
BEAT_WAITS = 30


class AtMoments(BaseSchedule):
    """A rhythm as Celery's beat wants it."""

    def __init__(self, rhythm: Rhythm) -> None:
        self.rhythm = rhythm
        super().__init__()

    def is_due(self, last_run_at: dt.datetime) -> schedstate:
        now = timezone.now()
        wait = (self.rhythm.next_at(now) - now).total_seconds()
        # A little later than due: beat wakes 10 ms early, and would ask twice.
        return schedstate(self.rhythm.due_at(now) > last_run_at, wait + 0.05)

    def remaining_estimate(self, last_run_at: dt.datetime) -> dt.timedelta:
        return self.rhythm.next_at(last_run_at) - timezone.now()

    def __reduce__(self) -> tuple[type[AtMoments], tuple[Rhythm]]:
        return type(self), (self.rhythm,)


class JobScheduler(Scheduler):
    """Beat's memory: what was due while it was away the watch asks for."""

    def setup_schedule(self) -> None:
        self.merge_inplace(beat_schedule())


def beat_schedule() -> dict[str, Any]:
    return {
        one.name: {
            "task": one.task,
            "schedule": AtMoments(one.rhythm),
            # The next question comes by then.
            "options": {"expires": one.rhythm.seconds},
        }
        for one in jobs()
        if one.is_sent
    }


class WatchFromWorker(bootsteps.StartStopStep):
    """A timer of the worker's main process, begun anew whenever the broker was lost."""

    requires = ("celery.worker.consumer.connection:Connection",)

    def __init__(self, consumer: Any, **options: Any) -> None:
        self.timer: Any = None

    def start(self, consumer: Any) -> None:
        self.timer = consumer.timer.call_repeatedly(WATCH_EVERY, ask_for_watch)

    def stop(self, consumer: Any) -> None:
        if self.timer:
            self.timer.cancel()


def ask_for_watch() -> None:
    watch = next(one for one in jobs() if one.name == "operations-watch")
    try:
        send(watch)
    except OperationalError:
        logger.warning("No broker: the watch is left to beat")


def begin_beating() -> None:
    """In beat's own process: a thread that says each minute that beat lives, and stands in."""
    threading.Thread(target=_beat, name="watch", daemon=True).start()


def _beat() -> None:
    while True:
        try:
            close_old_connections()
            live()
        except Exception:
            logger.exception("Beat could not look after the jobs")
        now = time.time()
        time.sleep(WATCH_EVERY - (now - BEAT_WAITS) % WATCH_EVERY)


def live() -> None:
    """Note that beat lives; where no worker watches, watch, and send the letters of it."""
    from common.notifications.delivery import send_due  # noqa: PLC0415 - the models load first
    from common.operations import tasks  # noqa: PLC0415 - tasks know jobs, jobs know beat

    run("operations-beat", tasks.BEAT_RHYTHM, lambda: None)
    if run("operations-watch", tasks.WATCH_RHYTHM, tasks.watch_jobs) is not None:
        send_due(most=20)
