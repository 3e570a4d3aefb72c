"""Servers and processes of one run of `kill_delivery.py`, and the ways to end them badly."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tools")]
PYTHON = sys.executable
CELERY = ("-m", "celery", "-A", "config.celery")
THINKS_MS = 5
LONGEST = 900.0

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


def wait(until: Callable[[], bool]) -> None:
    """For as long as it takes; what fails meanwhile has not come true yet."""
    end = time.monotonic() + LONGEST
    while time.monotonic() < end:
        with contextlib.suppress(Exception):
            if until():
                return
        time.sleep(0.05)
    print("  (this took too long)", flush=True)
