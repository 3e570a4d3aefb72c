"""ETag, Last-Modified, 304; choosing fields and following links; reading from other sites."""

from __future__ import annotations

import gzip
import json
from typing import Any

import pytest
from django.test import Client

from common.registers.changes.follow import follow
from common.registers.models import Publication
from partners.models import Partner
from tests.factories.agreements import agreement
from tests.factories.partners import PartnerFactory

pytestmark = pytest.mark.django_db

LIST = "/api/v1/partners/"


@pytest.fixture
def partner() -> Partner:
    made: Partner = PartnerFactory.create(description="Опис")
    return made


def address_of(one: Any, register: str = "partners") -> str:
    return f"/api/v1/{register}/{one.public_id}/"


@pytest.mark.parametrize("is_followed", [True, False])
def test_what_has_not_changed_is_not_sent(
    client: Client, partner: Partner, *, is_followed: bool
) -> None:
    if is_followed:
        follow()
    for address in (LIST, f"{LIST}?search=x", f"{LIST}?fields=id", address_of(partner)):
        first = client.get(address)
        again = client.get(address, headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b""), address
        assert again["ETag"] == first["ETag"]
        assert again["Vary"].startswith("Cookie")
        Partner.objects.update(name=f"Інша {address}")
        changed = client.get(address, headers={"If-None-Match": first["ETag"]})
        if "fields" in address or "search" in address:
            continue
        assert changed.status_code == 200, address
        if is_followed:
            follow()
        assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 200


@pytest.mark.parametrize("is_followed", [True, False])
def test_another_version_than_was_named_is_a_problem(
    client: Client, partner: Partner, *, is_followed: bool
) -> None:
    if is_followed:
        follow()
    for address in (LIST, f"{LIST}?search=x", address_of(partner)):
        answer = client.get(address, headers={"If-Match": '"of yesterday"'})
        assert (answer.status_code, answer["Content-Type"]) == (412, "application/problem+json")
        assert answer.json()["status"] == 412
        named = client.get(address, headers={"If-Match": client.get(address)["ETag"]})
        assert named.status_code == 200


def test_a_change_is_seen_before_it_is_noted(client: Client, partner: Partner) -> None:
    follow()
    etag = client.get(address_of(partner))["ETag"]
    Partner.objects.update(name="Інша назва")
    assert client.get(address_of(partner), headers={"If-None-Match": etag}).status_code == 200


def test_a_change_that_is_taken_back_is_a_change_of_the_list(
    client: Client, partner: Partner
) -> None:
    follow()
    before = client.get(LIST)["ETag"]
    for name in ("Інша назва", partner.name):
        Partner.objects.update(name=name)
    follow()
    assert client.get(LIST, headers={"If-None-Match": before}).status_code == 200


def test_moments(client: Client, partner: Partner) -> None:
    follow()
    Publication.objects.update(changed_at="2026-03-31T10:00:00.5Z")
    answer = client.get(address_of(partner))
    assert answer["Last-Modified"] == "Tue, 31 Mar 2026 10:00:00 GMT"
    since = {"If-Modified-Since": answer["Last-Modified"]}
    assert client.get(address_of(partner), headers=since).status_code == 304
    earlier = {"If-Modified-Since": "Tue, 31 Mar 2026 09:59:59 GMT"}
    assert client.get(address_of(partner), headers=earlier).status_code == 200
    strange = {"If-Modified-Since": "yesterday"}
    assert client.get(address_of(partner), headers=strange).status_code == 200


def test_every_object_carries_its_etag(client: Client, partner: Partner) -> None:
    follow()
    row = json.loads(client.get(LIST).content)["results"][0]
    answer = client.get(address_of(partner))
    whole = json.loads(answer.content)
    assert answer["ETag"] == f'"{row["etag"]}"' == f'"{whole["etag"]}"'
    assert row["changed_at"] == whole["changed_at"] is not None


def test_officials_have_etags_of_what_they_see(
    client: Client, browse: Any, partner: Partner
) -> None:
    hidden = PartnerFactory.create(visibility="internal")
    follow()
    official = browse("officer")
    rows = {one["id"]: one for one in json.loads(official.get(LIST).content)["results"]}
    for one in (partner, hidden):
        answer = official.get(address_of(one))
        assert answer["ETag"] == f'"{rows[str(one.public_id)]["etag"]}"'
        again = official.get(address_of(one), headers={"If-None-Match": answer["ETag"]})
        assert again.status_code == 304
    assert rows[str(hidden.public_id)]["changed_at"] is None
    assert client.get(address_of(partner))["ETag"] != official.get(address_of(partner))["ETag"]


