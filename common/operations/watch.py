"""Is everything done that was due? What is not is asked for again, then the alarm is raised."""

from __future__ import annotations

import datetime as dt
import logging
from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from kombu.exceptions import OperationalError

from common.design.formats import moment
from common.notifications.groups import NoticeGroup
from common.notifications.telling import tell
from common.operations.jobs import Job, jobs, send
from common.operations.models import BAD, GOOD, JobRun, RunStatus

logger = logging.getLogger(__name__)

GROUP = NoticeGroup(
    "operations",
    _("The portal's own work"),
    _("Scheduled jobs that do not run; to administrators"),
    concerns=lambda person: bool(person.is_superuser),
)
WATCH = "operations-watch"
# A worker that is busy may be so late; then the question is thought to be lost.
ASK_AGAIN_AFTER = dt.timedelta(minutes=1)
# A job that fails is tried so often for one moment, with such a pause.
MOST_TRIES = 3
PAUSE = dt.timedelta(minutes=5)
# The watch must have been at work so long before it calls others late: after a night switched
# off everything is late, and is done within minutes.
WATCHED_FOR = dt.timedelta(minutes=10)
LOOKED_BACK = dt.timedelta(minutes=10)


@dataclass(frozen=True)
class Standing:
    """A job and its last good run."""

    job: Job
    good: JobRun

    def is_missing(self, now: dt.datetime, patience: dt.timedelta) -> bool:
        return self.good.due_at < self.job.rhythm.due_at(now - patience)

    def is_late(self, now: dt.datetime) -> bool:
        return self.is_missing(now, self.job.patience)


def watch() -> dict[str, int]:
    """Ask again for what was due and not done; tell administrators, once, of what is late."""
    now = timezone.now()
    standings = _standings(now)
    missing = [one for one in standings if one.is_missing(now, ASK_AGAIN_AFTER)]
    asked = sum(_ask_again(one, now) for one in missing)
    late = [one for one in missing if one.is_late(now)] if _has_watched(now) else []
    return {"asked": asked, "late": len(late), "told": _raise_alarm(late, now)}


def _standings(now: dt.datetime) -> list[Standing]:
    found = {run.job: run for run in last_good_runs()}
    return [Standing(one, found.get(one.name) or _first_seen(one, now)) for one in jobs()]


def _first_seen(one: Job, now: dt.datetime) -> JobRun:
    """A new job is not late for what was before it."""
    seen: JobRun = JobRun.objects.create(
        job=one.name,
        due_at=one.rhythm.due_at(now),
        started_at=now,
        ended_at=now,
        status=RunStatus.EXPECTED,
    )
    return seen


def _ask_again(one: Standing, now: dt.datetime) -> bool:
    if not one.job.is_sent or one.job.name == WATCH:
        return False
    due_at = one.job.rhythm.due_at(now)
    tried = JobRun.objects.filter(job=one.job.name, due_at=due_at, status__in=BAD)
    if tried.filter(ended_at__gt=now - PAUSE).exists() or tried.count() >= MOST_TRIES:
        return False
    try:
        send(one.job)
    except OperationalError:
        logger.warning("No broker: %s cannot be asked for", one.job.name)
        return False
    return True


def _has_watched(now: dt.datetime) -> bool:
    until = now - WATCHED_FOR
    before = (until - LOOKED_BACK, until)
    return bool(
        JobRun.objects.filter(job=WATCH, status=RunStatus.DONE, ended_at__range=before).exists()
    )


@transaction.atomic
def _raise_alarm(late: list[Standing], now: dt.datetime) -> int:
    """One letter for all that are late now and were not yet told of; how many people got it."""
    news = [one for one in late if one.good.alarm_at is None]
    if not news:
        return 0
    JobRun.objects.filter(pk__in=[one.good.pk for one in news]).update(alarm_at=now)
    administrators = get_user_model().objects.filter(is_superuser=True, is_active=True)
    return tell(
        group=GROUP.code,
        event=f"jobs late {now.isoformat()}",
        template="operations/letters/jobs_late",
        people=administrators,
        words=lambda language: {"count": len(news), "jobs": _words(news, language)},
        link=reverse("operations:job-list"),
        is_urgent=True,
    )


def _words(news: list[Standing], language: str) -> list[tuple[str, str, str]]:
    with override(language):
        return [
            (str(one.job.label), str(one.job.rhythm), moment(one.good.started_at)) for one in news
        ]


def late_jobs() -> list[str]:
    """Names of the jobs of which the alarm was raised, and which have not run since."""
    return sorted(one.job for one in last_good_runs() if one.alarm_at)


def last_good_runs() -> models.QuerySet[JobRun]:
    """Of each job that ever ran."""
    good: models.QuerySet[JobRun] = JobRun.objects.filter(status__in=GOOD)
    return good.order_by("job", "-due_at", "-pk").distinct("job")
