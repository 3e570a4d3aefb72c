"""Let a file of official exchange rates in: CSV, XLSX or JSON of the National Bank of Ukraine."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils.translation import gettext as _

from common.money.published import UnusableRates, read_published
from common.money.services import TakenIn, take_in_rates

SOURCE = "National Bank of Ukraine"
MOST_TOLD = 20


class Command(BaseCommand):
    help = (
        "Import official exchange rates (JSON, CSV or XLSX as the National Bank publishes them). "
        "A file with a row that cannot be read is refused as a whole; the same file again "
        "changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--source", default=SOURCE, help="Where the rates are from.")
        parser.add_argument("--dry-run", action="store_true", help="Say what would happen.")
        parser.add_argument(
            "--overwrite", action="store_true", help="Correct known rates that differ."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        if not path.is_file():
            raise CommandError(f"There is no file {path}.")
        try:
            published = read_published(path)
        except UnusableRates as error:
            raise CommandError(self._refusal(error.problems)) from error
        with transaction.atomic():
            taken = take_in_rates(
                actor=None,
                published=published,
                source=options["source"],
                overwrite=options["overwrite"],
            )
            if options["dry_run"]:
                transaction.set_rollback(True)
        self._tell(taken)

    def _refusal(self, problems: list[str]) -> str:
        more = len(problems) - MOST_TOLD
        told = [_("Nothing was taken in."), *problems[:MOST_TOLD]]
        if more > 0:
            told.append(_("Further problems: %(count)d.") % {"count": more})
        return "\n".join(told)

    def _tell(self, taken: TakenIn) -> None:
        self.stdout.write(
            f"new: {taken.new}, unchanged: {taken.unchanged}, corrected: {taken.corrected}, "
            f"differing: {len(taken.differing)}"
        )
        for one in taken.differing:
            self.stderr.write(
                f"{one.published.currency} {one.published.rate_on}: known {one.known}, the file "
                f"says {one.published.rate}; kept as it was (--overwrite corrects it)."
            )
