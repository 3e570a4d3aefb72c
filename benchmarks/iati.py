"""How fast an IATI file comes into the register, and in how much memory.

    python benchmarks/iati.py FILE [SLOW_COUNT]

Takes FILE in, as the pages do: checked, staged, confirmed, taken in, with history, constraints and
indexes as they are. Beside it, in the same run, on the same file: what nothing can be faster than
(read with lxml and COPY into six plain tables without any of that), the same into the portal's own
tables (`iati_own_tables`), without and with the triggers that write the history, and one object at
a time through the models for SLOW_COUNT activities (200 if not said). Projects that the file brings
stay: use a database of its own, to which nobody else is connected. The codes and standards must be
loaded (load_reference, load_standards).
"""

from __future__ import annotations

import os
import resource
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Self

ROOT = Path(__file__).resolve().parents[1]
BATCH = 2000
Rows = dict[str, list[tuple[Any, ...]]]
PLAIN = {
    "activity": "number int, identifier text, title text, description text, status text",
    "body": "number int, ref text, role text, name text",
    "sector": "number int, code text, percentage numeric",
    "place": "number int, name text, position text",
    "budget": "number int, starts date, ends date, currency text, amount numeric",
    "payment": "number int, kind text, day date, currency text, amount numeric, about text, "
    "payer text, receiver text",
}


def main() -> None:
    path = Path(sys.argv[1])
    slow = int(sys.argv[2]) if len(sys.argv) > 2 else 200
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    from benchmarks.iati_own_tables import PLAIN as OWN
    from benchmarks.iati_own_tables import WITH_TRIGGERS, own_tables

    print(f"{'':40} activities   seconds    each second  our CPU  PostgreSQL   peak MB")
    with own_tables() as own:
        job, keeping = _timed(lambda: _kept(path))
        checked, checking = _timed(lambda: _checked(job))
        taken, taking = _timed(lambda: _taken(job))
        ours = checking + taking
        _line("keep the file, packed", checked, keeping)
        _line("check and stage", checked, checking)
        _line("take in", taken, taking)
        _line("check and take in together", checked, ours)
        others = {"lxml and COPY, plain tables": _timed(lambda: _plain(path))}
        own.note_rows()
        reads = _reads(path)
        for kind, name in ((OWN, "our tables"), (WITH_TRIGGERS, "our tables with history")):
            others[f"lxml and COPY, {name}"] = _timed(partial(own.copy_in, kind, reads))
    others["one object at a time, models"] = slow, _timed(lambda: _one_by_one(path, slow))[1]
    for name, (count, spent) in others.items():
        _line(name, count, spent)
    for name, (count, spent) in others.items():
        shares = [
            getattr(spent, by) / count * checked / getattr(ours, by) for by in ("clock", "worked")
        ]
        print(f"of the speed of {name}: {shares[0]:.2f} by the clock, {shares[1]:.2f} by CPU")


@dataclass(frozen=True)
class Spent:
    """Seconds of the clock, and of the processor: ours and those of PostgreSQL, all processes.

    The processor's say more than the clock's where other work shares the machine. `memory` is the
    most that our processes held together, in MB, shared pages counted once.
    """

    clock: float
    own: float
    database: float
    memory: int = 0

    @property
    def worked(self) -> float:
        return self.own + self.database

    def __add__(self, other: Spent) -> Spent:
        return Spent(
            self.clock + other.clock,
            self.own + other.own,
            self.database + other.database,
            max(self.memory, other.memory),
        )


def _timed(work: Callable[[], Any]) -> tuple[Any, Spent]:
    started, own, database = time.monotonic(), _own_time(), _database_time()
    with _Memory() as memory:
        done = work()
    return done, Spent(
        time.monotonic() - started, _own_time() - own, _database_time() - database, memory.most
    )


