"""What a person sees while something takes long: a line per step, with the seconds since the start.

Plain lines on standard output, so that a log file or a pipe shows the same as a terminal.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

STARTED = time.monotonic()
# How often a silent step says that it is still alive.
PATIENCE = 5.0


PARENT_DEATH_SIGNAL = 1
LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


def die_with_parent() -> None:
    """Ask Linux to stop this process when the one that started it is killed."""
    if LIBC:
        with contextlib.suppress(OSError):
            LIBC.prctl(PARENT_DEATH_SIGNAL, signal.SIGTERM)


class StepFailedError(Exception):
    """A step did not work; the text is the sentence for the user."""


def say(text: str) -> None:
    """Print one line with the seconds since the start."""
    print(f"[{time.monotonic() - STARTED:6.1f} s] {text}", flush=True)


@contextmanager
def waiting(what: Callable[[], str]) -> Iterator[None]:
    """While the block works, repeat every few seconds what it is busy with."""
    done = threading.Event()

    def repeat() -> None:
        while not done.wait(PATIENCE):
            say(f"  … {what()}")

    thread = threading.Thread(target=repeat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def run_quietly(
    command: Iterable[object],
    *,
    env: Mapping[str, str],
    cwd: Path,
    on_line: Callable[[str], None],
    on_failure: str,
) -> None:
    """Run a command and hand its lines to `on_line`; a failure raises with the last of them."""
    lines: list[str] = []
    # A session of its own, so that what it starts ends with it.
    process = subprocess.Popen(
        [str(part) for part in command],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        cwd=cwd,
        start_new_session=True,
        preexec_fn=die_with_parent,  # noqa: PLW1509 -- it only makes one system call
        env={**env, "PYTHONUNBUFFERED": "1", "PYTHONIOENCODING": "utf-8"},
    )
    try:
        for line in process.stdout or ():
            lines.append(line.rstrip())
            on_line(line.rstrip())
        process.wait()
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait()
    if process.returncode:
        raise StepFailedError("\n".join([on_failure, *lines[-12:]]))


def stop_with(sentence: str) -> int:
    """Print a refusal where errors belong and return the exit code that goes with it."""
    sys.stdout.flush()
    print(f"\n{sentence}", file=sys.stderr, flush=True)
    return 1
