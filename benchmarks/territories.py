"""How long the whole codifier takes, and how much memory: the target is 20 s and 300 MB.

    python benchmarks/territories.py FILE [FILE …]

Each file (CSV or XLSX) is imported twice into a throw-away database beside the configured one,
each run in a process of its own, so that its peak of memory is its own.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DATABASE = "benchmark_territories"
TARGET_SECONDS, TARGET_MB = 20, 300
NAMES = ("file", "run", "rows", "changed", "seconds", "mb")
LINE = "{file:32} {run:>6} {rows:>7} {changed:>8} {seconds:>8} {mb:>8}"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--step", choices=tuple(STEPS), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.step:
        _set_up()
        STEPS[options.step](options.files[0])
    else:
        sys.exit(_table(options.files))


def _table(files: list[Path]) -> int:
    headings = ("file", "run", "rows", "changed", "seconds", "peak MB")
    print(LINE.format(**dict(zip(NAMES, headings, strict=True))))
    results = [result for file in files for result in _runs(file)]
    met = all(r["seconds"] < TARGET_SECONDS and r["mb"] < TARGET_MB for r in results)
    print(f"target {TARGET_SECONDS} s, {TARGET_MB} MB: {'met' if met else 'MISSED'}")
    return 0 if met else 1


def _runs(file: Path) -> list[dict[str, float]]:
    _run("create", file)
    results = []
    try:
        for name in ("first", "second"):
            results.append(_run("import", file))
            print(LINE.format(file=file.name[:32], run=name, **results[-1]))
    finally:
        _run("drop", file)
    return results


def _run(step: str, file: Path) -> dict[str, float]:
    command = [sys.executable, __file__, "--step", step, str(file)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout or "{}")  # type: ignore[no-any-return]


# --- in a process of its own ---------------------------------------------------------------------


def _set_up() -> None:
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()


def _create(_file: Path) -> None:
    from django.core.management import call_command

    _drop(_file)
    _on_server(f'CREATE DATABASE "{DATABASE}"')
    _connect()
    call_command("migrate", verbosity=0)


def _drop(_file: Path) -> None:
    _on_server(f'DROP DATABASE IF EXISTS "{DATABASE}" WITH (FORCE)')


def _on_server(statement: str) -> None:
    from django.db import connection

    with connection._nodb_cursor() as cursor:  # noqa: SLF001 - Django opens it so itself
        cursor.execute(statement)


def _connect() -> None:
    from django.db import connection

    connection.settings_dict["NAME"] = DATABASE


def _import(file: Path) -> None:
    """Seconds of the import alone; the peak is that of the whole process, Django included."""
    from communities.services.territories import import_territories, tally

    _connect()
    started = time.monotonic()
    changes = import_territories(source=file, edition=date(2025, 5, 16))
    result = {
        "rows": changes.rows,
        "changed": sum(len(changed) for _word, changed in tally(changes)),
        "seconds": round(time.monotonic() - started, 2),
        "mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }
    print(json.dumps(result))


STEPS = {"create": _create, "import": _import, "drop": _drop}


if __name__ == "__main__":
    main()
