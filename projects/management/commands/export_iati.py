"""Writes an IATI file of published projects; what has errors is left out and told."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from communities.models import Oblast
from partners.models import Partner
from projects.enums import ActivityStatus, ProjectKind
from projects.iati.export import export_file
from projects.models import Project
from projects.publication import ExportReport, NothingToExport


class Command(BaseCommand):
    help = (
        "Write published projects that everybody may see as an IATI 2.03 file. Projects with "
        "errors are left out and told; the exit code is then still 0."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--out", type=Path, help="the file to write; without it, the screen")
        parser.add_argument("--oblast", help="slug of an oblast, such as poltava")
        parser.add_argument("--kind", choices=ProjectKind.values)
        parser.add_argument("--status", choices=ActivityStatus.values)
        parser.add_argument("--partner", help="slug of a partner with a role in the project")
        parser.add_argument("--reference", action="append", help="only this project (repeatable)")

    def handle(self, *args: Any, out: Path | None, **options: Any) -> None:
        nobody = AnonymousUser()
        try:
            source, report = export_file(_chosen(nobody, options), nobody)
        except NothingToExport as nothing:
            self._tell(nothing.report)
            raise CommandError(_("No project can be exported: nothing was written.")) from nothing
        with source:
            if out is None:
                shutil.copyfileobj(source, sys.stdout.buffer)
            else:
                self._write(source, out)
        self._tell(report)

    def _write(self, source: Any, out: Path) -> None:
        try:
            with out.open("wb") as target:
                shutil.copyfileobj(source, target)
        except OSError as error:
            raise CommandError(f"{out}: {error.strerror}") from error

    def _tell(self, report: ExportReport) -> None:
        for reference, found in report.left_out.items():
            for one in found:
                if one.is_error:
                    self.stderr.write(f"{reference} [{one.rule}] {one}")
        self.stderr.write(
            _("Written: %(written)d; left out because of errors: %(left_out)d.")
            % {"written": report.written, "left_out": len(report.left_out)}
        )
        if not report.is_official:
            self.stderr.write(
                _("The official schema and rules are not loaded: only the portal’s own checks ran.")
            )


def _chosen(user: Any, options: dict[str, Any]) -> Any:
    """Refuses what is named and is not there: nobody takes an empty file for the answer."""
    rows = Project.objects.visible_to(user).order_by("pk")
    asked = options["reference"] or ()
    _refuse_unknown(Oblast.objects.all(), "slug", [options["oblast"]])
    _refuse_unknown(Partner.objects.all(), "slug", [options["partner"]])
    _refuse_unknown(rows, "reference", asked)
    filters = {
        "oblast__slug": options["oblast"],
        "kind": options["kind"],
        "status": options["status"],
        "reference__in": options["reference"],
    }
    rows = rows.filter(**{name: value for name, value in filters.items() if value})
    if options["partner"]:
        rows = rows.filter(roles__partner__slug=options["partner"]).distinct()
    return rows


def _refuse_unknown(rows: Any, column: str, names: Iterable[str | None]) -> None:
    wanted = {name for name in names if name}
    found = rows.filter(**{f"{column}__in": wanted}).values_list(column, flat=True)
    unknown = wanted - set(found)
    if unknown:
        message = _("There is nothing published under this name: %(names)s.")
        raise CommandError(message % {"names": ", ".join(sorted(unknown))})
