"""What the first reader of a process would wait for, read ahead while the process begins to answer.

The web server calls `load_pages` before it makes its processes, and starts `warm_up` in a thread of
each (`deploy/gunicorn.conf.py`).
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


def load_pages() -> None:
    """Imports what every page is made of, without a query: the processes to come share it."""
    try:
        _ = get_resolver().url_patterns
    finally:
        connections.close_all()


def warm_up() -> None:
    """All of it, one after the other; what fails is left to the first request."""
    try:
        for one in _read_ahead:
            _read(one)
    finally:
        connections.close_all()


def _read(one: Callable[[], object]) -> None:
    try:
        one()
    except Exception:
        logger.exception("warming up failed")
