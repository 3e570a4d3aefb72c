"""How fast projects leave as a checked IATI file, and in how much memory.

    python benchmarks/iati_export.py [COUNT]

Makes COUNT projects (20,000 if not said) with their rows in the configured database, inside one
transaction that is rolled back: nothing of them stays.
"""

from __future__ import annotations

import datetime as dt
import os
import random
import resource
import sys
import time
from decimal import Decimal
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SECTORS = ("11220", "12220", "14020", "16040", "21020", "23183", "32130", "43030")
START = dt.date(2024, 1, 1)
TARGET_MB = 300
# Small, so that the peak of memory is the export's and not that of making the data.
CHUNK = 500


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    from django.db import transaction

    with transaction.atomic():
        made = _fill(count)
        _measure(made)
        transaction.set_rollback(True)


def _fill(count: int) -> Any:
    """Projects with what most real ones have: two sectors, two bodies, money, a place, a goal."""
    from communities.models import Community, Office
    from projects.models import Project, ProjectTerritory

    office = Office.objects.select_related("oblast").first()
    assert office, "load the demonstration first"
    Office.objects.filter(pk=office.pk).update(edrpou=office.edrpou or "99999999")
    communities = list(Community.objects.all()[:200])
    chance = random.Random(7)  # noqa: S311 - the same projects each time
    first = 0
    for start in range(0, count, CHUNK):
        numbers = range(start, min(start + CHUNK, count))
        rows = Project.objects.bulk_create(_project(number, office) for number in numbers)
        first = first or rows[0].pk
        ProjectTerritory.objects.bulk_create(
            _territory(one, chance.choice(communities)) for one in rows
        )
        _parts(rows, chance)
    return Project.objects.filter(pk__gte=first).order_by("pk")


def _project(number: int, office: Any) -> Any:
    from projects.models import Project

    return Project(
        reference=f"ZZ-PRJ-2026-{number:05d}",
        kind="mta",
        oblast=office.oblast,
        office=office,
        title=f"Енергоефективність закладів освіти, черга {number}",
        title_en=f"Energy efficiency of schools, stage {number}",
        description="Утеплення, заміна вікон і котлів, навчання персоналу. " * 4,
        description_en="Insulation, new windows and boilers, training of staff. " * 4,
        aims="Менші рахунки за тепло.",
        status="2",
        start_planned_on=START,
        end_planned_on=START + dt.timedelta(days=900),
        amount=Decimal("250000.00"),
        currency="EUR",
        finance_type="110",
        flow_type="10",
        record_status="published",
    )


def _territory(project: Any, community: Any) -> Any:
    from projects.models import ProjectTerritory

    return ProjectTerritory(
        project=project,
        level="community",
        oblast_id=community.oblast_id,
        raion_id=community.raion_id,
        community=community,
    )


def _parts(rows: list[Any], chance: random.Random) -> None:
    from projects.models import (
        ProjectBudget,
        ProjectRole,
        ProjectSDG,
        ProjectSector,
        ProjectTransaction,
    )

    money = {"amount": Decimal(125_000), "currency": "EUR", "value_date": START}
    sectors, roles, budgets, payments, goals = [], [], [], [], []
    for one in rows:
        first, second = chance.sample(SECTORS, 2)
        sectors += [ProjectSector(project=one, code=first, percentage=60)]
        sectors += [ProjectSector(project=one, code=second, percentage=40)]
        roles += [ProjectRole(project=one, role="funding", name="Донор", name_en="Donor")]
        roles += [ProjectRole(project=one, role="implementing", name="Виконавець")]
        ends_on = START + dt.timedelta(days=365)
        budgets += [ProjectBudget(project=one, starts_on=START, ends_on=ends_on, **money)]
        for day in (30, 200):
            happened_on = START + dt.timedelta(days=day)
            payments += [
                ProjectTransaction(project=one, kind="3", happened_on=happened_on, **money)
            ]
        goals += [ProjectSDG(project=one, goal=7, target="7.3")]
    ProjectSector.objects.bulk_create(sectors)
    ProjectRole.objects.bulk_create(roles)
    ProjectBudget.objects.bulk_create(budgets)
    ProjectTransaction.objects.bulk_create(payments)
    ProjectSDG.objects.bulk_create(goals)


def _measure(projects: Any) -> None:
    from django.contrib.auth.models import AnonymousUser

    from projects.iati.export import export_file

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started, cpu = time.monotonic(), time.process_time()
    source, report = export_file(projects, AnonymousUser())
    seconds, worked = time.monotonic() - started, time.process_time() - cpu
    with source:
        size = source.seek(0, os.SEEK_END)
    more = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    checked = "official schema and rules" if report.is_official else "own table only"
    print(f"{report.written} activities, {len(report.left_out)} left out, {size / 2**20:.1f} MB")
    print(f"checked by: {checked}")
    print(f"{seconds:.1f} s ({worked:.1f} s of CPU): {report.written / seconds:.0f} per second")
    print(f"peak {peak} MB, {more} MB above what making the data needed (target {TARGET_MB} MB)")


if __name__ == "__main__":
    main()
