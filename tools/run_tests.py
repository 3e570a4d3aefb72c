"""`make test`: from a fresh checkout to a tested one, on a real PostgreSQL and Redis of its own.

Whatever stands on the command line goes to pytest:  make test ARGS="tests/partners -x"
"""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from install import DEBIAN, PYTHON, apt_install, prepare_environment
from progress import StepFailedError, die_with_parent, run_quietly, say, stop_with
from servers import ROOT, StackError, open_standard_streams, start_all, stop_all, var_folder

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
LOUD = "!" * 78


def have_browser() -> bool:
    """Find Chromium, or get it where we may; without it the browser tests are skipped, loudly."""
    if any(shutil.which(name) for name in BROWSERS):
        return True
    if os.geteuid() == 0 and DEBIAN:
        try:
            apt_install("chromium", "Chromium for the browser tests")
        except StepFailedError as error:
            say(str(error))
    if shutil.which("chromium"):
        return True
    print(
        f"\n{LOUD}\nNo Chromium found: ALL BROWSER TESTS ARE SKIPPED. Install it with:", flush=True
    )
    print(f"    sudo apt-get install chromium\n{LOUD}\n", flush=True)
    return False


@contextmanager
def throwaway_servers() -> Iterator[dict[str, str]]:
    """Run servers with data of their own, emptied first and stopped in the end."""
    var = var_folder() / "test"
    var.mkdir(parents=True, exist_ok=True)
    with (var.parent / "test.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise StepFailedError(
                "Tests or checks already run in this folder; wait for them to end."
            ) from None
        stop_all(var)
        shutil.rmtree(var, ignore_errors=True)
        try:
            yield test_environment(var) | start_all(var, throwaway=True)
        finally:
            stop_all(var)


def test_environment(var: Path) -> dict[str, str]:
    """Return the environment of tests and checks: nothing of a real installation reaches them."""
    foreign = {"PYTHONPATH", "SECRET_KEY", "SITE_URL", "ALLOWED_HOSTS", "EMAIL_URL", "DEBUG"}
    inherited = {name: value for name, value in os.environ.items() if name not in foreign}
    return inherited | {
        "MOSTY_MODE": "test",
        "MOSTY_VAR": str(var),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PATH": f"{PYTHON.parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
    }


def prepare_files(env: Mapping[str, str]) -> None:
    """Compile the translations, which the tests read."""
    say("Compiling the translations")
    command = [PYTHON, "-W", "ignore", ROOT / "tools" / "prepare.py", "compile_catalogues"]
    failure = "The translations could not be compiled:"
    run_quietly(command, env=env, cwd=ROOT, on_line=lambda _line: None, on_failure=failure)


def run_pytest(env: Mapping[str, str], arguments: list[str]) -> int:
    """Run pytest and pass a request to stop on to it, so that it still prints its summary."""
    say("Running the tests")
    # In the order of collection: tests that empty the database come last, and nobody after them.
    command = [str(PYTHON), "-m", "pytest", "-n", "2", *arguments]
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=dict(env),
        stdin=subprocess.DEVNULL,
        preexec_fn=die_with_parent,  # noqa: PLW1509 -- it only makes one system call
    )
    while True:
        try:
            return process.wait()
        except (KeyboardInterrupt, SystemExit):
            process.send_signal(signal.SIGINT)


def leave(_number: int, _frame: FrameType | None) -> None:
    """Turn SIGTERM into an exit that still cleans up."""
    raise SystemExit(143)


def main(arguments: list[str]) -> int:
    """Prepare everything and return pytest's exit code."""
    open_standard_streams()
    signal.signal(signal.SIGTERM, leave)
    try:
        prepare_environment("dev")
        browser = have_browser()
        say("Starting PostgreSQL and Redis for the tests")
        with throwaway_servers() as env:
            prepare_files(env)
            return run_pytest(env | {"MOSTY_BROWSER": "1" if browser else ""}, arguments)
    except (StepFailedError, StackError) as error:
        return stop_with(str(error))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
