"""How long it takes to find who could help, with many partners.

    MOSTY_MODE=trial python benchmarks/matching.py [PARTNERS]     # after `load_demo`

Makes PARTNERS partners (10,000 if not said) with themes, oblasts and as many projects, inside one
transaction that is rolled back: nothing of them stays.
"""

from __future__ import annotations

import os
import random
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
TIMES = 20


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    from django.db import connection, transaction

    with transaction.atomic():
        _fill(count)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        _measure()
        transaction.set_rollback(True)


def _fill(count: int) -> None:
    from common.codelists.models import Theme
    from communities.models import Community, Oblast
    from partners.models import Partner, PartnerOblast, PartnerTheme
    from projects.models import Project, ProjectRole, ProjectTerritory, ProjectTheme

    chance = random.Random(7)  # noqa: S311 - the same partners each time
    themes, oblasts = list(Theme.objects.all()), list(Oblast.objects.in_force())
    communities = list(Community.objects.in_force().select_related("oblast")[:400])
    partners = Partner.objects.bulk_create(
        Partner(slug=f"zz-{one}", name=f"Партнер {one}", kind="ngo", status="active")
        for one in range(count)
    )
    PartnerTheme.objects.bulk_create(
        PartnerTheme(partner=one, theme=theme)
        for one in partners
        for theme in chance.sample(themes, 2)
    )
    PartnerOblast.objects.bulk_create(
        PartnerOblast(partner=one, oblast=oblast)
        for one in partners
        for oblast in chance.sample(oblasts, 2)
    )
    projects = Project.objects.bulk_create(
        Project(
            reference=f"ZZ-PRJ-2026-{one:05d}",
            kind="grant",
            oblast=oblasts[0],
            title=f"Проєкт {one}",
            status="2",
            record_status="published",
            **_amount(chance),
        )
        for one in range(count)
    )
    ProjectTheme.objects.bulk_create(
        ProjectTheme(project=one, theme=chance.choice(themes)) for one in projects
    )
    ProjectTerritory.objects.bulk_create(_territory(one, chance, communities) for one in projects)
    ProjectRole.objects.bulk_create(
        ProjectRole(project=one, role=role, partner=partner, number=number)
        for one in projects
        for number, (role, partner) in enumerate(
            zip(("funding", "implementing"), chance.sample(partners, 2), strict=True)
        )
    )


def _amount(chance: random.Random) -> dict[str, Any]:
    return {
        "amount": chance.randint(10, 5000) * 1000,
        "currency": "UAH",
        "amount_on": "2026-01-15",
    }


def _territory(project: Any, chance: random.Random, communities: list[Any]) -> Any:
    from projects.models import ProjectTerritory

    one = chance.choice(communities)
    return ProjectTerritory(
        project=project,
        level="community",
        oblast=one.oblast,
        raion_id=one.raion_id,
        community=one,
    )


def _measure() -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from accounts.models import User
    from cooperation.matching.needs import need_of
    from cooperation.matching.partners import partners_for
    from partners.models import Partner
    from projects.models import ProjectIdea

    viewer = User(is_superuser=True)
    ideas = list(ProjectIdea.objects.looking())
    partners_for(need_of(ideas[0]), viewer)
    taken = []
    for number in range(TIMES):
        need = need_of(ideas[number % len(ideas)])
        with CaptureQueriesContext(connection) as asked:
            started = time.perf_counter()
            partners_for(need, viewer)
            taken.append(time.perf_counter() - started)
    taken.sort()
    print(f"{Partner.objects.count()} partners, {len(asked)} queries")
    print(f"median {taken[TIMES // 2] * 1000:.0f} ms, slowest {taken[-1] * 1000:.0f} ms")


if __name__ == "__main__":
    main()
