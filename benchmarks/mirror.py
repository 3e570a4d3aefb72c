"""Mirrors kept by `updated_since` while others write, merge and withdraw: equal at the end?

    python benchmarks/mirror.py [RUNS]

Each run (100 if not said) starts with an empty database of its own making, lets two writers work
in transactions that overlap, some of them taken back, while the follower and six mirrors work too,
and compares every mirror with its source when all is quiet. Ends with an error at the first
difference.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ["MOSTY_MODE"] = "test"
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.test.utils import setup_test_environment

    from tests.mirroring import begin, play, source_of

    setup_test_environment()
    connection.settings_dict["TEST"]["NAME"] = "mosty_mirrors"
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    started, objects = time.monotonic(), 0
    for seed in range(1, runs + 1):
        call_command("flush", interactive=False, verbosity=0)
        begin()
        for mirror in play(seed):
            source = source_of(mirror.register, mirror.query)
            assert mirror.listed(source) == source, f"run {seed}: {mirror.register}{mirror.query}"
            objects += len(source)
        print(f"run {seed}: equal", flush=True)
    seconds = time.monotonic() - started
    print(f"{runs} runs, 6 mirrors each, {objects} objects compared, {seconds:.0f} s: all equal")


if __name__ == "__main__":
    main()
