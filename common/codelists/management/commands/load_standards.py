"""Takes published standards into the data folder, and their codes into the database."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from common.codelists.official import codes_of, take_over
from common.codelists.standards import Standard, StandardUnusable, found_in, install, verify


class Command(BaseCommand):
    help = (
        "Take standards as published (IATI: schema, codelists, rules; OC4IDS; 360Giving) from one "
        "or more folders. Without them exports are checked by the portal's own table only."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "folders",
            nargs="+",
            type=Path,
            metavar="FOLDER",
            help="the folder of a standard, or a folder that holds several",
        )

    def handle(self, *args: Any, folders: list[Path], **options: Any) -> None:
        """Every folder is checked before the first is taken."""
        try:
            found = [pair for folder in folders for pair in found_in(folder)]
            for standard, source in found:
                verify(standard, source)
            for standard, source in found:
                self._take(standard, source)
        except StandardUnusable as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}") from error

    def _take(self, standard: Standard, source: Path) -> None:
        codes = list(codes_of(standard.name, source))
        target = install(standard, source)
        count = take_over(codes)
        changed = _("%(count)d codes new or changed") % {"count": count} if count else ""
        self.stdout.write(
            f"{standard.title}: {target}: " + (changed or _("all codes were there already"))
        )
