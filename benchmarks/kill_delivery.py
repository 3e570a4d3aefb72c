"""Is anything lost or told twice when processes are killed and servers restarted?

    python benchmarks/kill_delivery.py [COUNT]          # 1,000 unless said; 0: only the requests

Starts a PostgreSQL, a Redis, workers, beats, a web server and a mail server (`smtp_sink.py`) of its
own in a folder of its own, and in each scene tells COUNT people of one event while it kills.
`synchronous_commit` is on, as in production (the trial's servers have it off). A letter that a
killed worker had taken comes due after `delivery.LEASE`; when nothing has moved for ten seconds
that time is moved on, so that nobody waits for it. The last scene files requests by HTTP
meanwhile, and looks for the row of each one that the portal said it had taken.
"""

from __future__ import annotations

import contextlib
import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tools")]
PYTHON = sys.executable
THINKS_MS = 5
STANDS_STILL = 10.0
LONGEST = 900.0
# After these shares of the letters have come, something is killed.
SHARES = (0.1, 0.3, 0.5, 0.7, 0.9)

Process = subprocess.Popen[bytes]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Stage:
    """Servers and processes of one run."""

    var: Path
    mail_port: int = field(default_factory=free_port)
    web_port: int = field(default_factory=free_port)
    running: list[Process] = field(default_factory=list)

    def __post_init__(self) -> None:
        from servers import Postgres, Redis  # type: ignore[import-not-found]

        self.postgres, self.redis = Postgres(self.var), Redis(self.var, throwaway=True)

    @property
    def taken(self) -> Path:
        return self.var / "taken.txt"

    def begin(self) -> None:
        (self.var / "log").mkdir(parents=True)
        self.taken.touch()
        self.postgres.start()
        self.redis.start()
        os.environ |= self.postgres.env() | self.redis.env()
        os.environ |= {
            "MOSTY_MODE": "trial",
            "MOSTY_VAR": str(self.var),
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "EMAIL_URL": f"smtp://127.0.0.1:{self.mail_port}",
            "PGOPTIONS": "-c synchronous_commit=on",
            "SECRET_KEY": "k" * 50,
            "LOG_LEVEL": "WARNING",
        }
        sink = ROOT / "benchmarks" / "smtp_sink.py"
        self.spawn("sink", str(sink), str(self.mail_port), str(self.taken), str(THINKS_MS))

    def spawn(self, name: str, *command: str) -> Process:
        """In a process group of its own, so that it is killed with its children."""
        with (self.var / "log" / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(
                [PYTHON, "-W", "ignore", *command],
                cwd=ROOT,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.running.append(process)
        return process

    def worker(self) -> Process:
        options = ("--loglevel", "WARNING", "--concurrency", "2", "--without-mingle")
        name = f"w{len(self.running)}@bench"
        return self.spawn("worker", *CELERY, "worker", *options, "--hostname", name)

    def beat(self) -> Process:
        return self.spawn("beat", *CELERY, "beat", "--loglevel", "WARNING", "--pidfile=")

    def web(self) -> Process:
        bind = f"127.0.0.1:{self.web_port}"
        return self.spawn("web", "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py", "-b", bind)

    def kill(self, process: Process) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        self.running.remove(process)

    def kill_a_child(self, worker: Process) -> None:
        """One of the worker's processes that do the work, as the kernel does when memory ends."""
        children = Path(f"/proc/{worker.pid}/task/{worker.pid}/children").read_text().split()
        if children:
            os.kill(int(children[0]), signal.SIGKILL)

    def restart_postgres(self) -> None:
        """As a crash: no process may say good-bye, nothing is written that was not."""
        program = self.postgres.bin / "pg_ctl"
        stop = [str(program), "-D", str(self.postgres.data), "-m", "immediate", "-w", "stop"]
        subprocess.run([*self.postgres.wrap, *stop], check=True, stdout=subprocess.DEVNULL)
        self.postgres.start()

    def empty_redis(self) -> None:
        self.redis.stop()
        shutil.rmtree(self.var / "redis")
        self.redis.start()

    def end(self) -> None:
        for process in list(self.running):
            self.kill(process)
        self.redis.stop()
        self.postgres.stop()


CELERY = ("-m", "celery", "-A", "config.celery")


@dataclass
class Scene:
    """What is started, and what is done to it at each share of the way."""

    name: str
    harm: Callable[[Stage, list[Process]], None] | None = None
    times: int = len(SHARES)
    workers: int = 1
    beats: int = 1


def kill_worker(stage: Stage, workers: list[Process]) -> None:
    stage.kill(workers.pop())
    workers.append(stage.worker())


SCENES = (
    Scene("nothing is harmed"),
    Scene("worker's child killed -9, five times", lambda stage, them: stage.kill_a_child(them[0])),
    Scene("whole worker killed -9, five times", kill_worker),
    Scene("Redis restarted and emptied, twice", lambda stage, _: stage.empty_redis(), times=2),
    Scene("PostgreSQL crashed, three times", lambda stage, _: stage.restart_postgres(), times=3),
    Scene("two workers, two beats", workers=2, beats=2),
)


def play(stage: Stage, scene: Scene, count: int) -> str:
    """Tell `count` people, do harm, wait for the end; one line of the table."""
    stage.taken.write_text("")
    workers = [stage.worker() for _each in range(scene.workers)]
    beats = [stage.beat() for _each in range(scene.beats)]
    tell_all(scene.name, count)
    begun = time.monotonic()
    for share in SHARES[: scene.times]:
        wait(partial(has_come, stage, share * count))
        if scene.harm:
            scene.harm(stage, workers)
    wait(lambda: nothing_waits(stage))
    seconds = time.monotonic() - begun
    for process in (*workers, *beats):
        stage.kill(process)
    return judged(scene.name, stage, count, seconds)


def wait(until: Callable[[], bool]) -> None:
    end = time.monotonic() + LONGEST
    while time.monotonic() < end:
        with contextlib.suppress(Exception):
            if until():
                return
        time.sleep(0.05)
    print("  (this took too long)", flush=True)


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


# Requests by HTTP


@contextmanager
def filing(stage: Stage, said: list[str], refused: list[int]) -> Iterator[None]:
    """Somebody who files one request after the other, and writes down which were taken."""
    stop = threading.Event()
    cookies, address, form = sign_in(), path_of_filing(), filled()

    def file_on() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            reason = f"Bench {number:05}"
            status = post(stage, address, cookies, {**form, "title": reason})
            (said.append(reason) if status == 302 else refused.append(status))

    thread = threading.Thread(target=file_on)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def sign_in() -> str:
    """A session as the page of signing in makes it."""
    from importlib import import_module

    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    user = filer()
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return f"sessionid={session.session_key}; csrftoken={'c' * 32}"


def post(stage: Stage, address: str, cookies: str, form: dict[str, Any]) -> int:
    """Status of the answer; 0 when there is none."""
    link = http.client.HTTPConnection("127.0.0.1", stage.web_port, timeout=30)
    headers = {
        "Cookie": cookies,
        "X-CSRFToken": "c" * 32,
        "Content-Type": "application/x-www-form-urlencoded",
        "Host": "localhost",
    }
    try:
        link.request("POST", address, urlencode(form), headers)
        return link.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        link.close()


def filer() -> Any:
    """A coordinator of the first community."""
    from django.contrib.auth import get_user_model

    from communities.models import Community, CommunityMembership

    user, is_new = get_user_model().objects.get_or_create(email="files@mosty.example")
    if is_new:
        community = Community.objects.earliest("pk")
        CommunityMembership.objects.create(user=user, community=community, role="coordinator")
    return user


def path_of_filing() -> str:
    from django.urls import reverse

    return reverse("ideas:idea-new")


def filled() -> dict[str, Any]:
    from communities.models import Community

    return {
        "community": Community.objects.order_by("pk").values_list("code", flat=True)[0],
        "visibility": "public",
        "currency": "UAH",
        # The titles are alike: yes, it is another one.
        "is_another": "1",
    }


def play_filing(stage: Stage, seconds: float = 60, crashes: int = 3) -> str:
    """Every idea that the portal said it had kept has its row; one line of the second table."""
    from django.db import connection

    from projects.models import ProjectIdea

    web = stage.web()
    wait(lambda: web_answers(stage))
    said: list[str] = []
    refused: list[int] = []
    with filing(stage, said, refused):
        for _each in range(crashes):
            time.sleep(seconds / (crashes + 1))
            stage.restart_postgres()
        time.sleep(seconds / (crashes + 1))
    stage.kill(web)
    connection.close()
    rows = set(
        ProjectIdea.objects.filter(title__startswith="Bench").values_list("title", flat=True)
    )
    lost = len(set(said) - rows)
    unsaid = len(rows - set(said))
    return f"| {len(said)} | {crashes} | {lost} | {len(refused)} | {unsaid} |"


def web_answers(stage: Stage) -> bool:
    with contextlib.suppress(OSError), socket.socket() as probe:
        probe.connect(("127.0.0.1", stage.web_port))
        return True
    return False


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    folder = Path(tempfile.mkdtemp(prefix="mosty-kill-"))
    stage = Stage(folder / "var")
    try:
        stage.begin()
        prepare(count)
        print_tables(stage, count)
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


def print_tables(stage: Stage, count: int) -> None:
    from django.db import connection

    print("| scene | notices | people reached | lost | sent again | doubled | seconds |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: |", flush=True)
    for scene in SCENES if count else ():
        connection.close()
        print(play(stage, scene, count), flush=True)
    print(f"\njobs done twice for one moment: {slots_done_twice()}\n")
    print("| taken | PostgreSQL crashed | lost | refused | kept and not said |")
    print("| ---: | ---: | ---: | ---: | ---: |")
    print(play_filing(stage), flush=True)


if __name__ == "__main__":
    main()
