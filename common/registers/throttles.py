"""Rate limits of the API, counted by all processes together, without asking Redis each time.

A process counts by itself and exchanges counts with the others once a second for each client. So a
client may get through, beyond the limit, what it asks within that second; it is not let in for
longer. Asking Redis twice at each request, as DRF does, cost more than reading a record.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from threading import Lock
from typing import Any

from django.core.cache import cache
from rest_framework.throttling import AnonRateThrottle, SimpleRateThrottle, UserRateThrottle

EXCHANGED_EVERY = 1.0
MOST_CLIENTS = 20_000


@dataclass
class Count:
    """Requests of a client in the window `of`: by all at the last exchange, by us since then."""

    of: int
    by_all: int = 0
    by_us: int = 0
    exchanged_at: float = 0.0


_counts: dict[str, Count] = {}
_lock = Lock()


def forget() -> None:
    """Begin anew; what other processes know stays in the cache."""
    with _lock:
        _counts.clear()


class SharedThrottle(SimpleRateThrottle):
    """So many requests in each window of the rate's length."""

    num_requests: int
    duration: int

    def allow_request(self, request: Any, view: Any) -> bool:
        key = self.get_cache_key(request, view) if self.rate is not None else None
        if key is None:
            return True
        return self._counted(key) <= self.num_requests

    def wait(self) -> float:
        return self.duration - time.time() % self.duration

    def _counted(self, key: str) -> int:
        now = time.time()
        window = int(now // self.duration)
        with _lock:
            count = _counts.get(key)
            if count is None or count.of != window:
                if len(_counts) >= MOST_CLIENTS:
                    _counts.clear()
                count = _counts[key] = Count(window)
            count.by_us += 1
            is_due = now - count.exchanged_at >= EXCHANGED_EVERY
            if is_due:
                count.exchanged_at = now
                ours, count.by_us = count.by_us, 0
        if is_due:
            count.by_all = self._exchanged(f"{key}.{window}", ours)
        return count.by_all + count.by_us

    def _exchanged(self, key: str, ours: int) -> int:
        cache.add(key, 0, self.duration * 2)
        return int(cache.incr(key, ours))


class AnonymousThrottle(SharedThrottle, AnonRateThrottle):
    """By address."""


class PersonThrottle(SharedThrottle, UserRateThrottle):
    """By account; whoever has none is counted by address."""

    def get_cache_key(self, request: Any, view: Any) -> str | None:
        """None for anonymous visitors, whose own limit is the lower one."""
        return super().get_cache_key(request, view) if request.user.is_authenticated else None
