"""Checks an IATI activity file: structure, codes and, when they are loaded, the official rules."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from projects.iati.validation import FileReport, check_file, checker


class Command(BaseCommand):
    help = (
        "Check an IATI activity file (2.01 to 2.03). Every problem is told with its line; the exit "
        "code is 1 when there are errors."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--no-warnings", action="store_true", help="tell errors only", dest="quiet"
        )

    def handle(self, *args: Any, file: Path, quiet: bool, **options: Any) -> None:
        try:
            with file.open("rb") as source:
                report = check_file(source, checker())
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from error
        if report.refused:
            raise CommandError(str(report.refused))
        self._tell(report, quiet=quiet)
        if report.errors:
            raise CommandError(
                ngettext("%(count)d error", "%(count)d errors", report.errors)
                % {"count": report.errors}
            )

    def _tell(self, report: FileReport, *, quiet: bool) -> None:
        for identifier, one in report.findings:
            if one.is_error or not quiet:
                place = f"{one.line}: " if one.line else ""
                name = f"{identifier}: " if identifier else ""
                self.stdout.write(f"{place}{one.severity} [{one.rule}] {name}{one}")
        self.stdout.write(
            _("IATI %(version)s: %(count)d activities, %(valid)d without errors.")
            % {"version": report.version or "?", "count": report.count, "valid": report.valid}
        )
        if not report.is_official:
            self.stdout.write(
                _("The official schema and rules are not loaded: only the portal’s own checks ran.")
            )
