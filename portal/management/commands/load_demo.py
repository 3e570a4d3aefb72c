"""Fills a trial with demonstration content, once."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.demo.loader import load_demo


class Command(BaseCommand):
    said = ""
    help = "Load the demonstration content. Run again it adds only what is new in the content."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--yes", action="store_true", help="load it into a production portal all the same"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.IS_PRODUCTION and not options["yes"]:
            raise CommandError(
                "This is a production portal: demonstration accounts have a known password. "
                "Say --yes if you mean it."
            )
        made = load_demo(self._say)
        if not made:
            self.stdout.write("demonstration content: up to date")
        for noun, count in made.items():
            self.stdout.write(f"{noun}: {count} made")

    def _say(self, noun: str) -> None:
        """What is being made, once for each kind: `make run` shows it to whoever waits."""
        if noun != self.said:
            self.said = noun
            self.stdout.write(f"~ {noun}")
            self.stdout.flush()
