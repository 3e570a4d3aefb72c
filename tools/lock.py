"""`make lock`: choose the newest versions that pyproject.toml allows and write the locks anew.

The locks hold versions and hashes only, for every Python from 3.11 on Linux and macOS, and no
address: each machine takes the packages from wherever its own pip is told to.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from progress import StepFailedError, say, stop_with
from servers import ROOT

UV = "uv==0.13.9"
TOOL_ENV = ROOT / "var" / "lock-tool"
LOCKS = ROOT / "requirements"
OPTIONS = (
    "pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes "
    "--no-emit-index-url --no-emit-find-links --no-annotate"
)
# The widest first: the others must agree with it.
KINDS = (("dev", "--group dev"), ("run", "--group local"), ("base", ""))


def uv() -> Path:
    """Return the resolver, installed in an environment of its own: the portal does not need it."""
    program = TOOL_ENV / "bin" / "uv"
    if not program.exists():
        say(f"Getting the resolver ({UV})")
        subprocess.run([sys.executable, "-m", "venv", TOOL_ENV], check=True)
        subprocess.run([TOOL_ENV / "bin" / "pip", "install", "--quiet", UV], check=True)
    return program


def compile_lock(kind: str, groups: str, *, upgrade: bool) -> None:
    """Resolve one set of dependencies for all platforms."""
    say(f"requirements/{kind}.lock")
    command = [str(uv()), *OPTIONS.split(), *groups.split()]
    command += ["--output-file", str(LOCKS / f"{kind}.lock")]
    command += ["--custom-compile-command", "make lock"]
    command += ["--constraint", str(LOCKS / "dev.lock")] if kind != "dev" else []
    command += ["--upgrade"] if upgrade and kind == "dev" else []
    done = subprocess.run(command, cwd=ROOT, check=False)
    if done.returncode:
        raise StepFailedError(f"requirements/{kind}.lock could not be made.")


def main() -> int:
    """Write all locks; without `--keep` every version may move to the newest allowed."""
    LOCKS.mkdir(exist_ok=True)
    try:
        for kind, groups in KINDS:
            compile_lock(kind, groups, upgrade="--keep" not in sys.argv)
    except (StepFailedError, subprocess.CalledProcessError) as error:
        return stop_with(str(error))
    return 0


if __name__ == "__main__":
    sys.exit(main())
