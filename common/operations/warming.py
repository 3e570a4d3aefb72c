"""What the first reader of a process would wait for, read ahead while the process begins to answer.

The web server starts `warm_up` in a thread of each of its processes (`deploy/gunicorn.conf.py`).
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.db import connections
from django.urls import get_resolver

logger = logging.getLogger(__name__)

_read_ahead: list[Callable[[], object]] = []


def add_warm_up(read: Callable[[], object]) -> None:
    """`read` fills a memory of the process that would otherwise be filled by the first request."""
    _read_ahead.append(read)


def warm_up() -> None:
    """All of it, one after the other; what fails is left to the first request."""
    try:
        # Imports every page.
        _ = get_resolver().url_patterns
        for one in _read_ahead:
            one()
    except Exception:
        logger.exception("warming up failed")
    finally:
        connections.close_all()
