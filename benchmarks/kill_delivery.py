"""Is anything lost or told twice when processes are killed and servers restarted?

    python -m benchmarks.kill_delivery [COUNT [SCENE …]]    # 1,000 and all scenes unless said

Starts a PostgreSQL, a Redis, workers, beats, a web server and a mail server (`smtp_sink.py`) of its
own in a folder of its own (`kill_stage.py`), and in each scene tells COUNT people of one event
while it kills. With COUNT 0 only requests are filed. `synchronous_commit` is on, as in production
(the trial's servers have it off). A letter that a killed worker had taken comes due after
`delivery.LEASE`; when nothing has moved for ten seconds that time is moved on, so that nobody waits
for it. In the scene of everything at once, and once more alone, requests to the office are filed
over HTTP (`kill_filing.py`): the row of each one that the portal said it had taken is looked for.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from benchmarks.kill_filing import filing, play_filing
from benchmarks.kill_stage import Process, Stage, wait

STANDS_STILL = 10.0
# After these shares of the letters have come, something is killed.
SHARES = (0.1, 0.3, 0.5, 0.7, 0.9)


Harm = Callable[[Stage, list[Process]], None]


def kill_a_child(stage: Stage, workers: list[Process]) -> None:
    stage.kill_a_child(workers[0])


def kill_worker(stage: Stage, workers: list[Process]) -> None:
    stage.kill(workers.pop())
    workers.append(stage.worker())


def empty_redis(stage: Stage, _workers: list[Process]) -> None:
    stage.empty_redis()


def crash_postgres(stage: Stage, _workers: list[Process]) -> None:
    stage.restart_postgres()


def everything(stage: Stage, workers: list[Process]) -> None:
    for harm in (kill_worker, empty_redis, crash_postgres):
        harm(stage, workers)


@dataclass(frozen=True)
class Scene:
    """What is started, and what is done to it after each of `SHARES`. `files`: requests too."""

    name: str
    harms: tuple[Harm, ...] = ()
    workers: int = 1
    beats: int = 1
    files: bool = False


SCENES = {
    "calm": Scene("nothing is harmed"),
    "child": Scene("worker's child killed -9, five times", (kill_a_child,) * 5),
    "worker": Scene("whole worker killed -9, five times", (kill_worker,) * 5),
    "redis": Scene("Redis restarted and emptied, twice", (empty_redis,) * 2),
    "postgres": Scene("PostgreSQL crashed, three times", (crash_postgres,) * 3),
    "twice": Scene("two workers, two beats", workers=2, beats=2),
    "all": Scene(
        "all of it at once, five times, with two workers and two beats",
        (everything,) * 5,
        workers=2,
        beats=2,
        files=True,
    ),
}


def play(stage: Stage, scene: Scene, count: int) -> tuple[str, str]:
    """Tell `count` people, do harm, wait for the end; a line of each of the tables."""
    if not scene.files:
        return deliver(stage, scene, count), ""
    with filing(stage, "meanwhile") as filed:
        line = deliver(stage, scene, count)
    return line, filed.line(scene.name)


def deliver(stage: Stage, scene: Scene, count: int) -> str:
    stage.taken.write_text("")
    workers = [stage.worker() for _each in range(scene.workers)]
    beats = [stage.beat() for _each in range(scene.beats)]
    tell_all(scene.name, count)
    begun = time.monotonic()
    for share, harm in zip(SHARES, scene.harms, strict=False):
        wait(partial(has_come, stage, share * count))
        harm(stage, workers)
    wait(lambda: nothing_waits(stage))
    seconds = time.monotonic() - begun
    for process in (*workers, *beats):
        stage.kill(process)
    return judged(scene.name, stage, count, seconds)


def lines(stage: Stage) -> list[str]:
    return stage.taken.read_text(encoding="utf-8").splitlines()


def has_come(stage: Stage, letters: float) -> bool:
    return came(stage) >= letters


def came(stage: Stage) -> int:
    return len(set(lines(stage)))


_moved = {"count": 0, "at": 0.0}


def nothing_waits(stage: Stage) -> bool:
    """Also moves the clock of letters that a dead worker had taken, when all has stood still."""
    from django.db import connection
    from django.utils import timezone

    from common.notifications.models import OutgoingLetter

    now, count = time.monotonic(), came(stage)
    if count != _moved["count"]:
        _moved.update(count=count, at=now)
    waiting = OutgoingLetter.objects.filter(status="waiting")
    if now - _moved["at"] > STANDS_STILL:
        waiting.update(due_at=timezone.now())
        _moved["at"] = now
    try:
        return not waiting.exists()
    except Exception:
        connection.close()
        raise


def tell_all(event: str, count: int) -> None:
    from django.contrib.auth import get_user_model

    from common.notifications.telling import tell

    tell(
        group="operations",
        event=f"{event} {time.time()}",
        template="operations/letters/jobs_late",
        people=get_user_model().objects.filter(email__startswith="told")[:count],
        words=lambda language: {"count": 1, "jobs": [(event, "1", "2")]},
        link="/",
        is_urgent=True,
    )


def judged(name: str, stage: Stage, count: int, seconds: float) -> str:
    names = Counter(line.split()[0] for line in lines(stage))
    recipients = Counter(line.split()[1] for line in set(lines(stage)))
    again = sum(names.values()) - len(names)
    doubled = sum(recipients.values()) - len(recipients)
    lost = count - len(recipients)
    return (
        f"| {name} | {count} | {len(recipients)} | {lost} | {again} | {doubled} | {seconds:.0f} |"
    )


def slots_done_twice() -> int:
    """Jobs that the schedule had done more than once for the same moment."""
    from django.db.models import Count

    from common.operations.models import JobRun

    done = JobRun.objects.filter(status="done", is_by_hand=False).order_by()
    twice = done.values("job", "due_at").annotate(times=Count("pk")).filter(times__gt=1)
    return int(twice.count())


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    scenes = [SCENES[name] for name in sys.argv[2:] or SCENES]
    folder = Path(tempfile.mkdtemp(prefix="mosty-kill-"))
    stage = Stage(folder / "var")
    try:
        stage.begin()
        prepare(count)
        print_tables(stage, scenes if count else [], count)
    finally:
        stage.end()
        shutil.rmtree(folder)


def prepare(count: int) -> None:
    import django

    django.setup()
    from django.core.management import call_command

    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        for command in ("migrate", "load_reference", "apply_roles", "collectstatic"):
            options = {} if command in {"load_reference", "apply_roles"} else {"interactive": False}
            call_command(command, stdout=nowhere, **options)
    from django.contrib.auth import get_user_model

    user = get_user_model()
    user.objects.bulk_create(user(email=f"told{n:05}@mosty.example") for n in range(count))


def print_tables(stage: Stage, scenes: list[Scene], count: int) -> None:
    from django.db import connection

    print("| scene | notices | people reached | lost | sent again | doubled | seconds |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: |", flush=True)
    filed = []
    for scene in scenes:
        connection.close()
        line, others = play(stage, scene, count)
        filed += [others] if others else []
        print(line, flush=True)
    print(f"\njobs done twice for one moment: {slots_done_twice()}\n")
    print("| meanwhile | requests taken | lost | refused | kept and not said |")
    print("| --- | ---: | ---: | ---: | ---: |")
    for line in (*filed, play_filing(stage)):
        print(line, flush=True)


if __name__ == "__main__":
    main()
