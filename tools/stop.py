"""`make stop` and `make resetdb`: end a run from another terminal, and begin with empty data."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
from pathlib import Path

from progress import StepFailedError, say, stop_with
from run import only_run_here, usable_folder
from servers import Postgres, StackError, alive, foreign_database, stop_all, var_folder, wait_until

# What belongs to the data; logs and the secret key stay.
DATA = ("postgres", "postgres.new", "redis", "media", "outbox", "stamps", "beat")


def stop(var: Path) -> None:
    """Ask a running portal to stop and wait for it; stop servers that run alone."""
    note = var / "run.json"
    try:
        with only_run_here(var, note):
            stop_all(var)
            say("Nothing of the portal runs from this folder any more")
    except StepFailedError:
        if not wait_until(note.exists, 5):
            raise
        pid = json.loads(note.read_text(encoding="utf-8"))["pid"]
        say(f"Stopping the portal (process {pid})")
        os.kill(pid, signal.SIGTERM)
        if not wait_until(lambda: not alive(pid), 60):
            raise StepFailedError(f"The portal (process {pid}) did not stop within 60 s.") from None
        say("The portal is stopped")


def reset(var: Path) -> None:
    """Remove all data of this folder, after saying what it is; refuses while the portal runs."""
    if foreign_database(Postgres(var)):
        raise StepFailedError("DATABASE_URL or PGHOST names a database that is not ours to remove.")
    with only_run_here(var, var / "run.json"):
        stop_all(var)
        for path in (var / name for name in DATA):
            if path.exists():
                say(f"Removing {path}")
                shutil.rmtree(path) if path.is_dir() else path.unlink()
    say("The next `make run` begins with empty data and loads the demo data again")


def main() -> int:
    """Do what the command line names."""
    try:
        var = usable_folder(var_folder())
        reset(var) if "--reset" in sys.argv else stop(var)
    except (StepFailedError, StackError) as error:
        return stop_with(str(error))
    return 0


if __name__ == "__main__":
    sys.exit(main())
