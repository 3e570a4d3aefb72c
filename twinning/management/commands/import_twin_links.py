"""Bring a table of twin links into the register, through the same check as the page."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import User
from common.exchange.imports import importer
from common.exchange.jobs import NothingToTakeIn, check_table, start, take_in, upload_table
from common.exchange.models import ImportJob
from common.exchange.problems import UnreadableTable
from twinning.models import TwinLinkQuestion


class Command(BaseCommand):
    help = (
        "Import twin links: CSV, XLSX, or JSON of the project hromada-strategy-collab "
        "(communities with their partners). Doing it again changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--as", dest="person", default="", help="E-mail of whoever answers.")
        parser.add_argument("--check", action="store_true", help="Say what would happen only.")

    def handle(self, *args: Any, **options: Any) -> None:
        door, actor = importer("twin-links"), _person(options["person"])
        if not door.may_import(actor):
            raise CommandError(f"{actor} may not import twin links.")
        try:
            job = upload_table(actor=actor, door=door, file=_uploaded(options["file"]))
        except (OSError, UnreadableTable, ValueError) as error:
            raise CommandError(str(error)) from error
        check_table(job)
        job.refresh_from_db()
        self._say_check(job)
        if not options["check"]:
            self._take_in(job)

    def _say_check(self, job: ImportJob) -> None:
        if job.refusal:
            raise CommandError(job.refusal["en"])
        for row in job.rows.order_by("number"):
            for problem in row.problems:
                said = problem["reason"]["en"]
                self.stdout.write(f"row {row.number}, {row.label}: {said} ({problem['value']})")
        self.stdout.write(f"rows {job.total_rows}: {_counted(job.counts)}")

    def _take_in(self, job: ImportJob) -> None:
        try:
            job = start(job)
        except NothingToTakeIn as nothing:
            self.stdout.write(str(nothing))
            return
        take_in(job)
        results = Counter(job.rows.exclude(result="").values_list("result", flat=True))
        waiting = TwinLinkQuestion.objects.waiting().count()
        self.stdout.write(f"done: {_counted(results)}; waiting for a decision: {waiting}")


def _counted(counts: Any) -> str:
    return ", ".join(f"{name} {number}" for name, number in sorted(counts.items()) if number)


def _person(email: str) -> User:
    rows = User.objects.filter(is_active=True)
    found = rows.filter(email=email) if email else rows.filter(is_superuser=True)
    person: User | None = found.order_by("pk").first()
    if person is None:
        raise CommandError("Name a person with --as: there is no administrator.")
    return person


def _uploaded(path: Path) -> SimpleUploadedFile:
    return SimpleUploadedFile(path.name, path.read_bytes())
