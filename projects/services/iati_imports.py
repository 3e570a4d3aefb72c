"""An IATI file: keeping it, checking it, deciding, taking it in. Who may is asked by the caller."""

from __future__ import annotations

import gzip
import hashlib
import logging
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import IO, Any

from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.exchange import workflow
from common.exchange.enums import JobStatus
from common.exchange.locks import is_worked_on, working
from communities.models import Oblast
from partners.models import Partner
from projects.enums import ProjectKind
from projects.iati.reading import ActivityReader, FileRefused
from projects.iati_enums import BodyMatch, StagedDecision, StagedOutcome
from projects.iati_import.checking import stage_file
from projects.iati_import.judging import may_be_decided
from projects.iati_import.taking import take_all
from projects.models import IatiImport, StagedActivity, StagedBody

logger = logging.getLogger(__name__)

# "iati": our space of the locks of imports.
SPACE = 0x69_61_74_69
# Up to here the person waits for the answer; beyond, a worker does it and the page shows progress.
AT_ONCE_BYTES = 1024 * 1024
AT_ONCE = 200
MOST_ATTEMPTS = 5
_CHUNK = 1024 * 1024
_SPOOLED_BYTES = 4 * 1024 * 1024


class NothingToTakeIn(Exception):
    status = 409

    def __str__(self) -> str:
        return str(_("There is nothing to take in: no activity is new or changes anything."))


