"""How fast «not changed» (304) is beside an empty view of ours, behind the same middleware.

`with_empty_view` makes the portal with one view more, for this comparison only: middleware,
permissions and throttles are passed as by all views of the API; it asks nothing and answers 204.
"""

from __future__ import annotations

import os
import re
import signal
import statistics
import subprocess
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import import_module
from typing import Any

EMPTY = "/api/v1/empty/"
RATE = re.compile(r"Requests/sec:\s+([\d.]+)")
# As the proxy in front of it says.
HEADERS = {"Accept": "application/json", "X-Forwarded-Proto": "https"}


def with_empty_view() -> Any:
    application = import_module("config.wsgi").application

    # Configured by now.
    from django.http import HttpResponse
    from django.urls import path
    from rest_framework.views import APIView

    from config import urls

    class EmptyView(APIView):
        def get(self, request: Any) -> HttpResponse:
            return HttpResponse(status=204)

    urls.urlpatterns.insert(0, path(EMPTY.removeprefix("/"), EmptyView.as_view()))
    return application


def compared(
    server: Sequence[str],
    base: str,
    addresses: Mapping[str, str],
    *,
    env: Mapping[str, str],
    seconds: str,
    rounds: int,
) -> dict[str, tuple[float, float]]:
    """By the name of each address: 304 a second, and of the empty view; medians of rounds in which
    each was asked in turn. The server is started and stopped here.
    """
    with served(server, env):
        wait_for(base + EMPTY)
        etags = {name: _etag(base + address) for name, address in addresses.items()}
        known: dict[str, list[float]] = {name: [] for name in addresses}
        empty: list[float] = []
        for _round in range(rounds):
            empty.append(_rate(base + EMPTY, '"none"', seconds))
            for name, address in addresses.items():
                known[name].append(_rate(base + address, etags[name], seconds))
    beside = statistics.median(empty)
    return {name: (statistics.median(rates), beside) for name, rates in known.items()}


@contextmanager
def served(server: Sequence[str], env: Mapping[str, str]) -> Iterator[None]:
    """The server runs as long as the block; it and what it started are stopped then."""
    process = subprocess.Popen(server, env=dict(env), start_new_session=True)
    try:
        yield
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)


def wait_for(address: str) -> None:
    for _try in range(240):
        try:
            _asked(address)
        except OSError:
            time.sleep(0.5)
        else:
            return
    raise TimeoutError(address)


def _etag(address: str) -> str:
    return str(_asked(address)["ETag"])


def _asked(address: str) -> Any:
    asked = urllib.request.Request(address, headers=HEADERS)  # noqa: S310 - our own server
    with urllib.request.urlopen(asked) as answer:  # noqa: S310
        return answer.headers


def _rate(address: str, etag: str, seconds: str) -> float:
    headers = {**HEADERS, "If-None-Match": etag}
    said = [part for name, value in headers.items() for part in ("-H", f"{name}: {value}")]
    wrk = ["wrk", "-t1", "-c1", f"-d{seconds}s", *said, address]
    out = subprocess.run(wrk, check=True, capture_output=True, text=True).stdout
    assert "Non-2xx" not in out, out
    found = RATE.search(out)
    assert found, out
    return float(found[1])
