"""`make check`: everything that can be said about the code without running its tests.

`make check` runs all checks, even after one has failed; `make fix` (`--fix`) mends what tools can.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass

from install import PYTHON, prepare_environment
from progress import StepFailed, say, stop_with
from run_tests import prepare_files, throwaway_servers
from servers import ROOT, StackError


@dataclass(frozen=True)
class Check:
    """One tool with its arguments; `tool` is a program of the environment or a Django command."""

    title: str
    command: tuple[str, ...]

    def passes(self, env: Mapping[str, str]) -> bool:
        """Run it; show what it prints only when it fails."""
        started = time.monotonic()
        program = str(PYTHON) if self.command[0] == "manage.py" else str(PYTHON.parent / self.command[0])
        arguments = self.command if program == str(PYTHON) else self.command[1:]
        done = subprocess.run(
            [program, *arguments], cwd=ROOT, env=env, capture_output=True, text=True,
            stdin=subprocess.DEVNULL, check=False,
        )  # fmt: skip
        say(f"{'ok    ' if done.returncode == 0 else 'FAILED'} {self.title} ({time.monotonic() - started:.1f} s)")
        if done.returncode:
            print(done.stdout, done.stderr, sep="", flush=True)
        return done.returncode == 0


CHECKS = (
    Check("ruff: rules", ("ruff", "check")),
    Check("ruff: layout", ("ruff", "format", "--check")),
    Check("djlint: templates", ("djlint", "--lint", "--quiet", "templates")),
    Check("import-linter: layers", ("lint-imports",)),
    Check("mypy: types", ("mypy",)),
    Check("Django: system checks", ("manage.py", "check", "--fail-level", "WARNING")),
    Check("Django: no migration is missing", ("manage.py", "makemigrations", "--check", "--dry-run")),
    Check("API: the schema is valid", ("manage.py", "spectacular", "--validate", "--fail-on-warn", "--file", "/dev/null")),
    Check("API: docs/openapi.yaml is current", ("manage.py", "check_openapi")),
    Check("Translations are complete", ("manage.py", "check_catalogues")),
)  # fmt: skip
FIXES = (
    Check("ruff: rules", ("ruff", "check", "--fix", "--exit-zero", "--quiet")),
    Check("ruff: layout", ("ruff", "format", "--quiet")),
    Check("djlint: templates", ("djlint", "--reformat", "--quiet", "templates")),
)


def main(arguments: list[str]) -> int:
    """Run the checks, or the fixes; the exit code says whether all went well."""
    try:
        prepare_environment("dev")
        with throwaway_servers() as env:
            prepare_files(env)
            results = [check.passes(env) for check in (FIXES if "--fix" in arguments else CHECKS)]
    except (StepFailed, StackError) as error:
        return stop_with(str(error))
    failed = results.count(False)
    say("All checks passed" if not failed else f"{failed} of {len(results)} checks failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
