"""The portal's own processes: started together, watched, and stopped together."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from progress import die_with_parent
from servers import ROOT, alive, end, tail, wait_until

LARGEST_LOG = 5 * 1024 * 1024
ALARMING = re.compile(r'"level": "(error|critical)"|\b(ERROR|CRITICAL)\b|^Traceback ')


@dataclass
class Child:
    """One long-running process with its log."""

    name: str
    command: Sequence[str | Path]
    env: Mapping[str, str]
    log: Path
    process: subprocess.Popen[bytes] | None = None
    read_to: int = 0

    def start(self) -> None:
        """Start it in a session of its own: Ctrl-C reaches only us, and we stop it in order."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        if self.log.exists() and self.log.stat().st_size > LARGEST_LOG:
            self.log.replace(self.log.with_suffix(".log.1"))
        with self.log.open("ab") as out:
            self.read_to = out.tell()
            self.process = self._spawn(out)

    def _spawn(self, out: BinaryIO) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [str(part) for part in self.command],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            cwd=ROOT,
            env=dict(self.env),
            start_new_session=True,
            preexec_fn=die_with_parent,  # noqa: PLW1509 -- it only makes one system call
        )

    @property
    def ended(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def wait(self) -> int:
        """Wait until it ends by itself and return its exit code."""
        return self.process.wait() if self.process else 0

    def new_errors(self) -> list[str]:
        """Return the alarming lines the log has gained since the last look."""
        with self.log.open("rb") as log:
            log.seek(self.read_to)
            fresh = log.read(1 << 20)
            self.read_to += fresh.rfind(b"\n") + 1
        text = fresh[: fresh.rfind(b"\n") + 1].decode("utf-8", errors="replace")
        return [line[:400] for line in text.splitlines() if ALARMING.search(line)]

    def obituary(self) -> str:
        """Say in one sentence that it ended, with the last lines of its log."""
        code = self.process.returncode if self.process else 0
        how = f"was killed by signal {-code}" if code < 0 else f"ended with exit code {code}"
        return f"The {self.name} process {how}; the last lines of {self.log}:\n{tail(self.log, 15)}"


@dataclass
class Crew:
    """All children of one run."""

    children: list[Child] = field(default_factory=list)

    def start(self) -> None:
        """Start all of them at once."""
        for child in self.children:
            child.start()

    def first_dead(self) -> Child | None:
        """Return a child that ended without being asked to."""
        return next((child for child in self.children if child.ended), None)

    def pids(self) -> list[int]:
        """Return the numbers of those that were started."""
        return [child.process.pid for child in self.children if child.process]

    def stop(self, seconds: float = 15) -> None:
        """Ask all to finish what they are doing, and insist after a while."""
        for sign, patience in ((signal.SIGTERM, seconds), (signal.SIGKILL, 5)):
            for child in self.children:
                if child.process and not child.ended:
                    with contextlib.suppress(ProcessLookupError):
                        os.killpg(child.process.pid, sign)
            if wait_until(lambda: all(c.ended or not c.process for c in self.children), patience):
                return


def end_orphans(pids: Sequence[int]) -> int:
    """End what a killed run left behind; a number that belongs to another program now is let be."""
    ours = [pid for pid in pids if alive(pid) and _is_ours(pid)]
    for pid in ours:
        end(pid)
    return len(ours)


def _is_ours(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/cwd").resolve(strict=True) == ROOT
    except OSError:
        return False
