"""How fast projects leave in each format, and in how much memory.

    python benchmarks/exports.py [COUNT [FORMAT …]]

Makes COUNT projects (10,000 if not said) with their rows, inside one transaction that is rolled
back: nothing of them stays. Each format is measured in a forked process of its own, which works on
in the same transaction: its peak of memory is the format's. Prints the table of docs/benchmarks.md.
"""

from __future__ import annotations

import os
import resource
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
FORMATS = (
    "ndjson",
    "csv",
    "xlsx",
    "geojson",
    "iati",
    "oc4ids",
    "360giving",
    "360giving-csv",
    "360giving-xlsx",
)


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    from django.db import transaction

    from benchmarks.iati_export import _fill

    formats = sys.argv[2:] or FORMATS
    with transaction.atomic():
        first = _first_of(_fill(count), is_granted=any("360" in name for name in formats))
        _let_the_planner_know()
        print("| format | records | MB | seconds | records/s | of them CPU | peak | above idle |")
        print("| --- | --- | --- | --- | --- | --- | --- | --- |")
        for name in formats:
            _in_a_process_of_its_own(name, first)
        transaction.set_rollback(True)


def _let_the_planner_know() -> None:
    """As autovacuum does some time after so many rows have come in."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _first_of(made: Any, *, is_granted: bool) -> int:
    """The first key. 360Giving asks who receives and when it was awarded, which takes long."""
    from projects.models import ProjectRole

    keys = list(made.values_list("pk", flat=True))
    if not is_granted:
        return int(keys[0])
    made.update(awarded_on="2024-01-15")
    for start in range(0, len(keys), 500):
        ProjectRole.objects.bulk_create(
            ProjectRole(project_id=key, role="recipient", name="Громада", number=3)
            for key in keys[start : start + 500]
        )
    return int(keys[0])


def _in_a_process_of_its_own(name: str, first: int) -> None:
    """The parent waits and leaves their connection alone until the child has done."""
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        try:
            _measure(name, first)
            sys.stdout.flush()
        finally:
            os._exit(0)
    os.waitpid(child, 0)


def _measure(name: str, first: int) -> None:
    """Ask the API as anybody does, and read the answer to its end."""
    from django.test import Client

    from projects.registers import PROJECTS

    client = Client()
    client.get("/api/v1/projects/?page_size=1")
    _only_the_made_ones(PROJECTS, first)
    before = _peak()
    started, worked = time.monotonic(), time.process_time()
    answer: Any = client.get("/api/v1/projects/", {"format": name}, headers={"host": "127.0.0.1"})
    size = sum(len(part) for part in answer.streaming_content)
    seconds, cpu = time.monotonic() - started, time.process_time() - worked
    assert answer.status_code == 200, answer
    records = int(answer.get("X-Records") or answer.get("X-Activities") or _made(first))
    print(
        f"| {name} | {records} | {size / 2**20:.1f} | {seconds:.1f} | {records / seconds:.0f} "
        f"| {cpu:.1f} s | {_peak()} MB | {_peak() - before} MB |"
    )


def _only_the_made_ones(register: Any, first: int) -> None:
    whole = register.queryset
    object.__setattr__(register, "queryset", lambda: whole().filter(pk__gte=first))


def _made(first: int) -> int:
    from projects.models import Project

    return Project.objects.filter(pk__gte=first).count()


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    main()
