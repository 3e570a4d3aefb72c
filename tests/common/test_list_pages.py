"""Lists remember rows, filters and the frame: never out of date, never one reader's for another."""

from __future__ import annotations

import datetime as dt
import json
import re
from typing import Any

import pytest
from django.db import connection
from django.template import Context, Engine
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from common.codelists.models import Theme
from common.design.remembered import Remembered
from common.registers import filter_panel, pages, totals
from common.registers.changes.follow import follow
from common.registers.changes.noted import noted
from common.registers.changes.triggers import wanted
from common.registers.listing import Listing
from common.registers.models import ChangedRow
from common.registers.register import Register, registers
from communities.models import Community
from partners.models import Partner
from tests.factories.meetings import published
from tests.factories.partners import PartnerFactory
from tests.factories.projects import ProjectFactory, project
from tests.mirroring import Writer
from tests.tables import each

pytestmark = pytest.mark.django_db

CAST = ("coordinator", "officer", "representative")


def body(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    page = re.sub(r'nonce="[^"]*"', "", answer.content.decode())
    return re.sub(r'csrfmiddlewaretoken" value="[^"]*"', "", page)


@pytest.fixture
def many(community: Community, partner: Partner) -> None:
    writer = Writer(7)
    for _ in range(30):
        writer.transact()
    project(
        communities=[community],
        partners=[("funding", partner)],
        amount=1_200_000,
        currency="EUR",
        amount_on="2024-03-15",
    )
    ProjectFactory.create(title="Чернетка", record_status="draft", oblast=community.oblast)
    follow()


def lists() -> list[Register]:
    return [one for one in registers() if one.page]


@pytest.mark.usefixtures("many")
def test_remembered_rows_are_those_of_the_page(
    browse: Any, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A row knows nothing but its record: rendered in the whole page it is the same."""
    readers = [client, *(browse(one) for one in CAST)]
    for register in lists():
        for language in ("", "/en"):
            address = f"{language}{reverse(register.page)}?ordering={register.default_sort}"
            shown = [body(one, address) for one in readers for _again in range(2)]
            with monkeypatch.context() as patched:
                patched.setattr(pages.ListPage, "rows_alone", False)
                patched.setattr(filter_panel.FilterPanel, "_key", lambda *_: None)
                made = [body(one, address) for one in readers for _again in range(2)]
            assert shown == made, address


@pytest.mark.usefixtures("many")
def test_what_is_kept_makes_the_same_page(client: Client) -> None:
    """While a changed row waits, rows, counts and filters are made anew."""
    for address in (
        "/projects/",
        "/projects/?status=2&amount_min=1",
        "/projects/?ordering=title",
        "/en/partners/?ordering=-name",
        "/partners/?kind=ngo&country=PL",
        "/partners/?cursor=wrong&ordering=wrong&kind=wrong",
        "/projects/?currency=usd",
    ):
        kept = body(client, address)
        waiting = ChangedRow.objects.create(source="of nobody", keys={})
        assert body(client, address) == kept, address
        waiting.delete()


@pytest.mark.usefixtures("many")
def test_a_plain_list_takes_two_statements(client: Client, django_assert_num_queries: Any) -> None:
    for count in (1, 30):
        ProjectFactory.create_batch(count)
        follow()
        client.get("/projects/")
        with django_assert_num_queries(2):
            client.get("/projects/")


@pytest.mark.usefixtures("many")
def test_totals_are_counted_once_for_each_state(
    browse: Any, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the statement, which says who asks: those who see more have another total."""
    officer = browse("officer")
    follow()
    address = "/projects/?status=2"
    before = [total(one, address) for one in (client, officer)]
    with monkeypatch.context() as patched:
        patched.setattr(Listing, "counted", None)
        assert [total(one, address) for one in (client, officer)] == before
    one = ProjectFactory.create(status="2")
    assert [total(each, address) for each in (client, officer)] == [each + 1 for each in before]
    follow()
    ProjectFactory.create(status="2", record_status="draft", oblast=one.oblast)
    follow()
    assert total(client, address) == before[0] + 1


def total(client: Client, address: str) -> int:
    return int(client.get(address).context["list"].count)


@pytest.mark.usefixtures("community")
def test_what_hangs_on_tables_that_nobody_notes_is_counted_each_time(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    ProjectFactory.create()
    follow()
    client.get("/projects/?status=2")
    monkeypatch.setattr(totals, "_followed", frozenset)
    with CaptureQueriesContext(connection) as asked:
        client.get("/projects/?status=2")
    assert any("COUNT(*)" in one["sql"] for one in asked.captured_queries)


def test_what_hangs_on_the_clock_is_counted_each_time(client: Client) -> None:
    now = timezone.now()
    meeting = published(starts_at=now, ends_at=now + dt.timedelta(hours=1))
    follow()
    assert total(client, "/meetings/?when=coming") == 1
    with CaptureQueriesContext(connection) as asked:
        client.get("/meetings/?when=coming")
    assert any("COUNT(*)" in one["sql"] for one in asked.captured_queries), meeting


@each("query", ["amount_min=50&amount_min=100", "amount_min=100&amount_min=50"])
def test_rows_and_total_follow_the_same_of_two_values(client: Client, query: str) -> None:
    for amount in (60, 150):
        project(amount=amount, currency="EUR", amount_on="2024-03-15")
    follow()
    page = client.get(f"/projects/?{query}").context["list"]
    assert len(page.rows) == page.count


def test_a_change_shows_at_once(client: Client) -> None:
    one = ProjectFactory.create(title="Була школа")
    follow()
    assert "Була школа" in body(client, "/projects/")
    one.title = "Є ліцей"
    one.save()
    for _ in range(2):
        page = body(client, "/projects/")
        assert "Є ліцей" in page
        assert "Була школа" not in page
        follow()


def test_a_choice_that_no_record_has_yet_shows_at_once(client: Client) -> None:
    ProjectFactory.create()
    follow()
    assert "Бджільництво" not in body(client, "/projects/")
    Theme.objects.create(slug="bees", name="Бджільництво", name_en="Beekeeping")
    for _ in range(2):
        assert "Бджільництво" in body(client, "/projects/")
        assert "Beekeeping" in body(client, "/en/projects/")
        follow()


@pytest.mark.usefixtures("many")
def test_what_filters_offer_hangs_on_nothing_but_what_is_followed() -> None:
    """Else a new choice would not be seen: see `changes.noted`."""
    followed = set(wanted())
    for register in lists():
        assert noted() is not None
        waiting = ChangedRow.objects.create(source="of nobody", keys={})
        with CaptureQueriesContext(connection) as asked:
            Client().get(reverse(register.page))
        assert noted() is None
        waiting.delete()
        read = tables_of(asked)
        assert read - followed <= OWN, (register.name, read - followed)


# What the pages look into to know what may be given as it is kept.
OWN = {
    "registers_changedrow",
    "registers_followedregister",
    "registers_publication",
}


def tables_of(asked: CaptureQueriesContext) -> set[str]:
    found = set[str]()
    with connection.cursor() as cursor:
        for one in asked.captured_queries:
            # Those with $1 ask for what is kept.
            if one["sql"].startswith("SELECT") and "$1" not in one["sql"]:
                cursor.execute(f"EXPLAIN (FORMAT json) {one['sql']}")
                plan = cursor.fetchone()[0]
                found |= _tables((json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"])
    return found


def _tables(node: dict[str, Any]) -> set[str]:
    found = {node["Relation Name"]} if "Relation Name" in node else set()
    return found.union(*(_tables(one) for one in node.get("Plans", ())))


def test_the_frame_of_one_reader_is_not_shown_to_the_next(client: Client, browse: Any) -> None:
    PartnerFactory.create()
    of_officer, of_coordinator = browse("officer"), browse("coordinator")
    nobody = body(client, "/partners/")
    officer = body(of_officer, "/partners/")
    assert "Олена Працівниця" in officer
    assert "Адміністрування" in officer
    assert body(client, "/partners/") == nobody
    assert "Олена" not in nobody
    coordinator = body(of_coordinator, "/partners/")
    assert "Ірина" in coordinator
    assert "Олена" not in coordinator
    assert "Адміністрування" not in coordinator


def test_nothing_that_one_reader_typed_is_in_the_filters_of_others(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A value given first and then once more without one is typed all the same."""
    PartnerFactory.create(kind="ngo", country="DE")
    follow()
    plain = body(client, "/partners/")
    for name in ("_shown", "_fields"):
        monkeypatch.setattr(filter_panel, name, Remembered(100))
    twice = body(client, "/partners/?kind=ngo&kind=&search=x&search=&country=DE&country=")
    assert twice != plain
    assert body(client, "/partners/") == plain


def test_a_filter_given_first_and_emptied_later_narrows_page_and_file_alike(client: Client) -> None:
    PartnerFactory.create(name="Громадська", kind="ngo")
    PartnerFactory.create(name="Фундація", kind="foundation")
    follow()
    query = "?kind=ngo&kind="
    page = body(client, f"/partners/{query}")
    answer: Any = client.get(f"/partners/download.csv{query}")
    file = b"".join(answer.streaming_content).decode()
    assert ("Громадська" in page, "Фундація" in page) == (True, False)
    assert ("Громадська" in file, "Фундація" in file) == (True, False)


def test_what_is_equal_and_reads_differently_is_remembered_apart() -> None:
    engine = Engine(libraries={"remembered": "common.design.templatetags.remembered"})
    shown = engine.from_string(
        "{% load remembered %}{% remembered value=value %}{{ value }}{% endremembered %}"
    )
    values = (1, True, 1.0, False, 0)
    told = [shown.render(Context({"value": one})) for one in values]
    assert told == ["1", "True", "1,0", "False", "0"]