class NotToBeDecided(Exception):
    status = 409

    def __str__(self) -> str:
        return str(_("This activity is not among those that you may decide on."))


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What of a file is ours (empty: everything), and what becomes of what is new."""

    oblast: Oblast
    kind: str = ProjectKind.MTA
    publishes: bool = False
    country: str = "UA"
    territory: Oblast | None = None
    words: str = ""


def look_at(file: IO[bytes]) -> None:
    """Whether activities can be read from it, by the first one. Raises FileRefused."""
    file.seek(0)
    next(iter(ActivityReader(file)))
    file.seek(0)


def keep_file(*, actor: Any, file: IO[bytes], name: str, wanted: Wanted) -> IatiImport:
    """Keep the file, packed; its first activity is looked at, the rest is `check_file`'s work.

    Raises FileRefused; keeps nothing then.
    """
    look_at(file)
    job = IatiImport(
        file_name=(name or "iati.xml")[-200:],
        uploaded_by=actor,
        oblast=wanted.oblast,
        kind=wanted.kind,
        publishes=wanted.publishes,
        country=wanted.country,
        territory=wanted.territory,
        words=wanted.words,
    )
    digest = hashlib.sha256()
    with tempfile.SpooledTemporaryFile(max_size=_SPOOLED_BYTES) as packed:
        with gzip.GzipFile(fileobj=packed, mode="wb", compresslevel=1, mtime=0) as target:
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
                job.size += len(chunk)
                target.write(chunk)
        packed.seek(0)
        job.file.save(f"{job.public_id}.xml.gz", File(packed), save=False)
    job.sha256, job.total = digest.hexdigest(), job.size
    job.save()
    return job


# Checking


def check_file(job: IatiImport) -> None:
    """Judge every activity of the file. May be repeated: what an earlier try left is thrown away.

    A file that cannot be read to its end leaves nothing but its refusal; one that is cancelled
    meanwhile is not read on, and leaves nothing.
    """
    with working(job, SPACE) as free:
        job.refresh_from_db()
        if not free or job.status != JobStatus.UPLOADED:
            return
        _forget_judgement(job)
        job.attempts += 1
        job.checked_at = timezone.now()
        job.save(update_fields=["attempts", "checked_at"])
        try:
            _judge(job)
        except workflow.WrongStep:
            _forget_judgement(job)
            job.refresh_from_db()


def _judge(job: IatiImport) -> None:
    """Refuses WrongStep: cancelled meanwhile."""
    try:
        job.version = stage_file(job, lambda read: _read_to(job, read))
    except FileRefused as error:
        _forget_judgement(job)
        finding = error.finding
        job.refusal = {"message": finding.message, "values": dict(finding.values)}
        job.save(update_fields=["refusal"])
        _move(job, JobStatus.FAILED)
    else:
        job.counts = StagedActivity.objects.filter(job=job).counted()
        job.save(update_fields=["version", "counts"])
        _move(job, JobStatus.PREVIEWED)


def _read_to(job: IatiImport, read: int) -> None:
    _progress(job, read)
    if not IatiImport.objects.filter(pk=job.pk, status=JobStatus.UPLOADED).exists():
        raise workflow.WrongStep


def _forget_judgement(job: IatiImport) -> None:
    """By one statement each: nothing hangs on these rows, and there may be many."""
    for rows in (StagedActivity.objects.filter(job=job), StagedBody.objects.filter(job=job)):
        rows._raw_delete(rows.db)  # noqa: SLF001 - as the deletion of Django does it


def _progress(job: IatiImport, done: int) -> None:
    job.done, job.touched_at = done, timezone.now()
    job.save(update_fields=["done", "touched_at"])


@transaction.atomic
def _move(job: IatiImport, target: JobStatus) -> None:
    held = IatiImport.objects.select_for_update().get(pk=job.pk)
    workflow.move(held, target)
    job.refresh_from_db()


@transaction.atomic
def check_again(job: IatiImport) -> IatiImport:
    """Throw the judgement away: the register may have changed. Refuses WrongStep."""
    held: IatiImport = IatiImport.objects.select_for_update().get(pk=job.pk)
    workflow.move(held, JobStatus.UPLOADED)
    held.counts, held.done, held.total, held.attempts = {}, 0, held.size, 0
    held.touched_at = timezone.now()
    held.save(update_fields=["counts", "done", "total", "attempts", "touched_at"])
    _forget_judgement(held)
    return held


# Deciding

_TAKEN: dict[StagedDecision, Callable[[StagedActivity], list[str]]] = {
    StagedDecision.UNDECIDED: lambda _one: [],
    StagedDecision.SKIP: lambda _one: [],
    StagedDecision.KEEP: lambda one: one.changes,
    StagedDecision.TAKE: lambda one: [*one.changes, *one.collisions],
    StagedDecision.NEW: lambda one: sorted(one.hashes),
}


@transaction.atomic
def decide(job: IatiImport, decisions: Mapping[int, str]) -> int:
    """Number of a colliding activity → what to do with it. How many are decided otherwise now.

    Refuses: WrongStep (the file is going in already), NotToBeDecided.
    """
    _held_for_decisions(job)
    rows = StagedActivity.objects.filter(job=job, number__in=decisions)
    changed = 0
    for one in rows.select_for_update(of=("self",)):
        decision = StagedDecision(decisions[one.number])
        if one.outcome != StagedOutcome.COLLIDING or decision not in choices_for(one):
            raise NotToBeDecided
        changed += one.decision != decision
        one.decision, one.take = decision, _TAKEN[decision](one)
        one.save(update_fields=["decision", "take"])
    return changed


@transaction.atomic
def decide_all(job: IatiImport, decision: str) -> int:
    """The same for every activity that nobody has decided on yet and that allows it.

    Where ours is to be kept and lacks nothing that the file has, the activity is left out.
    """
    _held_for_decisions(job)
    rows = StagedActivity.objects.filter(job=job).undecided().order_by("number")
    wanted: dict[int, str] = {}
    for one in rows.only("number", "reason", "changes", "collisions"):
        choices = choices_for(one)
        if decision in choices:
            wanted[one.number] = decision
        elif decision == StagedDecision.KEEP and StagedDecision.SKIP in choices:
            wanted[one.number] = StagedDecision.SKIP
    return decide(job, wanted)


def choices_for(activity: StagedActivity) -> list[StagedDecision]:
    """What a person may say of the activity; nothing of a record that is not theirs to change."""
    if not may_be_decided(activity.reason):
        return []
    found = [StagedDecision.UNDECIDED, StagedDecision.TAKE, StagedDecision.SKIP]
    if activity.changes:
        found.insert(1, StagedDecision.KEEP)
    if activity.reason == "same_number":
        found.append(StagedDecision.NEW)
    return found


@transaction.atomic
def link_bodies(job: IatiImport, links: Mapping[str, Partner | None]) -> int:
    """Key of an organisation → the partner that it is, or none. How many are linked otherwise now.

    Refuses: WrongStep.
    """
    _held_for_decisions(job)
    changed = 0
    for body in StagedBody.objects.filter(job=job, key__in=links).select_for_update(of=("self",)):
        partner = links[body.key]
        if body.partner_id == (partner.pk if partner else None) and (partner or not body.match):
            continue
        body.partner, body.community, body.oblast, body.office = partner, None, None, None
        body.match = BodyMatch.PERSON if partner else BodyMatch.NONE
        body.save(update_fields=["partner", "community", "oblast", "office", "match"])
        changed += 1
    return changed


def _held_for_decisions(job: IatiImport) -> None:
    held = IatiImport.objects.select_for_update().get(pk=job.pk)
    if held.status != JobStatus.PREVIEWED:
        raise workflow.WrongStep


# Taking in


@transaction.atomic
def start(job: IatiImport) -> IatiImport:
    """Confirm the import. A second confirmation refuses. Refuses: WrongStep, NothingToTakeIn."""
    held: IatiImport = IatiImport.objects.select_for_update().get(pk=job.pk)
    wanted = StagedActivity.objects.filter(job=held).to_go_in().count()
    if held.status == JobStatus.PREVIEWED and not wanted:
        raise NothingToTakeIn
    workflow.move(held, JobStatus.RUNNING)
    held.total, held.done, held.attempts = wanted, 0, 0
    held.touched_at = timezone.now()
    held.save(update_fields=["total", "done", "attempts", "touched_at"])
    return held


def take_in(job: IatiImport) -> None:
    """Take in what is confirmed and not in yet, a batch in a transaction of its own."""
    with working(job, SPACE) as free:
        job.refresh_from_db()
        if not free or job.status != JobStatus.RUNNING:
            return
        job.attempts += 1
        job.save(update_fields=["attempts"])
        take_all(job, lambda taken: _progress(job, job.done + taken))
        _move(job, JobStatus.DONE)


@transaction.atomic
def take_up_again(job: IatiImport) -> IatiImport:
    """Give an interrupted import new attempts. Whoever works on it still is not disturbed."""
    held: IatiImport = IatiImport.objects.select_for_update().get(pk=job.pk)
    held.attempts, held.touched_at = 0, timezone.now()
    held.save(update_fields=["attempts", "touched_at"])
    return held


def is_small(job: IatiImport) -> bool:
    if job.status == JobStatus.UPLOADED:
        return job.size <= AT_ONCE_BYTES
    return job.total <= AT_ONCE


def go_on(job: IatiImport) -> None:
    """Do what is due, here and now."""
    if job.status == JobStatus.UPLOADED:
        check_file(job)
    elif job.status == JobStatus.RUNNING:
        take_in(job)


def is_abandoned(job: IatiImport) -> bool:
    return not is_worked_on(job, SPACE)


# Leaving


@transaction.atomic
def cancel(job: IatiImport) -> IatiImport:
    """Give the import up before anything went in; file and judgement go. Refuses WrongStep."""
    held: IatiImport = IatiImport.objects.select_for_update().get(pk=job.pk)
    workflow.move(held, JobStatus.CANCELLED)
    _forget_judgement(held)
    name, storage = held.file.name, held.file.storage
    held.file = ""
    held.save(update_fields=["file"])
    if name:
        transaction.on_commit(lambda: storage.delete(name))
    return held
