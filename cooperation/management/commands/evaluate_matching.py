"""Prints how well matching finds the partners of projects that exist."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from cooperation.matching.evaluation import CUTS, cases, evaluate


class Command(BaseCommand):
    help = (
        "Hide each project that has a theme, a community and a partner in turn, and print at which "
        "rank matching finds its partners, beside simple baselines."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        found = list(cases())
        if not found:
            raise CommandError("There is no project with a theme, a community and a partner.")
        # An administrator sees all: what a viewer may not see would only take evidence away.
        results = evaluate(found, User(is_superuser=True))
        partners = len(results[0].ranks)
        self.stdout.write(
            f"{len(found)} projects, {partners} hidden partners among {results[0].candidates}"
        )
        cuts = "".join(f"{f'R@{cut}':>8}" for cut in CUTS)
        self.stdout.write(f"{'method':42}{'median':>8}{cuts}")
        for one in results:
            shares = "".join(f"{one.share_within(cut):8.3f}" for cut in CUTS)
            self.stdout.write(f"{one.method:42}{one.middle:8.1f}{shares}")
