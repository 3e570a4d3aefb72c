"""Housekeeping that the worker does."""

from __future__ import annotations

import time

from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from common.operations import runs, watch
from common.operations.jobs import job
from common.operations.rhythms import Every

HEARTBEAT_KEY = "operations.heartbeat"
HEARTBEAT_LIMIT_SECONDS = 120
BEAT_RHYTHM = WATCH_RHYTHM = Every(60)


@job("operations-heartbeat", _("Sign of life of the worker"), Every(20))
def beat_heart() -> None:
    """Sent by beat, run by a worker: proof that both live."""
    cache.set(HEARTBEAT_KEY, time.time(), timeout=HEARTBEAT_LIMIT_SECONDS)


@job("operations-beat", _("Sign of life of the scheduler"), BEAT_RHYTHM, is_sent=False)
def beat_lives() -> None:
    """Noted by beat itself, never by a worker."""


@job(
    watch.WATCH,
    _("Watch over all other jobs"),
    WATCH_RHYTHM,
    counts={
        "asked": _("jobs asked for again"),
        "late": _("late jobs"),
        "told": _("people told"),
    },
)
def watch_jobs() -> dict[str, int]:
    """Asked for by beat and by the workers themselves, done once a minute."""
    return watch.watch()


@job("operations-old-runs", _("Old lines of this page are removed"), Every(60 * 60))
def forget_old_runs() -> int:
    return runs.forget_old_runs()
