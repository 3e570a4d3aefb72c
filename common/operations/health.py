"""Is everything there that the portal needs to serve people?"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import cache as kept

from django.core.cache import cache
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from common.operations.tasks import HEARTBEAT_KEY, HEARTBEAT_LIMIT_SECONDS
from common.operations.watch import late_jobs


def check_database() -> str:
    """Empty when fine, else what is wrong. So it is with every check here."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return ""


@kept
def _migrations_of_this_release() -> frozenset[tuple[str, str]]:
    """The files do not change while the portal runs, and reading them takes longer than a query."""
    return frozenset(MigrationLoader(None).disk_migrations or ())


def check_migrations() -> str:
    applied = MigrationRecorder(connection).applied_migrations()
    missing = _migrations_of_this_release() - applied.keys()
    return f"{len(missing)} migrations not applied" if missing else ""


def check_redis() -> str:
    cache.set("operations.readyz", "1", timeout=10)
    return "" if cache.get("operations.readyz") == "1" else "value not kept"


def check_worker() -> str:
    seen = cache.get(HEARTBEAT_KEY)
    if seen is None:
        return f"no heartbeat for {HEARTBEAT_LIMIT_SECONDS} s"
    age = time.time() - float(seen)
    return "" if age < HEARTBEAT_LIMIT_SECONDS else f"last heartbeat {age:.0f} s ago"


def check_jobs() -> str:
    late = late_jobs()
    return f"late: {', '.join(late)}" if late else ""


CHECKS: dict[str, Callable[[], str]] = {
    "database": check_database,
    "migrations": check_migrations,
    "redis": check_redis,
    "worker": check_worker,
    "jobs": check_jobs,
}


def readiness() -> dict[str, str]:
    """Each check with "ok" or one sentence; a check that raises is a check that failed."""
    return {name: _outcome(check) for name, check in CHECKS.items()}


def _outcome(check: Callable[[], str]) -> str:
    try:
        return check() or "ok"
    except Exception as error:  # noqa: BLE001 - whatever broke, the answer is "not ready"
        return type(error).__name__
