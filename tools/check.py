"""`make check`: everything that can be said about the code without running its tests.

`make check` runs all checks, even after one has failed; `make fix` (`--fix`) mends what tools can.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Lock, Thread

from install import PYTHON, prepare_environment
from progress import StepFailedError, run_quietly, say, stop_with
from run_tests import prepare_files, throwaway_servers
from servers import ROOT, StackError, open_standard_streams

AT_ONCE = 2
# One check tells its result at a time.
TELLING = Lock()


@dataclass(frozen=True)
class Check:
    """One tool with its arguments; `tool` is a program of the environment or a Django command."""

    title: str
    command: str

    def passes(self, env: Mapping[str, str]) -> bool:
        """Run it; show what it prints only when it fails."""
        started, lines = time.monotonic(), list[str]()
        verdict = "ok    "
        try:
            run_quietly(self._program(), env=env, cwd=ROOT, on_line=lines.append, on_failure="")
        except StepFailedError:
            verdict = "FAILED"
        with TELLING:
            say(f"{verdict} {self.title} ({time.monotonic() - started:.1f} s)")
            if verdict == "FAILED":
                print(*lines, sep="\n", flush=True)
        return verdict != "FAILED"

    def _program(self) -> list[str | Path]:
        name, *arguments = self.command.split()
        if name == "manage.py":
            return [PYTHON, "manage.py", *arguments]
        return [PYTHON.parent / name, *arguments]


# The longest comes first, so that the others pass beside it.
CHECKS = (
    Check("mypy: types", "mypy ."),
    Check("ruff: rules", "ruff check"),
    Check("ruff: layout", "ruff format --check"),
    Check("djlint: templates", "djlint --lint --quiet templates"),
    Check("import-linter: layers", "lint-imports"),
    Check("Django: system checks", "manage.py check --fail-level WARNING"),
    Check("Django: no migration is missing", "manage.py makemigrations --check --dry-run"),
    Check(
        "API: the schema is valid",
        "manage.py spectacular --validate --fail-on-warn --file /dev/null",
    ),
    Check("API: docs/openapi.yaml is current", "manage.py check_openapi"),
    Check("docs: tables of steps are current", "manage.py check_workflow_tables"),
    Check("Translations are complete", "manage.py check_catalogues"),
    Check("mypy: types of tools/", "mypy --config-file tools/mypy.ini tools"),
)
FIXES = (
    Check("ruff: rules", "ruff check --fix --exit-zero --quiet"),
    Check("ruff: layout", "ruff format --quiet"),
)


def passed(checks: tuple[Check, ...], env: Mapping[str, str], at_once: int) -> int:
    """Run all checks and return how many passed.

    Nobody waits for the threads when we are told to stop: what they started ends with us.
    """
    waiting, results = SimpleQueue[Check](), list[bool]()
    for check in checks:
        waiting.put(check)

    def run() -> None:
        with suppress(Empty):
            while True:
                results.append(waiting.get_nowait().passes(env))

    threads = [Thread(target=run, daemon=True) for _ in range(at_once)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return results.count(True)


def main(arguments: list[str]) -> int:
    """Run the checks, or the fixes; the exit code says whether all went well."""
    open_standard_streams()
    try:
        prepare_environment("dev")
        with throwaway_servers() as env:
            prepare_files(env)
            checks, at_once = (FIXES, 1) if "--fix" in arguments else (CHECKS, AT_ONCE)
            failed = len(checks) - passed(checks, env, at_once)
    except (StepFailedError, StackError) as error:
        return stop_with(str(error))
    say("All checks passed" if not failed else f"{failed} of {len(checks)} checks failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
