"""Checks an IATI file against the register and, when told so, takes it in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from common.exchange.enums import JobStatus
from communities.models import Oblast
from projects.enums import ProjectKind
from projects.iati.reading import FileRefused
from projects.iati_enums import StagedDecision, StagedOutcome, StagedResult
from projects.iati_import.sentences import told_in
from projects.models import IatiImport, StagedActivity
from projects.services import iati_imports as imports

MOST_TOLD = 50


class Command(BaseCommand):
    help = (
        "Check an IATI activity file (2.01 to 2.03): what is new, changed, colliding, not ours. "
        "Nothing changes without --apply; what collides is left out unless --collisions says."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--oblast", help="only activities in this oblast (slug)")
        parser.add_argument("--keeper", help="slug of the oblast whose office keeps what is new")
        parser.add_argument("--country", default="UA", help="only this country; '' for all")
        parser.add_argument("--text", default="", help="only activities with all these words")
        parser.add_argument("--kind", choices=ProjectKind.values, default=ProjectKind.MTA)
        parser.add_argument("--publish", action="store_true", help="publish new projects at once")
        parser.add_argument("--collisions", choices=("keep", "take"), default="")
        parser.add_argument("--apply", action="store_true", help="take it in")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            with file.open("rb") as source:
                imports.look_at(source)
                job = imports.keep_file(
                    actor=None, file=source, name=file.name, wanted=_wanted(options)
                )
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror or error}") from error
        except FileRefused as error:
            raise CommandError(str(error.finding)) from error
        imports.check_file(job)
        if job.status == JobStatus.FAILED:
            raise CommandError(told_in(job.refusal))
        self._tell(job)
        if options["collisions"]:
            imports.decide_all(job, StagedDecision(options["collisions"]))
        if not options["apply"]:
            imports.cancel(job)
            return
        self._apply(job)

    def _tell(self, job: IatiImport) -> None:
        for outcome in StagedOutcome:
            self.stdout.write(f"{job.counts.get(outcome, 0):>7} {outcome.label}")
        wrong = StagedActivity.objects.filter(job=job).exclude(problems=[])
        for one in wrong.only("identifier", "number", "problems")[:MOST_TOLD]:
            for problem in one.problems:
                self.stderr.write(f"{one} ({problem['line']}): {told_in(problem)}")

    def _apply(self, job: IatiImport) -> None:
        try:
            job = imports.start(job)
        except imports.NothingToTakeIn as nothing:
            self.stdout.write(str(nothing))
            return
        imports.take_in(job)
        rows = StagedActivity.objects.filter(job=job)
        for result in (StagedResult.CREATED, StagedResult.CHANGED, StagedResult.REFUSED):
            self.stdout.write(f"{rows.filter(result=result).count():>7} {result.label}")


def _wanted(options: dict[str, Any]) -> imports.Wanted:
    territory = _oblast(options["oblast"])
    keeper = _oblast(options["keeper"]) or territory
    if keeper is None:
        offices = list(Oblast.objects.filter(office__isnull=False)[:2])
        if len(offices) != 1:
            raise CommandError(_("Say by --keeper which oblast’s office keeps what is new."))
        keeper = offices[0]
    return imports.Wanted(
        oblast=keeper,
        kind=options["kind"],
        publishes=options["publish"],
        country=options["country"],
        territory=territory,
        words=options["text"],
    )


def _oblast(slug: str | None) -> Oblast | None:
    if not slug:
        return None
    found: Oblast | None = Oblast.objects.filter(slug=slug).first()
    if found is None:
        raise CommandError(_("There is no oblast «%(slug)s».") % {"slug": slug})
    return found
