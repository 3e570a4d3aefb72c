"""`make check`: everything that can be said about the code without running its tests.

`make check` runs all checks, even after one has failed; `make fix` (`--fix`) mends what tools can.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from install import PYTHON, prepare_environment
from progress import StepFailedError, run_quietly, say, stop_with
from run_tests import prepare_files, throwaway_servers
from servers import ROOT, StackError, open_standard_streams


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
        say(f"{verdict} {self.title} ({time.monotonic() - started:.1f} s)")
        if verdict == "FAILED":
            print(*lines, sep="\n", flush=True)
        return verdict != "FAILED"

    def _program(self) -> list[str | Path]:
        name, *arguments = self.command.split()
        if name == "manage.py":
            return [PYTHON, "manage.py", *arguments]
        return [PYTHON.parent / name, *arguments]


CHECKS = (
    Check("ruff: rules", "ruff check"),
    Check("ruff: layout", "ruff format --check"),
    Check("djlint: templates", "djlint --lint --quiet templates"),
    Check("import-linter: layers", "lint-imports"),
    Check("mypy: types", "mypy ."),
    Check("mypy: types of tools/", "mypy --config-file tools/mypy.ini tools"),
    Check("Django: system checks", "manage.py check --fail-level WARNING"),
    Check("Django: no migration is missing", "manage.py makemigrations --check --dry-run"),
    Check(
        "API: the schema is valid",
        "manage.py spectacular --validate --fail-on-warn --file /dev/null",
    ),
    Check("API: docs/openapi.yaml is current", "manage.py check_openapi"),
    Check("docs: tables of steps are current", "manage.py check_workflow_tables"),
    Check("Translations are complete", "manage.py check_catalogues"),
)
FIXES = (
    Check("ruff: rules", "ruff check --fix --exit-zero --quiet"),
    Check("ruff: layout", "ruff format --quiet"),
)


def main(arguments: list[str]) -> int:
    """Run the checks, or the fixes; the exit code says whether all went well."""
    open_standard_streams()
    try:
        prepare_environment("dev")
        with throwaway_servers() as env:
            prepare_files(env)
            results = [check.passes(env) for check in (FIXES if "--fix" in arguments else CHECKS)]
    except (StepFailedError, StackError) as error:
        return stop_with(str(error))
    failed = results.count(False)
    say("All checks passed" if not failed else f"{failed} of {len(results)} checks failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
