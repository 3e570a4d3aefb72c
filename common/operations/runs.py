"""Doing a job once for each moment that it is due, and writing down what became of it.

Who runs a job holds a lock of PostgreSQL with the job's name; it dies with its holder. So two
beats, two workers, a message delivered twice start the job once; and a run that is noted as
going on while nobody holds the lock is one that died.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Mapping
from typing import Any
from zlib import crc32

from django.db import connection
from django.db.models import BooleanField, ExpressionWrapper, F, Q, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from common.audit.context import current
from common.operations.locks import held, is_held
from common.operations.models import BAD, JobRun, RunStatus
from common.operations.rhythms import Rhythm

logger = logging.getLogger(__name__)

# "jobs": the first half of the lock's name.
SPACE = 0x6A_6F_62_73
# So many of the newest runs of each job are kept, good and bad apart, none longer than so.
KEPT_RUNS = 200
KEPT_FOR = dt.timedelta(days=90)


def run(
    name: str, rhythm: Rhythm, work: Callable[[], Any], *, by_hand: bool = False
) -> dict[str, Any] | None:
    """Do the work unless somebody else is at it, or it was done for this moment already.

    Returns what it counted, None when it was not done now. What it raises is noted and goes on
    to the caller. `by_hand`: somebody wants it now, done or not.
    """
    with held(SPACE, number_of(name)) as is_free:
        begun = _begin(name, rhythm, by_hand=by_hand) if is_free else None
        if begun is None:
            return None
        try:
            counts = _counts(work())
        except Exception as error:
            _end(begun, RunStatus.FAILED, error=f"{type(error).__name__}: {error}"[:2000])
            raise
        _end(begun, RunStatus.DONE, counts=counts)
        return counts


def number_of(name: str) -> int:
    """The second half of the lock's name: 31 bits of the job's."""
    return crc32(name.encode()) >> 1


def is_running(name: str) -> bool:
    return is_held(SPACE, number_of(name))


def _begin(name: str, rhythm: Rhythm, *, by_hand: bool) -> JobRun | None:
    now = timezone.now()
    due_at = rhythm.due_at(now)
    runs = JobRun.objects.filter(job=name)
    # We hold the lock: whoever is noted as running is gone.
    runs.filter(status=RunStatus.RUNNING).update(status=RunStatus.DIED, ended_at=now)
    if not by_hand and runs.filter(due_at=due_at, status=RunStatus.DONE).exists():
        return None
    doing = current()
    begun: JobRun = runs.create(
        job=name,
        due_at=due_at,
        is_by_hand=by_hand,
        asked_by_id=doing.actor if doing and by_hand else None,
    )
    return begun


def _counts(result: Any) -> dict[str, Any]:
    if isinstance(result, Mapping):
        return dict(result)
    return {} if result is None else {"count": result}


def _end(begun: JobRun, status: RunStatus, **said: Any) -> None:
    """The work may have broken the connection: what became of it is told on a new one."""
    if not connection.in_atomic_block:
        connection.close_if_unusable_or_obsolete()
    ended = {"status": status, "ended_at": timezone.now(), **said}
    JobRun.objects.filter(pk=begun.pk, status=RunStatus.RUNNING).update(**ended)


def forget_old_runs() -> int:
    """Keep the newest runs of each job, good ones and bad ones apart; how many went."""
    newest_first = F("started_at").desc()
    place = Window(RowNumber(), partition_by=[F("job"), F("is_bad")], order_by=newest_first)
    judged = JobRun.objects.order_by().annotate(
        is_bad=ExpressionWrapper(Q(status__in=BAD), BooleanField())
    )
    placed = judged.annotate(place=place).filter(place__gt=KEPT_RUNS)
    long_ago = JobRun.objects.filter(started_at__lt=timezone.now() - KEPT_FOR)
    # Of a job that has not run for long, the last good run says since when.
    last = JobRun.objects.exclude(status__in=BAD).order_by("job", "-started_at").distinct("job")
    old = JobRun.objects.filter(
        Q(pk__in=placed.values("pk")) | Q(pk__in=long_ago.values("pk")),
        ~Q(pk__in=last.values("pk")),
        ~Q(status=RunStatus.RUNNING),
    )
    count, _by_model = old.delete()
    return int(count)
