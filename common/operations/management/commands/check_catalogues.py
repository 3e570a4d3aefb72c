"""Fails when a message of the portal has no finished translation."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from common.operations.catalogues import LANGUAGES, problems


class Command(BaseCommand):
    help = "Check that every message is translated and keeps its placeholders."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        found = [(language, problem) for language in LANGUAGES for problem in problems(language)]
        for language, problem in found:
            self.stderr.write(f"{language}: {problem}")
        if found:
            raise CommandError(
                f"{len(found)} messages need work: manage.py update_catalogues, then translate"
            )
        self.stdout.write("All messages are translated.")
