"""Brings the catalogues of translations up to date with the code."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from common.operations.catalogues import LANGUAGES, update


class Command(BaseCommand):
    help = "Add new messages to locale/*/LC_MESSAGES/django.po and drop those no longer used."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        for language in LANGUAGES:
            done = update(language)
            self.stdout.write(
                f"{language}: {len(done.added)} to translate, {len(done.dropped)} dropped"
            )
            for text in done.dropped:
                self.stdout.write(f"  - {text!r}")
            for text in done.added:
                self.stdout.write(f"  + {text!r}")
