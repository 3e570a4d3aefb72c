"""The life of an import as one table. `status` is written here and nowhere else."""

from __future__ import annotations

from typing import Any, Protocol

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.exchange.enums import JobStatus


class Moving(Protocol):
    """A record with these three columns: an import of a table, or of another kind of file."""

    status: Any
    started_at: Any
    finished_at: Any

    def save(self, *, update_fields: list[str]) -> None: ...


UPLOADED, PREVIEWED, RUNNING, DONE, FAILED, CANCELLED = JobStatus

# From where → to where. A table that is checked may be checked again (another sheet, a register
# that has changed meanwhile); what has begun to go in is never taken back.
STEPS: dict[JobStatus, frozenset[JobStatus]] = {
    UPLOADED: frozenset({PREVIEWED, FAILED, CANCELLED}),
    PREVIEWED: frozenset({UPLOADED, RUNNING, CANCELLED}),
    RUNNING: frozenset({DONE}),
    DONE: frozenset(),
    FAILED: frozenset({CANCELLED}),
    CANCELLED: frozenset(),
}
ENDS = frozenset({DONE, FAILED, CANCELLED})
# Nothing of it has gone in: it may be removed without a trace.
UNRUN = frozenset({UPLOADED, PREVIEWED, FAILED, CANCELLED})


class WrongStep(Exception):
    """The import is in another state by now: somebody, or another window, was quicker."""

    status = 409

    def __str__(self) -> str:
        return str(_("Meanwhile this import is in another state. Look at where it stands now."))


def may_move(job: Moving, target: JobStatus) -> bool:
    return target in STEPS[JobStatus(job.status)]


def move(job: Moving, target: JobStatus) -> None:
    """Set and save the status. The caller holds the row. Refuses WrongStep."""
    if not may_move(job, target):
        raise WrongStep
    job.status = target
    if target is RUNNING:
        job.started_at = timezone.now()
    job.finished_at = timezone.now() if target in ENDS else None
    job.save(update_fields=["status", "started_at", "finished_at"])
