"""Keeps the tables of steps in docs/ and the code the same."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from common.operations.workflow_tables import put_into, workflow_tables


class Command(BaseCommand):
    help = "Check that docs/ show the tables of steps as they are; --write writes them anew."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--write", action="store_true", help="write the pages")

    def handle(self, *args: Any, **options: Any) -> None:
        outdated, count = [], 0
        for table in workflow_tables():
            page = Path(settings.BASE_DIR) / "docs" / table.page
            now, count = put_into(page, table), count + 1
            if now == page.read_text(encoding="utf-8"):
                continue
            outdated.append(f"{table.name} in docs/{table.page}")
            if options["write"]:
                page.write_text(now, encoding="utf-8")
        if outdated and not options["write"]:
            names = ", ".join(outdated)
            raise CommandError(f"Out of date: {names}: manage.py check_workflow_tables --write")
        self.stdout.write(f"{count} tables of steps stand in docs/ as they are in the code.")
