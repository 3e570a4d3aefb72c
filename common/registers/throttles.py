"""Rate limits of the API, counted by all processes together, without asking Redis each time.

A process counts by itself and exchanges counts with the others once a second for each client. So a
client may get through, beyond the limit, what it asks within that second; it is not let in for
longer. Asking Redis twice at each request, as DRF does, cost more than reading a record.

Each answer says how much is left (`RateLimit`, `RateLimit-Policy`: the IETF's draft of RateLimit
header fields): throttles note it with the request, `OpenReadingMiddleware` writes it.
"""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from threading import Lock
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from rest_framework.throttling import SimpleRateThrottle, UserRateThrottle

EXCHANGED_EVERY = 1.0
MOST_CLIENTS = 20_000


@dataclass
class Count:
    """Requests of a client in the window `of`: by all at the last exchange, by us since then."""

    of: int
    by_all: int = 0
    by_us: int = 0
    exchanged_at: float = 0.0


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit as a request met it: so many in each window, so many used, so long to the next."""

    name: str
    quota: int
    window: int
    used: int
    resets_in: float

    @property
    def policy(self) -> str:
        return f'"{self.name}";q={self.quota};w={self.window}'

    @property
    def left(self) -> str:
        return f'"{self.name}";r={max(0, self.quota - self.used)};t={math.ceil(self.resets_in)}'


# Where throttles note what they met: in the environment of the request, which is the same for
# Django's request, DRF's wrapper around it, and what asks before Django does (`short_way`).
LIMITS = "mosty.limits"

_counts: dict[str, Count] = {}
_lock = Lock()


def forget() -> None:
    """Begin anew; what other processes know stays in the cache."""
    with _lock:
        _counts.clear()


def limits_met(environ: dict[str, Any]) -> list[Limit]:
    met: list[Limit] = environ.setdefault(LIMITS, [])
    return met


def limit_headers(environ: dict[str, Any]) -> dict[str, str]:
    met = limits_met(environ)
    if not met:
        return {}
    return {
        "RateLimit-Policy": ", ".join(one.policy for one in met),
        "RateLimit": ", ".join(one.left for one in met),
    }


def put_limits_on(answer: HttpResponse, request: HttpRequest) -> None:
    for name, value in limit_headers(request.META).items():
        answer[name] = value


class SharedThrottle(SimpleRateThrottle):
    """So many requests in each window of the rate's length. `name` is what clients read of it."""

    name: str
    num_requests: int
    duration: int

    def allow_request(self, request: Any, view: Any) -> bool:
        """A request is counted once, although it may ask twice (`short_way`)."""
        for met in limits_met(request.META):
            if met.name == self.name:
                return met.used <= met.quota
        key = self.get_cache_key(request, view) if self.rate is not None else None
        if key is None:
            return True
        used = self._counted(key)
        met = Limit(self.name, self.num_requests, self.duration, used, self.wait())
        limits_met(request.META).append(met)
        return used <= self.num_requests

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


class AddressThrottle(SharedThrottle):
    """By address, whoever asks."""

    name = "address"
    scope = "anon"

    def get_cache_key(self, request: Any, view: Any) -> str | None:
        return self.cache_format % {"scope": self.scope, "ident": self.get_ident(request)}


class AnonymousThrottle(AddressThrottle):
    """By address; people have their own limit."""

    def get_cache_key(self, request: Any, view: Any) -> str | None:
        is_person = request.user.is_authenticated
        return None if is_person else super().get_cache_key(request, view)


class PersonThrottle(SharedThrottle, UserRateThrottle):
    """By account; whoever has none is counted by address."""

    name = "account"

    def get_cache_key(self, request: Any, view: Any) -> str | None:
        """None for anonymous visitors, whose own limit is the lower one."""
        return super().get_cache_key(request, view) if request.user.is_authenticated else None
