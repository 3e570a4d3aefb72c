"""The rate limit of the API, counted by several processes together."""

from __future__ import annotations

import pytest
from django.test import Client

from common.registers import throttles
from common.registers.throttles import AnonymousThrottle

pytestmark = pytest.mark.django_db

ADDRESS = "/api/v1/partners/?page_size=1"


@pytest.fixture(autouse=True)
def _three_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(AnonymousThrottle, "THROTTLE_RATES", {"anon": "3/min"})
    monkeypatch.setattr("time.time", lambda: 1_800_000_030.0)


def test_too_many_are_told_when_to_come_again(client: Client) -> None:
    statuses = [client.get(ADDRESS).status_code for _ in range(5)]
    assert statuses == [200, 200, 200, 429, 429]
    refused = client.get(ADDRESS)
    assert 0 < int(refused["Retry-After"]) <= 60


def test_another_address_and_the_next_minute_are_let_in(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert [client.get(ADDRESS).status_code for _ in range(4)][-1] == 429
    assert client.get(ADDRESS, REMOTE_ADDR="10.1.1.1").status_code == 200
    monkeypatch.setattr("time.time", lambda: 1_800_000_090.0)
    assert client.get(ADDRESS).status_code == 200


def test_processes_count_together(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """What another process let through is known at the first request, then each second."""
    for _ in range(3):
        client.get(ADDRESS)
        throttles.forget()
    assert client.get(ADDRESS).status_code == 429
