"""What has to be there before the portal starts: translations, static files, tables and data.

Each part is skipped when nothing it is made of has changed since it was made, so that a second
start takes seconds. All commands may be repeated safely; skipping only saves time.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from install import PYTHON
from processes import Child, Crew
from progress import StepFailedError, run_quietly, say, waiting
from servers import ROOT, Postgres, foreign_database

PREPARE = (PYTHON, "-W", "ignore", ROOT / "tools" / "prepare.py")
DATABASE_STEPS = ("migrate --noinput", "load_reference", "apply_roles", "load_demo")
SIGN_INS = "demo_accounts"
# What the database steps are made of.
DATABASE_SOURCES = ("*.py", "*.csv", "*.json", "*.toml", "*.txt", "*.lock", "*.sql", "*.xlsx")
NOT_SOURCES = {"var", "tests", "docs", "tools", "deploy", "static", "locale", "scripts"}


@dataclass
class Told:
    """What `prepare.py` says of its steps: the one it is at, how far it is, and the sign-ins."""

    step: str = "Loading the portal"
    part: str = ""
    ahead: int = 0
    done: int = 0
    sign_ins: list[str] = field(default_factory=list)

    @property
    def now(self) -> str:
        far = f"{self.done} of {self.ahead}" if self.ahead else self.part
        return f"{self.step} ({far})" if far else self.step

    def hear(self, line: str) -> None:
        if line.startswith("> "):
            self.step, self.part, self.ahead, self.done = line[2:], "", 0, 0
            if self.step != SIGN_INS:
                say(self.step)
        elif line.startswith("~ "):
            self.part = line[2:]
        elif line.startswith("= "):
            self.ahead = int(line[2:])
        elif self.ahead and line.startswith("  Applying "):
            self.done += 1
        elif self.step == SIGN_INS and not line.startswith("< "):
            self.sign_ins.append(line)


@dataclass
class Preparation:
    """The preparing of one data folder; `crew` is told of what works in the background."""

    var: Path
    env: Mapping[str, str]
    crew: Crew

    def do(self) -> None:
        """Prepare all that is out of date; static files are gathered beside the rest."""
        gathering = self._begin_gathering()
        self._translations_and_database()
        if gathering:
            self._finish_gathering(*gathering)

    @property
    def sign_ins(self) -> str:
        """The demo sign-ins, one line per role, as the loading of the data told them."""
        kept = self._stamp("sign-ins")
        return kept.read_text(encoding="utf-8") if kept.exists() else ""

    def _begin_gathering(self) -> tuple[Child, str] | None:
        mark = fingerprint(static_sources())
        manifest = self.var / "static" / "staticfiles.json"
        if manifest.exists() and self._is_marked("static", mark):
            return None
        log = self.var / "log" / "static.log"
        child = Child("static files", [*PREPARE, "collectstatic"], self.env, log)
        self.crew.children = [child]
        self.crew.start()
        return child, mark

    def _finish_gathering(self, child: Child, mark: str) -> None:
        say("Gathering the static files")
        with waiting(lambda: "still: Gathering the static files"):
            if child.wait():
                raise StepFailedError(child.obituary())
        self._mark("static", mark)

    def _translations_and_database(self) -> None:
        """Bring both up to date in one process: loading Django takes as long as most steps."""
        catalogues = list(ROOT.glob("locale/*/LC_MESSAGES/*.po"))
        compiled = all(catalogue.with_suffix(".mo").exists() for catalogue in catalogues)
        words, data = fingerprint(catalogues), self._database_mark()
        commands: list[str] = []
        if not (compiled and self._is_marked("catalogues", words)):
            commands.append("compile_catalogues")
        if not (data and self._is_marked("database", data)):
            commands.extend((*DATABASE_STEPS, SIGN_INS))
        if commands:
            self._manage(commands)
            self._mark("catalogues", words)
            self._mark("database", data)

    def _database_mark(self) -> str:
        """Say what the data is made of and where it lies; nothing for a server that is not ours."""
        postgres = Postgres(self.var)
        if foreign_database(postgres):
            return ""
        cluster = (postgres.data / "PG_VERSION").stat()
        return f"{fingerprint(database_sources())} {cluster.st_ino} {cluster.st_mtime_ns}"

    def _manage(self, commands: Sequence[str]) -> None:
        """Run management commands in one process and pass their steps on."""
        told = Told()
        path = self.var / "log" / "prepare.log"
        failure = f"The data could not be prepared (all of it in {path}):"
        with (
            path.open("w", buffering=1, encoding="utf-8") as log,
            waiting(lambda: f"still: {told.now}"),
        ):

            def show(line: str) -> None:
                log.write(f"{line}\n")
                told.hear(line)

            command = [*PREPARE, *commands]
            run_quietly(command, env=self.env, cwd=ROOT, on_line=show, on_failure=failure)
        if SIGN_INS in commands:
            self._mark("sign-ins", "\n".join(told.sign_ins))

    def _stamp(self, name: str) -> Path:
        return self.var / "stamps" / name

    def _is_marked(self, name: str, mark: str) -> bool:
        stamp = self._stamp(name)
        return stamp.exists() and stamp.read_text(encoding="utf-8") == mark

    def _mark(self, name: str, mark: str) -> None:
        stamp = self._stamp(name)
        stamp.parent.mkdir(parents=True, exist_ok=True)
        stamp.write_text(mark, encoding="utf-8")


def fingerprint(paths: Iterable[Path]) -> str:
    """Return a hash that changes with the name or content of any of the files."""
    total = hashlib.sha256()
    for path in sorted(paths):
        total.update(os.fsencode(path.relative_to(ROOT)) + b"\0")
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def database_sources() -> Iterator[Path]:
    """Yield the code and data files that migrations and loading commands are made of."""
    for top in ROOT.iterdir():
        if top.is_dir() and top.name not in NOT_SOURCES and not top.name.startswith("."):
            for pattern in DATABASE_SOURCES:
                yield from (path for path in top.rglob(pattern) if path.is_file())


def static_sources() -> Iterator[Path]:
    """Yield what the gathered static files come from: our own, and the versions of packages."""
    for folder in (ROOT / "static", *ROOT.glob("*/static"), *ROOT.glob("common/*/static")):
        if folder.parent.name != "var":
            yield from (path for path in folder.rglob("*") if path.is_file())
    yield from ROOT.glob("requirements/*.lock")
    yield from ROOT.glob("config/*.py")
    yield ROOT / "common" / "design" / "assets.py"
