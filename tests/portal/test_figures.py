"""Figures of the whole country: kept, never older than a minute, and they say as of when."""

from __future__ import annotations

import datetime as dt
import json
from email.utils import parsedate_to_datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from common.registers.changes import objects
from common.registers.changes.follow import follow
from common.registers.changes.objects import EVERYBODY
from communities.models import Oblast
from portal import figures
from portal.models import KeptFigures
from projects.models import ProjectTheme
from tests.factories.codelists import ThemeFactory
from tests.factories.projects import project
from tests.factories.twin_links import TwinLinkFactory

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/statistics/"


@pytest.fixture
def written() -> None:
    health = ThemeFactory.create(slug="health", name="Здоров’я", name_en="Health")
    for amount, currency in ((100, "EUR"), (50, "EUR"), (7, "UAH")):
        one = project(status="2", amount=amount, currency=currency)
        ProjectTheme.objects.create(project=one, theme=health)
    project(status="4")
    TwinLinkFactory.create(municipality__country="PL")
    TwinLinkFactory.create(municipality__country="PL", visibility="internal")
    follow()


def read(client: Client) -> tuple[dict[str, Any], dt.datetime]:
    answer = client.get(ADDRESS)
    found = answer.json()
    as_of = dt.datetime.fromisoformat(found.pop("as_of"))
    assert parsedate_to_datetime(answer["Last-Modified"]) == as_of.replace(microsecond=0)
    return found, as_of


@pytest.mark.usefixtures("written")
def test_kept_figures_are_those_that_are_counted(
    client: Client, django_assert_num_queries: Any
) -> None:
    made, _moment = read(client)
    assert [(one["code"], one["value"]) for one in made["projects_by_status"]] == [
        ("2", 3),
        ("4", 1),
    ]
    budgets = [(one["code"], one["currency"], one["amount"]) for one in made["budgets_by_theme"]]
    assert budgets == [("health", "EUR", 150), ("health", "UAH", 7)]
    assert [(one["code"], one["value"]) for one in made["twin_links_by_country"]] == [("PL", 1)]
    for one in (*made["projects_by_status"], *made["twin_links_by_country"]):
        assert client.get(one["api_url"] + "&count=exact").json()["count"] == one["value"]
        assert client.get(one["url"]).status_code == 200
    assert figures.refresh() == 1
    with django_assert_num_queries(1):
        kept, _moment = read(client)
    assert kept == made
    etag = client.get(ADDRESS)["ETag"]
    assert client.get(ADDRESS, headers={"If-None-Match": etag}).status_code == 304


@pytest.mark.usefixtures("written")
def test_a_change_shows_within_a_minute(client: Client) -> None:
    figures.refresh()
    kept, _moment = read(client)
    assert figures.refresh() == 0
    project(status="4")
    # Seen by nobody yet: as of the moment when they were counted.
    as_of = KeptFigures.objects.get().as_of
    assert read(client) == (kept, as_of)
    # The job comes every 20 seconds, whether the change is followed by then or not.
    assert figures.refresh() == 1
    assert figures.refresh() == 1
    follow()
    assert figures.refresh() == 1
    assert figures.refresh() == 0
    changed, moment = read(client)
    assert {one["code"]: one["value"] for one in changed["projects_by_status"]} == {"2": 3, "4": 2}
    assert moment > as_of


@pytest.mark.usefixtures("written")
def test_what_is_older_is_not_given_although_nobody_counts_again(client: Client) -> None:
    figures.refresh()
    project(status="4")
    counted_at = timezone.now() - figures.OLDEST
    KeptFigures.objects.update(as_of=counted_at)
    changed, moment = read(client)
    assert moment > counted_at
    assert {one["code"]: one["value"] for one in changed["projects_by_status"]} == {"2": 3, "4": 2}


@pytest.mark.usefixtures("written")
def test_unchanged_figures_are_those_of_now(client: Client) -> None:
    figures.refresh()
    KeptFigures.objects.update(as_of=timezone.now() - 2 * figures.OLDEST)
    assert timezone.now() - read(client)[1] < figures.OLDEST


def test_all_that_is_counted_is_watched(poltava: Oblast) -> None:
    """Else a change would not be told to who keeps the figures."""
    watched = {one.table for register in figures.COUNTED for one in objects.sources(register)}
    with CaptureQueriesContext(connection) as asked:
        figures.counted(EVERYBODY, oblast=poltava)
    read_tables = set[str]()
    with connection.cursor() as cursor:
        for one in asked.captured_queries:
            if one["sql"].startswith("SELECT"):
                cursor.execute(f"EXPLAIN (FORMAT json) {one['sql']}")
                plan = cursor.fetchone()[0]
                plan = json.loads(plan) if isinstance(plan, str) else plan
                read_tables |= _tables(plan[0]["Plan"])
    assert read_tables
    assert read_tables - watched <= NOT_COUNTED, read_tables - watched


# Filters look codes up in them; what stands in a list hangs on none of their other rows.
NOT_COUNTED: set[str] = set()


def _tables(node: dict[str, Any]) -> set[str]:
    found = {node["Relation Name"]} if "Relation Name" in node else set()
    return found.union(*(_tables(one) for one in node.get("Plans", ())))
