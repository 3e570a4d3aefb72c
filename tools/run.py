"""`make run`: from a fresh checkout to a running portal, and back to nothing running.

Makes the environment, starts PostgreSQL and Redis, prepares the data once, starts the web server,
the worker and the scheduler, and stops everything in order on Ctrl-C or SIGTERM. Standard library
only: it begins before anything is installed. PORT, BIND, MOSTY_VAR, DATABASE_URL and REDIS_URL
are read from the environment.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import http.client
import json
import os
import re
import secrets
import signal
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from install import PYTHON, prepare_environment
from preparation import Preparation
from processes import Child, Crew, end_orphans
from progress import StepFailedError, say, stop_with, waiting
from servers import StackError, open_standard_streams, start_all, stop_all, var_folder

READY_WITHIN = 180.0
# Addresses to listen on that lead back to this machine, and where to knock then.
ANYWHERE = {"127.0.0.1": "127.0.0.1", "::1": "::1", "0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104


class StopRequest(BaseException):
    """Somebody asked us to stop."""


@dataclass
class Run:
    """One run of the portal in one data folder."""

    var: Path
    host: str
    port: int
    env: dict[str, str] = field(default_factory=dict)
    crew: Crew = field(default_factory=Crew)

    @property
    def address(self) -> str:
        name = "localhost" if self.host in ANYWHERE else self.host
        return f"http://{name}:{self.port}/"

    @property
    def note(self) -> Path:
        """Who runs here, for the next command that wants to know."""
        return self.var / "run.json"

    def up(self) -> None:
        """Do everything up to a portal that answers."""
        self._write_note()
        prepare_environment("run")
        say("Starting PostgreSQL and Redis")
        self.env = self._environment() | start_all(self.var)
        preparation = Preparation(self.var, self.env, self.crew)
        preparation.do()
        self._start_processes()
        self._wait_until_ready()
        self._announce(preparation.sign_ins)

    def check(self) -> None:
        """Refuse what cannot work before anything is started."""
        self._clear_leftovers()
        self._refuse_taken_port()

    def _clear_leftovers(self) -> None:
        """End the processes of a run that was killed before it could stop them."""
        with contextlib.suppress(OSError, ValueError):
            left = json.loads(self.note.read_text(encoding="utf-8")).get("children", [])
            if ended := end_orphans(left):
                say(f"Ended {ended} processes that an interrupted run had left behind")

    def _refuse_taken_port(self) -> None:
        family = socket.AF_INET6 if ":" in self.host else socket.AF_INET
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((self.host, self.port))
            except OSError as error:
                raise StepFailedError(self._why_no_port(error)) from error

    def _why_no_port(self, error: OSError) -> str:
        other = "choose another one, for example: PORT=8123 make run"
        if error.errno == errno.EADDRINUSE:
            return f"Port {self.port} is taken by another program; {other}"
        if error.errno == errno.EACCES:
            return f"Port {self.port} may only be opened by root; {other}"
        return (
            f"The portal cannot listen on {self.host}, port {self.port} ({error.strerror}); {other}"
        )

    def _environment(self) -> dict[str, str]:
        chosen = {
            "MOSTY_MODE": "trial",
            "MOSTY_VAR": str(self.var),
            "SECRET_KEY": os.environ.get("SECRET_KEY") or secret_key(self.var),
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "PORT": str(self.port),
            "PYTHONUNBUFFERED": "1",
            "PATH": f"{PYTHON.parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
            "VIRTUAL_ENV": str(PYTHON.parent.parent),
        }
        chosen["SITE_URL"] = os.environ.get("SITE_URL", self.address.rstrip("/"))
        inherited = {k: v for k, v in os.environ.items() if k not in {"PYTHONPATH", "PYTHONHOME"}}
        return inherited | chosen

    def _write_note(self) -> None:
        note = {"pid": os.getpid(), "address": self.address, "children": self.crew.pids()}
        self.note.write_text(json.dumps(note), encoding="utf-8")

    def _start_processes(self) -> None:
        say("Starting the web server, the worker and the scheduler")
        bind = f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"
        commands = {
            "web": f"gunicorn -c deploy/gunicorn.conf.py -b {bind}",
            "worker": "celery -A config.celery worker --loglevel INFO --concurrency 2",
            "beat": "celery -A config.celery beat --loglevel INFO --pidfile=",
        }
        logs = self.var / "log"
        self.crew.children = [
            Child(name, [PYTHON, "-m", *command.split()], self.env, logs / f"{name}.log")
            for name, command in commands.items()
        ]
        self.crew.start()
        self._write_note()

    def _wait_until_ready(self) -> None:
        """Wait for /readyz: database, Redis, migrations and a living worker."""
        deadline = time.monotonic() + READY_WITHIN
        answer = "the web server is starting"
        with waiting(lambda: f"waiting for the portal ({answer})"):
            while time.monotonic() < deadline:
                self._refuse_dead_child()
                ready, answer = self._ask_ready()
                if ready:
                    return
                time.sleep(0.3)
        raise StepFailedError(f"The portal is not ready after {READY_WITHIN:.0f} s: {answer}")

    def _ask_ready(self) -> tuple[bool, str]:
        host = ANYWHERE.get(self.host, self.host)
        link = http.client.HTTPConnection(host, self.port, timeout=5)
        try:
            link.request("GET", "/readyz", headers={"Host": f"localhost:{self.port}"})
            response = link.getresponse()
            answer = response.read().decode("utf-8", "replace")
        except (OSError, http.client.HTTPException):
            return False, "the web server is starting"
        else:
            return response.status == http.HTTPStatus.OK, missing_parts(answer)
        finally:
            link.close()

    def _announce(self, sign_ins: str) -> None:
        for child in self.crew.children:
            child.new_errors()  # what it said before it was ready needs nobody's attention
        say("Ready")
        print(f"\n  Mosty runs at  {self.address}\n", flush=True)
        print(sign_ins, flush=True)
        print(f"\n  Logs: {self.var / 'log'}    Stop: Ctrl-C\n", flush=True)

    def watch(self) -> None:
        """Keep looking after the children until somebody asks us to stop."""
        while True:
            self._refuse_dead_child()
            for child in self.crew.children:
                for line in child.new_errors():
                    print(f"[{child.name}] {line}", flush=True)
            time.sleep(0.5)

    def _refuse_dead_child(self) -> None:
        if dead := self.crew.first_dead():
            raise StepFailedError(dead.obituary())

    def down(self) -> None:
        """Stop the children, then the servers, and leave no note behind."""
        say("Stopping")
        self.crew.stop()
        stop_all(self.var)
        self.note.unlink(missing_ok=True)
        say("Everything is stopped; the data stays in " + str(self.var))


def missing_parts(answer: str) -> str:
    """Say which of the checks of /readyz are not fulfilled yet."""
    with contextlib.suppress(ValueError, AttributeError):
        checks = json.loads(answer)["checks"].items()
        return ", ".join(f"{name}: {state}" for name, state in checks if state != "ok")
    return answer[:200]


def secret_key(var: Path) -> str:
    """Return this installation's own secret, made at the first start, for its owner's eyes only."""
    path = var / "secret_key"
    with contextlib.suppress(FileNotFoundError):
        if key := path.read_text(encoding="utf-8").strip():
            return key
    key = secrets.token_urlsafe(48)
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
        file.write(f"{key}\n")
    return key


@contextmanager
def only_run_here(var: Path, note: Path) -> Iterator[None]:
    """Hold the data folder's lock; the kernel frees it however this process ends."""
    with (var / "run.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise StepFailedError(_already_running(note)) from None
        yield


def _already_running(note: Path) -> str:
    where = ""
    with contextlib.suppress(OSError, ValueError):
        known = json.loads(note.read_text(encoding="utf-8"))
        where = f" at {known['address']} (process {known['pid']})"
    how = "stop it with Ctrl-C there or with: make stop"
    return f"The portal already runs from this folder{where}; {how}"


def chosen_port() -> int:
    """Return PORT, or refuse what is not a port."""
    text = os.environ.get("PORT") or "8000"
    if re.fullmatch(r"[0-9]{1,5}", text) and 0 < int(text) < 65536:
        return int(text)
    raise StepFailedError(
        f"PORT is «{text}»; it must be a number from 1 to 65535, for example: PORT=8123 make run"
    )


def usable_folder(var: Path) -> Path:
    """Make the data folder, or say in one sentence why it cannot be used."""
    try:
        (var / "log").mkdir(parents=True, exist_ok=True)
        (var / "run.lock").touch()
    except OSError as error:
        raise StepFailedError(
            f"The data folder {var} cannot be written ({error.strerror}); "
            "name another one, for example: MOSTY_VAR=$HOME/mosty make run"
        ) from error
    return var


def raise_on_signals() -> None:
    """Turn every polite request to stop into one exception; a second one changes nothing."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(sign, signal.SIG_IGN)
        raise StopRequest

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # nohup means it
        signal.signal(signal.SIGHUP, stop)


def main() -> int:
    """Run the portal until asked to stop; 0 when it was asked, 1 when something went wrong."""
    open_standard_streams()
    raise_on_signals()
    try:
        var = usable_folder(var_folder())
        run = Run(var, os.environ.get("BIND") or "127.0.0.1", chosen_port())
        with only_run_here(var, run.note):
            run.check()
            return keep_running(run)
    except StopRequest:
        return 0
    except (StepFailedError, StackError) as error:
        return stop_with(str(error))


def keep_running(run: Run) -> int:
    """Bring the portal up, watch it, and always bring it down."""
    code, reason = 0, ""
    try:
        run.up()
        run.watch()
    except StopRequest:
        print(flush=True)
    except (StepFailedError, StackError) as error:
        code, reason = 1, str(error)
    for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(sign, signal.SIG_IGN)
    try:
        run.down()
    except StackError as error:
        code, reason = 1, reason or str(error)
    return stop_with(reason) if reason else code


if __name__ == "__main__":
    sys.exit(main())
