"""Offices and raions in the API."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from communities.models import Office, Raion
from tests.factories.communities import RaionFactory
from tests.factories.projects import project

pytestmark = pytest.mark.django_db


def read(client: Client, address: str) -> Any:
    answer = client.get(address)
    assert answer.status_code == 200, answer.content
    return json.loads(answer.content)


def test_an_office_is_found_by_its_oblast(client: Client, office: Office) -> None:
    found = read(client, "/api/v1/offices/?search=Полтавська")["results"]
    assert [one["slug"] for one in found] == [office.slug]
    assert found[0]["oblast"]["code"] == office.oblast.code
    assert read(client, f"/api/v1/offices/?oblast={office.oblast.code}")["results"] == found
    assert read(client, "/api/v1/offices/?search=Нарнія")["results"] == []


def test_links_to_offices_lead_there(client: Client, office: Office) -> None:
    made = project(oblast=office.oblast)
    made.roles.create(role="accountable", office=office)
    party = read(client, f"/api/v1/projects/{made.public_id}/?expand=parties")["parties"][0]
    assert party["record"]["slug"] == office.slug
    path = "/api/v1/" + party["url"].partition("/api/v1/")[2]
    assert read(client, path)["name"]["uk"] == office.name


def test_raions_with_their_oblasts(client: Client) -> None:
    raion: Raion = RaionFactory.create()
    listed = read(client, f"/api/v1/raions/?oblast={raion.oblast.code}")["results"]
    assert [one["code"] for one in listed] == [raion.code]
    assert read(client, f"/api/v1/raions/{raion.code}/")["oblast"] == listed[0]["oblast"]


def test_open_data_gives_them_as_files(client: Client, office: Office) -> None:
    page = client.get("/en/open-data/").content.decode()
    for register in ("offices", "raions"):
        assert f'href="/api/v1/{register}/?format=csv"' in page
        assert client.get(f"/api/v1/{register}/?format=csv").status_code == 200
