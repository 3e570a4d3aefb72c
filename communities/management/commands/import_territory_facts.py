"""Takes type, centre coordinates, area and population of communities from a table."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from communities.services.territory_facts import FactsChanges, import_territory_facts
from communities.table_files import TableError


class Command(BaseCommand):
    help = (
        "Set type, coordinates, area and population of communities from a CSV or XLSX table with "
        "the columns hromada_code, type, lat_center, lon_center, square, total_population_<year>."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="change nothing")
        parser.add_argument(
            "--skip-bad-rows", action="store_true", help="take the good rows, list the bad ones"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            changes = import_territory_facts(
                source=path, dry_run=options["dry_run"], skip_bad_rows=options["skip_bad_rows"]
            )
        except OSError as error:
            text = _("The file %(file)s cannot be read: %(reason)s.")
            details = {"file": path, "reason": error.strerror}
            raise CommandError(text % details) from error
        except TableError as error:
            raise CommandError(str(error)) from error
        self._report(changes, dry_run=options["dry_run"])

    def _report(self, changes: FactsChanges, *, dry_run: bool) -> None:
        for problem in [*changes.problems, *changes.remarks]:
            self.stdout.write(str(problem))
        self.stdout.write(
            _("%(rows)d rows read, %(changed)d communities changed, %(unchanged)d unchanged.")
            % {"rows": changes.rows, "changed": changes.changed, "unchanged": changes.unchanged}
        )
        if dry_run:
            self.stdout.write(_("This was a dry run: nothing was changed."))
