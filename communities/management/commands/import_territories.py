"""Takes an edition of the ministry's codifier of territories."""

from __future__ import annotations

import re
import time
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from communities.services.territories import (
    MassWithdrawal,
    TerritoryChanges,
    UnknownFirstLevelUnit,
    import_territories,
    tally,
)
from communities.table_files import TableError

SHOWN = 20
DATE_IN_NAME = re.compile(r"(?P<day>\d{2})[-.](?P<month>\d{2})[-.](?P<year>\d{4})")


class Command(BaseCommand):
    help = (
        "Bring oblasts, raions and communities to the state of a codifier file (CSV or XLSX). "
        "Exit codes: 0 done or nothing to do, 1 refused and nothing changed."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would change, and change nothing"
        )
        parser.add_argument(
            "--edition",
            type=date.fromisoformat,
            help="date of the edition, as 2025-05-16 (else read from the name of the file)",
        )
        parser.add_argument(
            "--allow-mass-withdrawal",
            action="store_true",
            help="believe a file that lacks more than one in twenty known units",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        started = time.monotonic()
        self.stdout.write(_("Reading %(file)s …") % {"file": path.name})
        try:
            changes = import_territories(
                source=path,
                edition=options["edition"] or edition_in_name(path.name),
                dry_run=options["dry_run"],
                allow_mass_withdrawal=options["allow_mass_withdrawal"],
            )
        except OSError as error:
            text = _("The file %(file)s cannot be read: %(reason)s.")
            details = {"file": path, "reason": error.strerror}
            raise CommandError(text % details) from error
        except (TableError, MassWithdrawal, UnknownFirstLevelUnit) as error:
            raise CommandError(str(error)) from error
        self._report(changes, time.monotonic() - started, dry_run=options["dry_run"])

    def _report(self, changes: TerritoryChanges, seconds: float, *, dry_run: bool) -> None:
        self.stdout.write(
            _(
                "%(rows)d rows read: %(first)d first-level units, %(raions)d raions, "
                "%(communities)d communities."
            )
            % {
                "rows": changes.rows,
                "first": changes.first_level,
                "raions": changes.raions,
                "communities": changes.communities,
            }
        )
        for word, list_ in tally(changes):
            if list_:
                self.stdout.write(f"{word}: {len(list_)}")
                for change in list_[:SHOWN]:
                    self.stdout.write(f"  {change}")
                if len(list_) > SHOWN:
                    self.stdout.write("  …")
        self.stdout.write(_("Unchanged: %(count)d") % {"count": changes.unchanged})
        self.stdout.write(self._conclusion(changes, dry_run=dry_run) + f" ({seconds:.1f} s)")

    def _conclusion(self, changes: TerritoryChanges, *, dry_run: bool) -> str:
        if changes.is_empty:
            return _("Everything is up to date.")
        if dry_run:
            return _("This was a dry run: nothing was changed.")
        return self.style.SUCCESS(_("Done."))


def edition_in_name(name: str) -> date | None:
    """The ministry names its files kodifikator-16-05-2025.csv."""
    match = DATE_IN_NAME.search(name)
    if not match:
        return None
    try:
        return date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        return None
