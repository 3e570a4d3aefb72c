"""Writing through the API: once with one key, and only the version that was seen."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from common.registers.models import KeptAnswer
from common.registers.tasks import forget_kept_answers
from communities.models import Community, Office
from cooperation.models import CoordinationRequest

KEY = {"Idempotency-Key": "0b0cf1d0-79c5-4f6a"}


def said(community: Community, subject: str = "Порада") -> dict[str, Any]:
    return {"community": community.code, "kind": "advice", "subject": subject}


def file(client: Client, body: dict[str, Any], **headers: str) -> Any:
    url = reverse("api:request-list")
    return client.post(url, body, content_type="application/json", headers=headers)


def test_what_is_sent_twice_is_done_once(browse: Any, community: Community, office: Office) -> None:
    page = browse("coordinator")
    first, again = file(page, said(community), **KEY), file(page, said(community), **KEY)
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json() == first.json()
    assert again["Location"] == first["Location"]
    assert again["Idempotency-Replayed"] == "true"
    assert CoordinationRequest.objects.count() == 1
    other = file(page, said(community, "Інше"), **KEY)
    assert other.status_code == 422
    assert other["Content-Type"] == "application/problem+json"
    assert file(browse("editor"), said(community, "Інше"), **KEY).status_code != 422


def test_a_refusal_is_not_kept(browse: Any, community: Community, office: Office) -> None:
    page = browse("coordinator")
    assert file(page, said(community, ""), **KEY).status_code == 400
    assert file(page, said(community), **KEY).status_code == 201


@pytest.mark.parametrize("key", ["", "a b", "я", "x" * 201])
def test_a_key_that_is_none(browse: Any, community: Community, office: Office, key: str) -> None:
    answer = file(browse("coordinator"), said(community), **{"Idempotency-Key": key})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["parameter"] == "Idempotency-Key"


def test_keys_are_kept_for_a_day(browse: Any, community: Community, office: Office) -> None:
    page = browse("coordinator")
    file(page, said(community), **KEY)
    KeptAnswer.objects.update(made_at=timezone.now() - dt.timedelta(hours=25))
    assert file(page, said(community, "Інше"), **KEY).status_code == 201
    assert forget_kept_answers() == 0
    KeptAnswer.objects.update(made_at=timezone.now() - dt.timedelta(hours=25))
    assert forget_kept_answers() == 1


@pytest.mark.django_db(transaction=True)
def test_one_key_at_the_same_time(browse: Any, community: Community, office: Office) -> None:
    pages, together = [browse("coordinator"), browse("coordinator")], Barrier(2)

    def send(page: Client) -> int:
        together.wait()
        try:
            return int(file(page, said(community), **KEY).status_code)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(send, pages)) == [201, 201]
    assert CoordinationRequest.objects.count() == 1


def change(client: Client, address: str, body: dict[str, Any], **headers: str) -> Any:
    return client.patch(address, body, content_type="application/json", headers=headers)


def test_only_the_version_that_was_seen_is_changed(
    browse: Any, community: Community, office: Office
) -> None:
    page = browse("coordinator")
    made = file(page, said(community))
    address = made["Location"]
    seen = {"If-Match": page.get(address)["ETag"]}
    done = change(page, address, {"subject": "Нова тема"}, **seen)
    assert (done.status_code, done.json()["subject"]["uk"]) == (200, "Нова тема"), done.content
    assert done["ETag"] != seen["If-Match"]
    late = change(page, address, {"subject": "Запізно"}, **seen)
    assert late.status_code == 412
    assert late["Content-Type"] == "application/problem+json"
    assert change(page, address, {"subject": "Без умови"}).status_code == 200
    assert CoordinationRequest.objects.get().subject == "Без умови"


def test_who_changes_what(browse: Any, community: Community, office: Office) -> None:
    page = browse("coordinator")
    address = file(page, said(community))["Location"]
    assert change(browse("anonymous"), address, {"subject": "х"}).status_code == 401
    assert change(browse("coordinator_elsewhere"), address, {"subject": "х"}).status_code == 404
    wrong = change(page, address, {"kind": "nonsense"})
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (400, "kind")
    CoordinationRequest.objects.update(status="closed", outcome="withdrawn")
    assert change(page, address, {"subject": "х"}).status_code == 409
