"""Measures the similarity search against links that exist."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from twinning.similarity.evaluation import (
    BASELINES,
    CUTS,
    SEED,
    Case,
    Result,
    evaluate,
    is_for_tuning,
    ours,
)
from twinning.similarity.known_files import read_links, resolve
from twinning.similarity.places import Columns, KnownLinks
from twinning.similarity.sources import columns
from twinning.similarity.weights import Weights

HEAD = f"{'method':34} {'links':>5} {'places':>7} {'median %':>9} " + " ".join(
    f"{'R@' + str(cut):>6}" for cut in CUTS
)
OURS = "similarity"


class Command(BaseCommand):
    help = (
        "Take known links (JSON of hromada-strategy-collab, or CSV with the columns katottg, "
        "partner_name, partner_country, partner_region), hide each in turn and print where the "
        "search ranks it, beside simple baselines."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--split",
            choices=("tuning", "held-out", "both", "all"),
            default="both",
            help="communities that the weights were learned from, the others, each half, or all",
        )
        parser.add_argument("--show-unresolved", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            reading = resolve(read_links(options["file"]))
        except (OSError, ValueError, KeyError) as error:
            raise CommandError(str(error)) from error
        places = columns()
        cases = [case for case in reading.cases if case.link.municipality in places.row_of]
        self._say_what_is_read(reading.unresolved, cases, show=options["show_unresolved"])
        known = KnownLinks(tuple(case.link for case in cases))
        for name, part in _parts(cases, options["split"]):
            if part:
                self._tables(name, part, places, known)

    def _say_what_is_read(self, unresolved: list[str], cases: list[Case], *, show: bool) -> None:
        self.stdout.write(
            _("%(resolved)d links resolved, %(unresolved)d not.")
            % {"resolved": len(cases), "unresolved": len(unresolved)}
        )
        if show:
            self.stdout.write("\n".join(unresolved))
        unknown = len({case.code for case in cases if not case.home.population})
        if unknown:
            text = _("%(count)d communities without a population: import territory facts first.")
            self.stdout.write(text % {"count": unknown})

    def _tables(self, name: str, cases: list[Case], places: Columns, known: KnownLinks) -> None:
        for within, where in ((True, "within the country"), (False, "all countries")):
            self.stdout.write(f"\n{name} (seed {SEED}), {where}")
            self.stdout.write(HEAD)
            for result in _results(cases, places, known, within_country=within):
                self.stdout.write(line(result))


def _parts(cases: list[Case], wanted: str) -> list[tuple[str, list[Case]]]:
    tuning = [case for case in cases if is_for_tuning(case.code)]
    held_out = [case for case in cases if not is_for_tuning(case.code)]
    parts = {"tuning": tuning, "held-out": held_out, "all": cases}
    chosen = ("tuning", "held-out") if wanted == "both" else (wanted,)
    return [(name, parts[name]) for name in chosen]


def _results(
    cases: Sequence[Case], places: Columns, known: KnownLinks, *, within_country: bool
) -> list[Result]:
    """Baselines over all places, as usual; then over the free ones only, as our own list is."""
    found = [
        evaluate(name, scorer, cases, places, known, within_country=within_country, free_only=False)
        for name, scorer in BASELINES.items()
    ]
    scorers = {f"{name}, free only": BASELINES[name] for name in list(BASELINES)[1:]}
    scorers[f"{OURS}, all places"] = ours(Weights())
    scorers[OURS] = ours(Weights())
    for name, scorer in scorers.items():
        free = name.endswith("free only") or name == OURS
        found.append(
            evaluate(
                name, scorer, cases, places, known, within_country=within_country, free_only=free
            )
        )
    return found


def line(result: Result) -> str:
    recalls = " ".join(f"{result.recalls[cut]:6.3f}" for cut in CUTS)
    return (
        f"{result.method:34} {result.links:5} {result.candidates:7} "
        f"{result.median_percentile:9.2f} {recalls}"
    )
