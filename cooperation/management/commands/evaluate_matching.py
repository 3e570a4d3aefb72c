"""Prints how well matching finds partners and calls for projects that exist."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from cooperation.matching.evaluation import CUTS, Result, cases, evaluate
from cooperation.matching.evaluation_calls import evaluate_calls


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
        viewer = User(is_superuser=True)
        self._print("hidden partners", len(found), evaluate(found, viewer))
        self._print("calls of their partners", len(found), evaluate_calls(found, viewer))

    def _print(self, what: str, projects: int, results: list[Result]) -> None:
        if not results:
            self.stdout.write(f"{projects} projects, no {what}")
            return
        wanted, among = len(results[0].ranks), results[0].candidates
        self.stdout.write(f"{projects} projects, {wanted} {what} among {among}")
        cuts = "".join(f"{f'R@{cut}':>8}" for cut in CUTS)
        self.stdout.write(f"{'method':42}{'median':>8}{cuts}")
        for one in results:
            shares = "".join(f"{one.share_within(cut):8.3f}" for cut in CUTS)
            self.stdout.write(f"{one.method:42}{one.middle:8.1f}{shares}")
