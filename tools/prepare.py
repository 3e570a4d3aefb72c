"""Run management commands one after the other in one process: loading Django once saves seconds.

    prepare.py "migrate --noinput" load_reference collectstatic

Runs with the Python of the virtual environment. Each command's own output is passed on;
a line «= 93» says how many parts of the command are ahead, «~ meeting» what it is making now.
"""

from __future__ import annotations

import os
import shlex
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# Left out: a second API page and a browsable API that the portal does not offer.
COLLECTSTATIC = "collectstatic --noinput --verbosity 0 --ignore redoc --ignore rest_framework"
TITLES = {
    "migrate": "Building the tables",
    "load_reference": "Loading reference data",
    "apply_roles": "Giving the roles their permissions",
    "load_demo": "Loading demo data",
    "compile_catalogues": "Compiling the translations",
    "collectstatic": "Gathering the static files",
}


def migrations_to_apply() -> int:
    """How many are ahead, so that whoever waits sees how far it is."""
    from django.db import connection  # noqa: PLC0415 -- needs Django set up
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415

    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def run(line: str) -> None:
    """Run one command and say how long it took."""
    from django.core.management import call_command  # noqa: PLC0415 -- needs Django set up

    name, *options = shlex.split(COLLECTSTATIC if line == "collectstatic" else line)
    print(f"> {TITLES.get(name, name)}", flush=True)
    if name == "migrate":
        print(f"= {migrations_to_apply()}", flush=True)
    started = time.monotonic()
    call_command(name, *options)
    print(f"< {name} took {time.monotonic() - started:.1f} s", flush=True)


def main() -> None:
    """Set Django up and run every command named on the command line."""
    # Commands come first on the path as the project, not as this folder.
    sys.path[0] = str(ROOT)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django  # noqa: PLC0415 -- the project must be on the path first
    from django.core.management import CommandError  # noqa: PLC0415

    from common.audit.commands import acting_as_command  # noqa: PLC0415

    django.setup()
    with acting_as_command():
        for line in sys.argv[1:]:
            try:
                run(line)
            except CommandError as error:
                sys.exit(f"{line}: {error}")


if __name__ == "__main__":
    main()
