"""What the worker does for twinning."""

from __future__ import annotations

import datetime as dt

from celery import shared_task
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from common.operations.jobs import job
from common.operations.rhythms import Every
from twinning.letter_enums import BatchStatus
from twinning.models import LetterBatch
from twinning.services.letter_batches import MOST_ATTEMPTS, forget_old_files, write_batch

# A worker that is busy may leave letters lying this long; after it nobody is coming.
FORGOTTEN_AFTER = dt.timedelta(minutes=2)


@shared_task(acks_late=True, reject_on_worker_lost=True)
def write_letters(batch_id: int) -> None:
    """Write the letters of a batch. Harmless when done twice."""
    batch = (
        LetterBatch.objects.select_related("author", "community__oblast", "oblast")
        .filter(pk=batch_id)
        .first()
    )
    if batch is None or batch.attempts >= MOST_ATTEMPTS:
        return
    with translation.override(batch.author.preferred_language):
        write_batch(batch)


def is_forgotten(batch: LetterBatch) -> bool:
    """Nobody writes it and nobody is about to."""
    late = timezone.now() - batch.touched_at > FORGOTTEN_AFTER
    return batch.status == BatchStatus.RUNNING and late


@job(
    "twinning-forgotten-letters",
    _("Letters left unwritten by a worker that died"),
    Every(60),
)
def take_up_forgotten_letters() -> int:
    """Sent by beat: what a killed worker left is taken up again."""
    waiting = LetterBatch.objects.filter(status=BatchStatus.RUNNING, attempts__lt=MOST_ATTEMPTS)
    forgotten = [one.pk for one in waiting if is_forgotten(one)]
    # Touched, so that a busy worker is not asked again every minute.
    LetterBatch.objects.filter(pk__in=forgotten).update(touched_at=timezone.now())
    for key in forgotten:
        write_letters.delay(key)
    return len(forgotten)


@job(
    "twinning-old-letter-files",
    _("Old files with letters are removed"),
    Every(24 * 60 * 60),
)
def forget_old_letter_files() -> int:
    """Sent by beat once a day."""
    return forget_old_files()