def _own_time() -> float:
    """With that of the processes that we started and waited for."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def _database_time() -> float:
    """Of the whole server, which should serve nobody else; 0 where it runs elsewhere."""
    from django.db import connection

    connection.ensure_connection()
    try:
        server = int(_stat(connection.connection.info.backend_pid)[1])
        ticks = sum(map(int, _stat(server)[11:15]))
        children = Path(f"/proc/{server}/task/{server}/children").read_text().split()
        ticks += sum(sum(map(int, _stat(child)[11:13])) for child in children)
    except OSError:
        return 0.0
    return ticks / os.sysconf("SC_CLK_TCK")


def _stat(process: Any) -> list[str]:
    """What follows the name: state, parent, …, our time, the system's, the children's two."""
    return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()


class _Memory:
    """Looks at our processes a few times a second."""

    def __init__(self) -> None:
        self.most = 0
        self._done = threading.Event()
        self._watch = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Self:
        self._watch.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._done.set()
        self._watch.join()

    def _look(self) -> None:
        while True:
            self.most = max(self.most, _held_together())
            if self._done.wait(0.5):
                return


def _held_together() -> int:
    me = os.getpid()
    children = Path(f"/proc/{me}/task/{me}/children").read_text().split()
    held = 0
    for process in (me, *children):
        with suppress(OSError):
            text = Path(f"/proc/{process}/smaps_rollup").read_text()
            held += next(int(one.split()[1]) for one in text.splitlines() if one[:4] == "Pss:")
    return held // 1024


def _line(what: str, count: int, spent: Spent) -> None:
    print(
        f"{what:40} {count:10,} {spent.clock:9.1f} {count / spent.clock:14,.0f} "
        f"{spent.own:8.1f} {spent.database:10.1f} {spent.memory:9,}",
        flush=True,
    )


def _kept(path: Path) -> Any:
    from communities.models import Office
    from projects.services import iati_imports as imports

    office = Office.objects.select_related("oblast").first()
    assert office, "load the demonstration first"
    with path.open("rb") as file:
        return imports.keep_file(
            actor=None, file=file, name=path.name, wanted=imports.Wanted(oblast=office.oblast)
        )


def _checked(job: Any) -> int:
    from projects.services import iati_imports as imports

    imports.check_file(job)
    assert job.status == "previewed", job.refusal
    assert job.counts.get("new"), f"nothing of the file is new: {job.counts}"
    return sum(job.counts.values())


def _taken(job: Any) -> int:
    from projects.models import StagedActivity
    from projects.services import iati_imports as imports

    imports.take_in(imports.start(job))
    return StagedActivity.objects.filter(job=job, result="created").count()


def _plain(path: Path) -> int:
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        for name, columns in PLAIN.items():
            cursor.execute(f"CREATE TABLE plain_{name} ({columns})")
            cursor.execute(f"CREATE INDEX ON plain_{name} (number)")
        count = _copied(path, cursor)
        transaction.set_rollback(True)
    return count


def _reads(path: Path) -> Callable[[], int]:
    """The same reading, of which nothing is sent."""

    def forget(rows: Rows) -> None:
        for held in rows.values():
            held.clear()

    return lambda: _read(path, forget)


def _copied(path: Path, cursor: Any) -> int:
    return _read(path, lambda rows: _flush(cursor, rows))


def _read(path: Path, flush: Callable[[Rows], None]) -> int:
    from lxml import etree

    rows: Rows = {name: [] for name in PLAIN}
    number = 0
    for _event, node in etree.iterparse(str(path), tag="iati-activity", huge_tree=True):
        number += 1
        _extract(node, number, rows)
        node.clear()
        while node.getprevious() is not None:
            del node.getparent()[0]
        if number % BATCH == 0:
            flush(rows)
    flush(rows)
    return number


def _flush(cursor: Any, rows: Rows) -> None:
    for name, held in rows.items():
        with cursor.copy(f"COPY plain_{name} FROM STDIN") as copy:
            for row in held:
                copy.write_row(row)
        held.clear()


def _extract(node: Any, number: int, rows: Rows) -> None:
    money = node.get("default-currency")
    said: dict[str, Any] = {}
    for one in node:
        match one.tag:
            case "iati-identifier":
                said["identifier"] = one.text
            case "title" | "description":
                said.setdefault(one.tag, one[0].text)
            case "activity-status":
                said["status"] = one.get("code")
            case "participating-org":
                name = one[0].text if len(one) else None
                rows["body"].append((number, one.get("ref"), one.get("role"), name))
            case "sector":
                rows["sector"].append((number, one.get("code"), one.get("percentage")))
            case "location":
                where = one.findtext("name/narrative"), one.findtext("point/pos")
                rows["place"].append((number, *where))
            case "budget":
                starts, ends, value = one[0], one[1], one[2]
                period = starts.get("iso-date"), ends.get("iso-date")
                row = (number, *period, value.get("currency") or money, value.text)
                rows["budget"].append(row)
            case "transaction":
                rows["payment"].append(_payment(one, number, money))
    names = ("identifier", "title", "description", "status")
    rows["activity"].append((number, *(said.get(name) for name in names)))


def _payment(node: Any, number: int, money: str | None) -> tuple[Any, ...]:
    inside = {one.tag: one for one in node}
    value, about = inside["value"], inside.get("description")
    refs = [
        inside[name].get("ref") if name in inside else None
        for name in ("provider-org", "receiver-org")
    ]
    return (
        number,
        inside["transaction-type"].get("code"),
        inside["transaction-date"].get("iso-date"),
        value.get("currency") or money,
        value.text,
        about[0].text if about is not None and len(about) else None,
        *refs,
    )


def _one_by_one(path: Path, most: int) -> None:
    """The same rows by `create`, a transaction for each activity; nothing of them stays."""
    from django.db import transaction

    from communities.models import Office
    from projects.iati.activity import read_activity
    from projects.iati.reading import ActivityReader

    office = Office.objects.select_related("oblast").first()
    with transaction.atomic(), path.open("rb") as file:
        for number, node in enumerate(ActivityReader(file)):
            if number == most:
                break
            with transaction.atomic():
                _create(read_activity(node), number, office)
        transaction.set_rollback(True)


def _create(activity: Any, number: int, office: Any) -> None:
    from projects import models
    from projects.enums import IATI_ROLES

    roles = {code: role for role, code in IATI_ROLES.items()}
    project = models.Project.objects.create(
        reference=f"ZZ-PRJ-2026-{number:06d}",
        kind="mta",
        oblast=office.oblast,
        office=office,
        title=activity.title[0].text,
        description=activity.descriptions[0].texts[0].text,
        status=activity.status,
    )
    for place, one in enumerate(activity.participating_orgs):
        models.ProjectRole.objects.create(
            project=project, role=roles[one.role], name=f"{place} {one.ref}", number=place
        )
    for one in activity.sectors:
        models.ProjectSector.objects.create(
            project=project, code=one.code, percentage=one.percentage
        )
    for one in activity.locations:
        name = one.name[0].text if one.name else ""
        models.ProjectLocation.objects.create(project=project, name=name)
    for one in activity.budgets:
        models.ProjectBudget.objects.create(
            project=project, starts_on=one.starts_on, ends_on=one.ends_on, **_money(one.value)
        )
    for one in activity.transactions:
        models.ProjectTransaction.objects.create(
            project=project, kind=one.kind, happened_on=one.day, **_money(one.value)
        )


def _money(value: Any) -> dict[str, Any]:
    return {
        "amount": value.amount,
        "currency": value.currency,
        "value_date": value.value_date,
    }


if __name__ == "__main__":
    main()
