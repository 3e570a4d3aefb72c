"""Measures the similarity search against links that exist."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from twinning.similarity.evaluation import (
    BASELINES,
    CUTS,
    CrossValidated,
    Interval,
    Result,
    evaluate,
    ours,
)
from twinning.similarity.known_files import Reading, read_links, resolve
from twinning.similarity.learning import SEED, Case
from twinning.similarity.places import Columns, KnownLinks
from twinning.similarity.sources import columns

HEAD = f"{'method':32} {'links':>5} {'places':>7} {'median %':>8} {'95 %':>13} " + " ".join(
    f"{'R@' + str(cut):>6} {'95 %':>13}" for cut in CUTS
)
OURS, SHIPPED = "similarity", "similarity, numbers as shipped"


@dataclass(frozen=True)
class Measured:
    """What is measured, on what."""

    cases: Sequence[Case]
    places: Columns
    folds: CrossValidated
    known: KnownLinks


class Command(BaseCommand):
    help = (
        "Take known links (JSON of hromada-strategy-collab, or CSV with the columns katottg, "
        "partner_name, partner_country, partner_region), hide each in turn and print where the "
        "search ranks it with numbers learned from the links of other communities, beside simple "
        "baselines."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--folds", type=int, default=10, help="2 or more")
        parser.add_argument("--show-unresolved", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        reading, places = read_cases(options["file"])
        self._say_what_is_read(reading, show=options["show_unresolved"])
        try:
            folds = CrossValidated(reading.cases, places, options["folds"])
        except (ValueError, ZeroDivisionError) as error:
            raise CommandError(_("Too few links to learn from and to measure on.")) from error
        known = KnownLinks(tuple(case.link for case in reading.cases))
        measured = Measured(reading.cases, places, folds, known)
        for within, where in ((True, "within the country"), (False, "all countries")):
            self.stdout.write(f"\n{where} (seed {SEED}, {options['folds']} folds)\n{HEAD}")
            for result in _results(measured, within_country=within):
                self.stdout.write(line(result))
        for learned in folds.learned():
            numbers = (f"{name} {value:.2f}" for name, value in learned.numbers().items())
            self.stdout.write(", ".join(numbers))

    def _say_what_is_read(self, reading: Reading, *, show: bool) -> None:
        self.stdout.write(
            _("%(resolved)d links resolved, %(unresolved)d not.")
            % {"resolved": len(reading.cases), "unresolved": len(reading.unresolved)}
        )
        if show:
            self.stdout.write("\n".join(reading.unresolved))
        unknown = len({case.code for case in reading.cases if not case.home.population})
        if unknown:
            text = _("%(count)d communities without a population: import territory facts first.")
            self.stdout.write(text % {"count": unknown})


def read_cases(file: Path) -> tuple[Reading, Columns]:
    """Links whose place can be ranked, and the places; CommandError when the file is no good."""
    try:
        reading = resolve(read_links(file))
    except (OSError, ValueError, KeyError) as error:
        raise CommandError(str(error)) from error
    places = columns()
    cases = [case for case in reading.cases if case.link.municipality in places.row_of]
    return Reading(cases, reading.unresolved), places


def _results(measured: Measured, *, within_country: bool) -> Iterator[Result]:
    """Baselines over all places, as usual; then over the free ones only, as our own list is."""
    lines = [(name, scorer, False) for name, scorer in BASELINES.items()]
    lines += [(f"{name}, free only", scorer, True) for name, scorer in list(BASELINES.items())[1:]]
    lines += [(f"{OURS}, all places", ours, False), (OURS, ours, True), (SHIPPED, ours, True)]
    for name, scorer, free in lines:
        hidden = scorer is ours and name != SHIPPED
        yield evaluate(
            name,
            scorer,
            measured.cases,
            measured.folds if hidden else measured.places,
            measured.known,
            within_country=within_country,
            free_only=free,
        )


def line(result: Result) -> str:
    recalls = " ".join(
        f"{result.recalls[cut]:6.3f} {_span(result.intervals[cut], 3)}" for cut in CUTS
    )
    return (
        f"{result.method:32} {result.links:5} {result.candidates:7} "
        f"{result.median_percentile:8.2f} {_span(result.median_interval, 2)} {recalls}"
    )


def _span(interval: Interval, digits: int) -> str:
    return f"{interval.low:.{digits}f}–{interval.high:.{digits}f}".rjust(13)
