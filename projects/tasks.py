"""What is done about ideas, calls and projects by the clock."""

from __future__ import annotations

import datetime as dt
from typing import Any

from celery import shared_task
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.exchange.enums import JobStatus
from common.operations.jobs import job
from common.operations.rhythms import Daily, Every


@job(
    "projects-ideas",
    _("Ideas that nobody looks after"),
    Every(12 * 60 * 60),
    counts={"asked": _("communities asked"), "outdated": _("ideas outdated")},
)
def watch_ideas() -> dict[str, int]:
    """Ask about ideas that nobody looks after, close those nobody answered for; how many."""
    from projects import idea_ageing  # noqa: PLC0415 - models are ready only when a task runs

    return idea_ageing.watch_ideas()


@job(
    "projects-technical-assistance",
    _("Reminders of monitoring cards"),
    Daily(6, 45),
    counts={"cards": _("cards asked for"), "letters": _("letters")},
)
def watch_technical_assistance() -> dict[str, int]:
    """Ask for the monitoring cards of the half-year, remind of what is due; how many of each."""
    from projects.mta_reminders import remind  # noqa: PLC0415 - models are ready only now
    from projects.services.mta_cards import make_due_cards  # noqa: PLC0415 - as above

    return {"cards": make_due_cards(), "letters": remind()}


@job("projects-old-iati-files", _("Old IATI files that nothing is from"), Every(24 * 60 * 60))
def forget_old_iati_files() -> int:
    from projects.iati_ageing import forget_old_files  # noqa: PLC0415 - as above

    return forget_old_files()


# A worker that is busy may leave a file lying this long; after it nobody is coming.
FORGOTTEN_AFTER = dt.timedelta(minutes=2)


@shared_task(acks_late=True, reject_on_worker_lost=True)
def work_on_iati_import(job_id: int) -> None:
    """Check or take in the file, whichever is due. Harmless when done twice."""
    from projects.models import IatiImport  # noqa: PLC0415 - models are ready only when it runs
    from projects.services import iati_imports  # noqa: PLC0415

    job = IatiImport.objects.filter(pk=job_id).first()
    if job is not None and job.attempts < iati_imports.MOST_ATTEMPTS:
        iati_imports.go_on(job)


def is_forgotten(job: Any) -> bool:
    """Nobody works on the import and nobody is about to: the worker died, or there is none."""
    from projects.services import iati_imports  # noqa: PLC0415

    waits = job.status in {JobStatus.UPLOADED, JobStatus.RUNNING}
    old = timezone.now() - job.touched_at > FORGOTTEN_AFTER
    return waits and old and iati_imports.is_abandoned(job)


@job("projects-forgotten-iati-imports", _("IATI files left lying by a worker that died"), Every(60))
def take_up_forgotten_iati_imports() -> int:
    """Sent by beat: what a killed worker left is taken up again."""
    from projects.models import IatiImport  # noqa: PLC0415
    from projects.services.iati_imports import MOST_ATTEMPTS  # noqa: PLC0415

    waiting = IatiImport.objects.filter(
        status__in=(JobStatus.UPLOADED, JobStatus.RUNNING), attempts__lt=MOST_ATTEMPTS
    )
    forgotten = [job.pk for job in waiting if is_forgotten(job)]
    IatiImport.objects.filter(pk__in=forgotten).update(touched_at=timezone.now())
    for key in forgotten:
        work_on_iati_import.delay(key)
    return len(forgotten)
