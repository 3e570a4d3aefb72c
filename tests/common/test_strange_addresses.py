"""Addresses that no page of ours leads to: they are refused, they never break anything."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from django.test import Client

from partners.models import Partner
from tests.tables import each

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "address",
    [
        "/api/v1/communities/%00/",
        "/api/v1/oblasts/%00/",
        "/media/partners/logos/%00.png",
        "/history/oblast/%00/",
        "/accounts/invitations/%00/",
        "/accounts/members/%00/end/",
    ],
)
def test_a_zero_in_the_path_is_nowhere(browse: Any, address: str) -> None:
    assert browse("officer").get(address).status_code == 404


def test_a_strange_host_is_refused(client: Client, settings: Any) -> None:
    """The page that says so is drawn before it is known who asks."""
    settings.ALLOWED_HOSTS = ["testserver"]
    for address in ("/", "/partners/", "/api/v1/partners/"):
        assert client.get(address, headers={"Host": "evil.example:80"}).status_code == 400


@pytest.mark.parametrize("name", ["with", "other", "other_text"])
def test_a_zero_in_the_choice_of_a_partner(browse: Any, partner: Partner, name: str) -> None:
    answer = browse("head").get(f"{partner.get_absolute_url()}merge/", {name: "a\x00b"})
    assert answer.status_code in {200, 404}


def test_a_zero_in_what_is_typed(browse: Any, partner: Partner) -> None:
    typed = {"of": "a\x00b", "name": "\x00"}
    assert browse("officer").get("/partners/duplicates/", typed).status_code == 404


@each(
    "packed",
    [
        '["\\u0000", 1, false]',
        "[Infinity, 1, false]",
        "[NaN, 1, false]",
        "[1, 1e400, false]",
        f"[1, {10**30}, false]",
        f"[{10**30}, 1, false]",
        '["not a moment", 1, false]',
        '["\\ud800", 1, false]',
        "[true, true, true]",
        "[" * 2000,
    ],
)
@each(
    "address",
    [
        "/api/v1/communities/?ordering=population",
        "/api/v1/partners/?ordering=-updated_at",
        "/api/v1/partners/?ordering=name",
        "/partners/?ordering=name",
    ],
)
def test_a_forged_cursor(client: Client, partner: Partner, address: str, packed: str) -> None:
    cursor = base64.urlsafe_b64encode(packed.encode()).decode().rstrip("=")
    answer = client.get(f"{address}&cursor={cursor}")
    assert answer.status_code in ({200} if address.startswith("/partners") else {200, 400})
