"""Learns the numbers of the similarity search from links that exist."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from twinning.management.commands.evaluate_similarity import read_cases
from twinning.similarity.learning import PENALTY, learn
from twinning.similarity.weights import LEARNED_FILE, Learned

ABOUT = "Written by manage.py learn_similarity from known links; see docs/similarity.md."
DIGITS = 3


class Command(BaseCommand):
    help = (
        "Learn the numbers of the similarity search from known links (the same file as for "
        "evaluate_similarity) and print them; with --write put them into the product."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--write", action="store_true", help=f"to {LEARNED_FILE.name}")

    def handle(self, *args: Any, **options: Any) -> None:
        reading, places = read_cases(options["file"])
        try:
            learned = learn(reading.cases, places)
        except ValueError as error:
            raise CommandError(_("Too few links to learn from and to measure on.")) from error
        text = _content(learned, len(reading.cases))
        self.stdout.write(text)
        if options["write"]:
            LEARNED_FILE.write_text(text, encoding="utf-8")


def _content(learned: Learned, links: int) -> str:
    numbers = {name: round(value, DIGITS) for name, value in learned.numbers().items()}
    content = {"about": ABOUT, "links": links, "penalty": PENALTY, "weights": numbers}
    return json.dumps(content, indent=2) + "\n"