def test_fields_are_chosen(client: Client, partner: Partner) -> None:
    follow()
    row = json.loads(client.get(f"{LIST}?fields=description,id").content)["results"][0]
    assert row == {"id": str(partner.public_id), "description": {"uk": "Опис", "en": None}}
    stamp = json.loads(client.get(f"{address_of(partner)}?fields=etag").content)
    assert stamp == {"etag": json.loads(client.get(address_of(partner)).content)["etag"]}
    table = client.get(f"{LIST}?fields=acronym&format=csv&lang=en").getvalue().decode()
    assert table.splitlines()[0] == "\ufeffacronym"


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("fields=nonsense", "fields"),
        ("fields=", "fields"),
        ("fields=id,,name", "fields"),
        ("fields=visibility", "fields"),
        ("expand=name", "expand"),
        ("expand=parent&fields=id", "expand"),
        ("expand=themes,oblasts,parent,themes", "expand"),
        ("fields=nonsense&format=csv", "fields"),
    ],
)
def test_fields_that_cannot_be_chosen_are_named(client: Client, query: str, parameter: str) -> None:
    answer = client.get(f"{LIST}?{query}")
    problem = json.loads(answer.content)
    assert (answer.status_code, problem["errors"][0]["parameter"]) == (400, parameter)


def test_links_are_followed(client: Client, partner: Partner) -> None:
    made = agreement(partners=[partner])
    follow()
    row = json.loads(client.get("/api/v1/agreements/?expand=partners").content)["results"][0]
    listed = json.loads(client.get(LIST).content)["results"][0]
    assert row["partners"][0]["record"] == listed
    one = client.get(f"{address_of(made, 'agreements')}?expand=partners&fields=id,partners")
    assert json.loads(one.content)["partners"][0]["record"] == listed


def test_links_to_what_one_may_not_see_stay_empty(client: Client, partner: Partner) -> None:
    agreement(partners=[partner])
    Partner.objects.update(visibility="internal")
    row = json.loads(client.get("/api/v1/agreements/?expand=partners").content)["results"][0]
    assert [one["record"] for one in row["partners"]] == [None]


def test_pages_of_other_sites_may_read(client: Client, partner: Partner) -> None:
    for address in (LIST, address_of(partner), "/api/v1/", f"{LIST}?nonsense=1"):
        answer = client.get(address, headers={"Origin": "https://donor.example"})
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert "ETag" in answer["Access-Control-Expose-Headers"]
        assert "Access-Control-Allow-Credentials" not in answer
    assert "Access-Control-Allow-Origin" not in client.get("/partners/")
    asked = {"Origin": "https://donor.example", "Access-Control-Request-Method": "GET"}
    allowed = client.options(LIST, headers=asked)
    assert allowed.status_code == 204
    assert "POST" not in allowed["Access-Control-Allow-Methods"]
    assert "If-None-Match" in allowed["Access-Control-Allow-Headers"]


def test_answers_are_compressed_and_recognised_nevertheless(client: Client) -> None:
    PartnerFactory.create_batch(3)
    follow()
    answer = client.get(LIST, headers={"Accept-Encoding": "gzip"})
    assert answer["Content-Encoding"] == "gzip"
    assert len(json.loads(gzip.decompress(answer.content))["results"]) == 3
    again = client.get(LIST, headers={"Accept-Encoding": "gzip", "If-None-Match": answer["ETag"]})
    assert again.status_code == 304


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/api/v1/offers/", "/api/v1/monitoring-cards/"])
def test_registers_that_nobody_mirrors_have_no_changes(client: Client, address: str) -> None:
    assert client.get(address).status_code == 200
    assert client.get(address, headers={"If-None-Match": '"x"'}).status_code == 200
    refused = client.get(address, {"updated_since": "2026-01-01"})
    assert refused.status_code == 400
    assert refused.json()["errors"][0]["parameter"] == "updated_since"
