"""What the API would ignore it refuses, and names; what it refuses it explains."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from common.registers.changes.follow import follow
from communities.models import Community
from partners.models import Partner
from tests.factories.agreements import agreement
from tests.factories.calls import AidFactory
from tests.factories.calls import call as make_call
from tests.factories.partners import PartnerFactory

pytestmark = pytest.mark.django_db

ONE = "/api/v1/communities/{code}/"
LIST = "/api/v1/partners/"


@pytest.mark.parametrize(
    ("address", "parameter"),
    [
        (f"{ONE}?nosuch=1", "nosuch"),
        (f"{ONE}?page_size=5", "page_size"),
        (f"{ONE}?lang=xx", "lang"),
        (f"{ONE}?format=geojson&fields=name", "fields"),
        (f"{LIST}?lang=xx", "lang"),
        (f"{LIST}?format=csv&page_size=5", "page_size"),
        (f"{LIST}?format=csv&cursor=x", "cursor"),
        (f"{LIST}?format=csv&count=exact", "count"),
        (f"{LIST}?format=csv&expand=parent", "expand"),
        (f"{LIST}?format=geojson&fields=name", "fields"),
        (f"{LIST}?page_size=5&page_size=6", "page_size"),
        (f"{LIST}?search=%00", "search"),
        (f"{LIST}?count=", "count"),
        (f"{LIST}?search=", "search"),
        (f"{LIST}?cursor=", "cursor"),
        ("/api/v1/statistics/?since=", "since"),
        ("/api/v1/aid-deliveries/totals/?delivered_since=", "delivered_since"),
        ("/api/v1/projects/?format=iati&fields=id", "fields"),
        ("/api/v1/projects/?community=UA00", "community"),
        ("/api/v1/projects/?partner=no-such-partner", "partner"),
        ("/api/v1/statistics/?lang=xx", "lang"),
        ("/api/v1/statistics/?format=csv", "format"),
        ("/api/v1/aid-deliveries/totals/?fields=id", "fields"),
        ("/api/v1/aid-deliveries/totals/?by=nobody", "by"),
        ("/api/v1/schema/?format=xml", "format"),
        ("/api/v1/?nosuch=1", "nosuch"),
    ],
)
def test_what_would_be_ignored_is_refused(
    client: Client, community: Community, address: str, parameter: str
) -> None:
    answer = client.get(address.format(code=community.code))
    assert answer.status_code == 400, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["errors"][0]["parameter"] == parameter


def test_a_refusal_names_the_values_that_there_are(client: Client) -> None:
    answer = client.get(LIST, {"kind": "nonsense", "lang": "en"})
    assert "foundation" in answer.json()["errors"][0]["message"]


def test_a_partner_is_found_by_both_its_names(client: Client, partner: Partner) -> None:
    made = agreement(partners=[partner])
    for key in (partner.public_id, partner.slug):
        found = client.get("/api/v1/agreements/", {"partner": str(key)}).json()["results"]
        assert [one["id"] for one in found] == [str(made.public_id)]


def test_links_of_a_partner_are_for_those_who_may_know_of_it(
    client: Client, browse: Any, partner: Partner
) -> None:
    made = agreement(partners=[partner, PartnerFactory.create()])
    make_call(partner=partner)
    Partner.objects.filter(pk=partner.pk).update(visibility="internal")
    for address in ("/api/v1/agreements/", "/api/v1/calls/"):
        asked = {"partner": str(partner.public_id)}
        assert client.get(address).json()["results"], address
        assert client.get(address, asked).json()["results"] == [], address
    page = browse("officer").get("/agreements/", {"partner": str(partner.public_id)})
    assert made.get_absolute_url() in page.content.decode()


def test_every_object_says_where_it_is(client: Client, partner: Partner) -> None:
    row = client.get(LIST).json()["results"][0]
    path = row["url"].partition("/api/")[2]
    assert client.get(f"/api/{path}").json()["url"] == row["url"]


def test_the_description_comes_as_yaml_and_as_json(client: Client) -> None:
    assert client.get("/api/v1/schema/").content.startswith(b"openapi: 3.1")
    described = json.loads(client.get("/api/v1/schema/?format=json").content)
    assert described["openapi"].startswith("3.1")


def test_every_answer_says_its_terms_and_for_how_long(client: Client, partner: Partner) -> None:
    for address in (
        LIST,
        f"{LIST}?format=csv",
        "/api/v1/statistics/",
        "/api/v1/aid-deliveries/totals/",
        "/api/v1/",
    ):
        answer = client.get(address)
        assert 'rel="license"' in answer["Link"], address
        assert answer["Cache-Control"] == "no-cache", address
        assert {"Accept-Encoding", "Accept-Language"} <= set(answer["Vary"].split(", ")), address


def test_a_table_that_has_not_changed_is_not_sent(client: Client, partner: Partner) -> None:
    follow()
    address = f"{LIST}?format=csv"
    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    other = client.get(f"{address}&lang=en", headers={"If-None-Match": first["ETag"]})
    assert other.status_code == 200


def test_tables_say_numbers_and_flags_as_json_does(client: Client, community: Community) -> None:
    AidFactory.create(oblast=community.oblast, quantity=Decimal(144000), is_estimated=True)
    text = client.get("/api/v1/aid-deliveries/?format=csv&lang=en").getvalue().decode()
    (row,) = csv.DictReader(io.StringIO(text))
    assert (row["quantity"], row["the value is an estimate"]) == ("144000.000", "true")


def test_pages_have_languages_and_the_api_has_one_address(client: Client) -> None:
    for ask in (client.get, client.post):
        answer: Any = ask("/en/api/v1/partners/?search=a")
        assert answer.status_code == 308
        assert answer["Location"] == "/api/v1/partners/?search=a&lang=en"
        assert answer["Access-Control-Allow-Origin"] == "*"
