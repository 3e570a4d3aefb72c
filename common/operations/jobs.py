"""The one list of what the portal does by the clock: each job says it where it is written.

    @job("ideas", _("Ideas that nobody looks after"), Every(12 * 60 * 60))
    def watch_ideas() -> dict[str, int]:
        ...

stands in the `tasks` module of an app. That makes it a Celery task, puts it into beat's schedule
and onto the page of jobs, notes each run, and raises the alarm when it does not run. What it
returns, a number or numbers by name, is shown on the page: `counts` says the names in the words of
people. It takes no arguments, and must be harmless when it is done twice: a worker may die at its
end. Called directly it is the plain function.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import wraps
from typing import TYPE_CHECKING, Any

from celery import current_app, shared_task

from common.operations.rhythms import Rhythm
from common.operations.runs import run

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

SHORTEST_PATIENCE = dt.timedelta(minutes=10)
LONGEST_PATIENCE = dt.timedelta(hours=1)


@dataclass(frozen=True)
class Job:
    """`name` is kept with the runs and never changes. `is_sent`: beat asks a worker to do it."""

    name: str
    label: _StrPromise | str
    rhythm: Rhythm
    task: str
    is_sent: bool = True
    counts: Mapping[str, _StrPromise | str] = field(default_factory=dict, compare=False)

    @property
    def patience(self) -> dt.timedelta:
        """So long after it was due the job may have to be done; then it is late."""
        interval = dt.timedelta(seconds=self.rhythm.seconds)
        return max(SHORTEST_PATIENCE, min(interval, LONGEST_PATIENCE))


_jobs: dict[str, Job] = {}


def job(
    name: str,
    label: _StrPromise | str,
    rhythm: Rhythm,
    *,
    is_sent: bool = True,
    counts: Mapping[str, _StrPromise | str] | None = None,
) -> Callable[[Callable[[], Any]], Any]:
    """Raises ValueError for a name that another job has."""

    def declare(work: Callable[[], Any]) -> Any:
        task_name = f"{work.__module__}.{work.__name__}"
        declared = Job(name, label, rhythm, task_name, is_sent, counts or {})
        if _jobs.setdefault(name, declared).task != task_name:
            raise ValueError(f"Two jobs are called {name}")

        @shared_task(bind=True, name=task_name)
        @wraps(work)
        def task(self: Any, *, by_hand: bool = False) -> Any:
            if self.request.called_directly:
                return work()
            return run(name, rhythm, work, by_hand=by_hand)

        return task

    return declare


def jobs() -> list[Job]:
    """All of them, by name. The modules that declare them are loaded first."""
    current_app.loader.import_default_modules()
    return [_jobs[name] for name in sorted(_jobs)]


def send(one: Job, *, by_hand: bool = False) -> None:
    """Ask a worker to do it; after one interval the question is stale.

    Raises kombu's OperationalError when the broker does not answer.
    """
    task = current_app.tasks[one.task]
    task.apply_async(kwargs={"by_hand": by_hand}, retry=False, expires=one.rhythm.seconds)
