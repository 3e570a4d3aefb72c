"""Uploaded IATI files go when nobody needs them any more."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from common.exchange import workflow
from common.exchange.enums import JobStatus
from common.exchange.jobs import KEPT_FOR
from projects.models import FieldSource, IatiImport
from projects.services.iati_imports import cancel


def forget_old_files(now: dt.datetime | None = None) -> int:
    """How many went, after `KEPT_FOR`: what nobody decided about is cancelled; of an import that
    ended the file goes, unless something in the register is from it and names it as its source.
    """
    before = (now or timezone.now()) - KEPT_FOR
    undecided = IatiImport.objects.filter(status=JobStatus.PREVIEWED, touched_at__lt=before)
    cancelled = sum(_cancel(job) for job in list(undecided))
    used = FieldSource.objects.filter(job=OuterRef("pk"))
    ended = IatiImport.objects.filter(
        ~Exists(used), status__in=workflow.ENDS, finished_at__lt=before
    )
    return cancelled + sum(_forget_file(job) for job in list(ended.exclude(file="")))


def _cancel(job: IatiImport) -> bool:
    try:
        cancel(job)
    except workflow.WrongStep:
        return False
    return True


@transaction.atomic
def _forget_file(job: IatiImport) -> bool:
    name, storage = job.file.name, job.file.storage
    IatiImport.objects.filter(pk=job.pk).update(file="")
    transaction.on_commit(lambda: storage.delete(str(name)))
    return True
