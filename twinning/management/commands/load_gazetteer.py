"""Loads the places abroad among which partner cities are sought."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from twinning.services.gazetteer import GAZETTEER_FILE, load_gazetteer


class Command(BaseCommand):
    help = "Load the gazetteer of places abroad. Changes nothing where its edition is loaded."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--file", type=Path, default=GAZETTEER_FILE)

    def handle(self, *args: Any, **options: Any) -> None:
        loaded = load_gazetteer(source=options["file"], progress=self._progress)
        if not loaded.rows:
            self.stdout.write(_("This edition of the gazetteer is loaded already."))
            return
        self.stdout.write(
            _("%(rows)d places read, %(changed)d made or renewed.")
            % {"rows": loaded.rows, "changed": loaded.changed}
        )

    def _progress(self, rows: int) -> None:
        self.stdout.write(_("%(rows)d places read …") % {"rows": rows})
