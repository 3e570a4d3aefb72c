"""Many letters in one go: asked for on a page, written by a worker, each on its own.

Whatever interrupts the work, taking it up again writes no letter twice and forgets none: a place
is marked in the transaction that makes its letter.
"""

from __future__ import annotations

import datetime as dt
import io
import logging
import zipfile
from collections.abc import Iterable

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common.audit.context import acting
from common.design.languages import in_languages
from common.documents.docx import render_docx
from common.documents.pdf import render_pdf
from common.intake.refusals import Refusal
from communities.models import Community, Oblast
from twinning.letter_enums import BatchStatus
from twinning.letter_exceptions import NobodyToWriteTo, TooManyLetters
from twinning.letter_fields import fields_in
from twinning.letter_paper import paper_of
from twinning.letter_words import language_of
from twinning.models import Letter, LetterBatch, LetterBatchItem, Municipality
from twinning.services.letters import draw_up, propose

logger = logging.getLogger(__name__)

MOST_LETTERS = 50
# What a killed worker leaves is taken up again by itself this often; then a person must ask.
MOST_ATTEMPTS = 5
# The file is a convenience: the letters themselves stay in the register.
FILE_KEPT = dt.timedelta(days=30)
NO_TEMPLATE = _("There is no template of this kind.")
FAILED = _("The portal could not write this letter. Write it on its own.")
UNFINISHED = _("The draft waits for words of yours, so it is not in the file.")


@transaction.atomic
def start_batch(
    *,
    actor: User,
    home: Community | Oblast,
    kind: str,
    places: Iterable[tuple[Municipality, str]],
) -> LetterBatch:
    """Keep what is to be written: (place, language; empty for that of its country).

    The caller sends the worker on commit. Refuses: NobodyToWriteTo, TooManyLetters.
    """
    chosen = {place.pk: (place, language) for place, language in places}
    if not chosen:
        raise NobodyToWriteTo
    if len(chosen) > MOST_LETTERS:
        raise TooManyLetters(len(chosen), MOST_LETTERS)
    batch: LetterBatch = LetterBatch.objects.create(
        community=home if isinstance(home, Community) else None,
        oblast=home if isinstance(home, Oblast) else None,
        kind=kind,
        author=actor,
    )
    LetterBatchItem.objects.bulk_create(
        LetterBatchItem(
            batch=batch,
            municipality=place,
            language=language or language_of(str(place.country), place.languages),
        )
        for place, language in chosen.values()
    )
    return batch


def write_batch(batch: LetterBatch) -> None:
    """Write every letter that is not written yet, then put them all into one file."""
    if batch.status != BatchStatus.RUNNING:
        return
    LetterBatch.objects.filter(pk=batch.pk).update(attempts=batch.attempts + 1)
    for key in batch.items.filter(done_at=None).values_list("pk", flat=True):
        _write_one(batch, key)
        LetterBatch.objects.filter(pk=batch.pk).update(touched_at=timezone.now())
    _finish(batch)


def _write_one(batch: LetterBatch, key: int) -> None:
    """One place in a transaction of its own; a failure is kept as words, the others go on."""
    try:
        with transaction.atomic():
            # Another worker may be at it: then it is his.
            waiting = LetterBatchItem.objects.select_for_update(skip_locked=True, of=("self",))
            rows = waiting.select_related("municipality").filter(pk=key, done_at=None)
            item = rows.first()
            if item is not None:
                _draw_up(batch, item)
    except Refusal as refusal:
        _fail(key, str(refusal))
    except Exception:
        logger.exception("letter_of_batch_failed", extra={"batch": batch.pk, "item": key})
        _fail(key, FAILED)


def _draw_up(batch: LetterBatch, item: LetterBatchItem) -> None:
    proposed = propose(
        home=batch.home, place=item.municipality, kind=batch.kind, language=item.language
    )
    if proposed is None:
        item.problem = in_languages(NO_TEMPLATE)
    else:
        with acting(actor=batch.author):
            item.letter = draw_up(
                actor=batch.author,
                home=batch.home,
                place=item.municipality,
                kind=batch.kind,
                data=proposed.data,
                batch=batch,
            )
        if fields_in(f"{item.letter.subject}\n{item.letter.body}"):
            item.problem = in_languages(UNFINISHED)
    item.done_at = timezone.now()
    item.save(update_fields=["letter", "problem", "done_at"])


def _fail(key: int, text: object) -> None:
    LetterBatchItem.objects.filter(pk=key, done_at=None).update(
        problem=in_languages(text), done_at=timezone.now()
    )


def _finish(batch: LetterBatch) -> None:
    """Pack what is written; nothing while another worker still writes."""
    with transaction.atomic():
        held: LetterBatch = LetterBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
        if held.status != BatchStatus.RUNNING or held.items.filter(done_at=None).exists():
            return
        held.file.save(f"{held.public_id}.zip", ContentFile(_packed(held)), save=False)
        held.status, held.finished_at = BatchStatus.DONE, timezone.now()
        held.save(update_fields=["file", "status", "finished_at"])


def _packed(batch: LetterBatch) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        rows = batch.items.filter(problem={}, letter__isnull=False).select_related(
            "letter__community__oblast", "letter__oblast", "letter__municipality"
        )
        for item in rows:
            assert item.letter is not None
            _pack(archive, item, item.letter)
    return stream.getvalue()


def _pack(archive: zipfile.ZipFile, item: LetterBatchItem, letter: Letter) -> None:
    try:
        paper = paper_of(letter)
        files = {"docx": render_docx(paper), "pdf": render_pdf(paper)}
    except Exception:
        logger.exception("letter_of_batch_not_set", extra={"letter": letter.pk})
        item.problem = in_languages(FAILED)
        item.save(update_fields=["problem"])
        return
    for ending, content in files.items():
        archive.writestr(f"{file_stem(letter)}.{ending}", content)


def file_stem(letter: Letter) -> str:
    """A name for files that every system takes: «PL-LET-2026-0001-Filderstadt»."""
    name = letter.municipality.title_en
    plain = "".join(one if one.isascii() and one.isalnum() else "-" for one in name)
    return f"{letter.reference}-{'-'.join(part for part in plain.split('-') if part)}".rstrip("-")


@transaction.atomic
def take_up_again(batch: LetterBatch) -> LetterBatch:
    """Give an interrupted batch new attempts."""
    held: LetterBatch = LetterBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    held.attempts, held.touched_at = 0, timezone.now()
    held.save(update_fields=["attempts", "touched_at"])
    return held


def forget_old_files() -> int:
    """Delete files with letters of more than 30 days ago. How many."""
    before = timezone.now() - FILE_KEPT
    old = LetterBatch.objects.filter(finished_at__lt=before).exclude(file="")
    for batch in old:
        batch.file.delete(save=False)
        batch.save(update_fields=["file"])
    return len(old)
