"""Housekeeping that the worker does."""

from __future__ import annotations

import time

from celery import shared_task
from django.core.cache import cache

HEARTBEAT_KEY = "operations.heartbeat"
HEARTBEAT_LIMIT_SECONDS = 120


@shared_task
def beat_heart() -> None:
    """Sent by beat, run by a worker: proof that both live."""
    cache.set(HEARTBEAT_KEY, time.time(), timeout=HEARTBEAT_LIMIT_SECONDS)
