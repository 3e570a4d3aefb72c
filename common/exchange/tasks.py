"""What the worker does with large tables."""

from __future__ import annotations

import datetime as dt

from celery import shared_task
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from common.exchange import jobs
from common.exchange.enums import JobStatus
from common.exchange.locks import is_worked_on
from common.exchange.models import ImportJob
from common.operations.jobs import job
from common.operations.rhythms import Every

# A worker that is busy may leave a table lying this long; after it nobody is coming.
FORGOTTEN_AFTER = dt.timedelta(minutes=2)


@shared_task(acks_late=True, reject_on_worker_lost=True)
def work_on_import(job_id: int) -> None:
    """Check or take in the table, whichever is due. Harmless when done twice."""
    job = ImportJob.objects.select_related("uploaded_by").filter(pk=job_id).first()
    if job is None or job.attempts >= jobs.MOST_ATTEMPTS:
        return
    with translation.override(getattr(job.uploaded_by, "preferred_language", "uk")):
        work(job)


def work(job: ImportJob) -> None:
    if job.status == JobStatus.UPLOADED:
        jobs.check_table(job)
    elif job.status == JobStatus.RUNNING:
        jobs.take_in(job)


def is_forgotten(job: ImportJob) -> bool:
    """Nobody works on it and nobody is about to: the worker died, or there is none."""
    return (
        job.is_waiting_for_a_worker
        and timezone.now() - job.touched_at > FORGOTTEN_AFTER
        and not is_worked_on(job)
    )


@job("exchange-forgotten-imports", _("Imports left lying by a worker that died"), Every(60))
def take_up_forgotten_imports() -> int:
    """Sent by beat: what a killed worker left is taken up again."""
    waiting = ImportJob.objects.filter(
        status__in=(JobStatus.UPLOADED, JobStatus.RUNNING), attempts__lt=jobs.MOST_ATTEMPTS
    )
    forgotten = [job.pk for job in waiting if is_forgotten(job)]
    # Touched, so that a busy worker is not asked again every minute.
    ImportJob.objects.filter(pk__in=forgotten).update(touched_at=timezone.now())
    for key in forgotten:
        work_on_import.delay(key)
    return len(forgotten)


@job("exchange-old-files", _("Uploaded tables of old imports are removed"), Every(24 * 60 * 60))
def forget_old_files() -> int:
    """Sent by beat: uploaded files of imports that ended 90 days ago are removed; how many."""
    return jobs.forget_old_files()
