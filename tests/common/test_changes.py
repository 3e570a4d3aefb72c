"""What is noted of changes: which rows lead to which records, tombstones, and that nothing is left
out of what the registers read.
"""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client

from common.codelists.models import Theme
from common.registers.changes import objects, triggers
from common.registers.changes.follow import follow
from common.registers.models import ChangedRow, Publication
from common.registers.register import Register
from communities.models import Office
from partners.models import Agreement, Partner, PartnerTheme
from partners.services.merging import merge_partners
from projects.models import ProjectSector
from tests.factories.agreements import agreement
from tests.factories.partners import PartnerFactory
from tests.factories.projects import project

pytestmark = pytest.mark.django_db


def changes(client: Client, register: str, **parameters: Any) -> dict[str, Any]:
    answer = client.get(
        f"/api/v1/{register}/", {"updated_since": "2000-01-01", "page_size": 200, **parameters}
    )
    assert answer.status_code == 200, answer.content
    found: dict[str, Any] = json.loads(answer.content)
    return found


def later(client: Client, page: dict[str, Any]) -> dict[str, Any]:
    """What is noted after this page."""
    follow()
    found: dict[str, Any] = json.loads(client.get(page["resume"]).content)
    return found


def ids(page: dict[str, Any]) -> set[str]:
    return {one["id"] for one in page["results"]}


@pytest.fixture
def shown() -> Agreement:
    made = agreement(partners=[PartnerFactory.create()])
    follow()
    return made


def tables_of_plan(node: dict[str, Any]) -> set[str]:
    found = {node["Relation Name"]} if "Relation Name" in node else set()
    for one in node.get("Plans", ()):
        found |= tables_of_plan(one)
    return found


@pytest.mark.parametrize("register", objects.followed_registers(), ids=lambda one: one.name)
def test_every_table_that_postgresql_reads_is_watched(register: Register) -> None:
    plan = objects.published(register).explain(format="json")
    read = tables_of_plan(json.loads(plan)[0]["Plan"])
    assert read <= {one.table for one in objects.sources(register)}
    assert read <= triggers.present().keys()


def test_triggers_are_put_back_as_the_registers_ask_for() -> None:
    wanted = triggers.wanted()
    with connection.cursor() as cursor:
        for event in triggers.EVENTS:
            cursor.execute(f"DROP TRIGGER registers_note_{event} ON partners_partner")
    assert "partners_partner" not in triggers.present()
    triggers.put_in_place()
    assert triggers.present() == wanted


def test_a_migration_finds_no_triggers_and_everything_is_looked_at_afterwards() -> None:
    PartnerFactory.create()
    follow()
    triggers.take_away(plan=["a migration"])
    assert triggers.present() == {}
    hidden = PartnerFactory.create()
    triggers.put_in_place()
    follow()
    assert Publication.objects.filter(key=str(hidden.public_id)).exists()


def test_nothing_changed_is_nothing_noted(shown: Agreement) -> None:
    Agreement.objects.update(title=shown.title)
    assert ChangedRow.objects.exists()
    assert follow() == 0
    assert not ChangedRow.objects.exists()


def test_an_object_changes_with_the_name_of_its_partner(client: Client, shown: Agreement) -> None:
    page = changes(client, "agreements")
    Partner.objects.update(name="Інша назва")
    assert ids(later(client, page)) == {str(shown.public_id)}


def test_an_object_changes_when_a_row_comes_goes_and_moves(client: Client) -> None:
    one, other = project(), project()
    follow()
    page = changes(client, "projects")
    sector = ProjectSector.objects.create(project=one, vocabulary="1", code="11110")
    page = later(client, page)
    assert ids(page) == {str(one.public_id)}
    sector.project = other
    sector.save()
    page = later(client, page)
    assert ids(page) == {str(one.public_id), str(other.public_id)}
    sector.delete()
    assert ids(later(client, page)) == {str(other.public_id)}


def test_a_theme_leads_to_all_that_bear_it(client: Client) -> None:
    theme = Theme.objects.create(slug="t", name="Т", name_en="T")
    bearers = PartnerFactory.create_batch(2)
    PartnerFactory.create()
    for one in bearers:
        PartnerTheme.objects.create(partner=one, theme=theme)
    follow()
    page = changes(client, "partners")
    Theme.objects.filter(pk=theme.pk).update(name_en="New")
    assert ids(later(client, page)) == {str(one.public_id) for one in bearers}


def test_what_only_officials_see_changes_nothing(client: Client, shown: Agreement) -> None:
    page = changes(client, "partners")
    PartnerFactory.create(visibility="internal")
    found = later(client, page)
    assert (found["results"], found["removed"]) == ([], [])


@pytest.mark.parametrize(
    "withdrawn",
    [
        {"visibility": "internal"},
        {"visibility": "registered"},
        {"status": "archived", "archive_reason": "Закрито"},
    ],
)
def test_what_is_withdrawn_leaves_a_tombstone(client: Client, withdrawn: dict[str, Any]) -> None:
    partner = PartnerFactory.create()
    follow()
    page = changes(client, "partners")
    Partner.objects.update(**withdrawn)
    page = later(client, page)
    assert page["results"] == []
    gone = page["removed"][0]
    assert (gone["id"], gone["reason"]) == (str(partner.public_id), "withdrawn")
    assert gone["moved_to"] is None
    Partner.objects.update(visibility="public", status="active")
    page = later(client, page)
    assert ids(page) == {str(partner.public_id)}
    assert page["removed"] == []


def test_what_is_merged_says_where_to(client: Client) -> None:
    kept, merged = PartnerFactory.create_batch(2)
    follow()
    page = changes(client, "partners")
    merge_partners(actor=None, kept=kept, merged=merged, choices={})
    gone = later(client, page)["removed"]
    assert [(one["id"], one["reason"]) for one in gone] == [(str(merged.public_id), "moved")]
    assert gone[0]["moved_to"].endswith(f"/api/v1/partners/{kept.public_id}/")


def test_what_is_deleted_past_the_portal_leaves_a_tombstone(client: Client) -> None:
    partner = PartnerFactory.create()
    follow()
    page = changes(client, "partners")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM partners_partner WHERE id = %s", [partner.pk])
    assert [one["id"] for one in later(client, page)["removed"]] == [str(partner.public_id)]


def test_what_leaves_the_filter_leaves_the_mirror_of_a_part(client: Client) -> None:
    partner = PartnerFactory.create(country="DK")
    follow()
    page = changes(client, "partners", country="DK")
    assert ids(page) == {str(partner.public_id)}
    Partner.objects.update(country="SE")
    gone = later(client, page)["removed"]
    assert [(one["id"], one["reason"]) for one in gone] == [
        (str(partner.public_id), "not_in_filter")
    ]


def test_an_office_leads_to_the_oblast_that_it_serves(client: Client, office: Office) -> None:
    follow()
    page = changes(client, "oblasts")
    Office.objects.filter(pk=office.pk).update(name="Інший офіс")
    follow()
    found = json.loads(client.get(page["resume"]).content)
    assert [one["code"] for one in found["results"]] == [office.oblast.code]


@pytest.mark.parametrize("query", ["", "&country=DK"])
def test_what_changes_and_changes_back_unnoticed_is_not_kept(client: Client, query: str) -> None:
    """Neither as it was meanwhile, nor as withdrawn."""
    first, second = PartnerFactory.create_batch(2, country="DK")
    follow()
    address = f"/api/v1/partners/?updated_since=2000-01-01{query}"
    for meanwhile in ({"name": "Інша"}, {"visibility": "internal"}, {"country": "SE"}):
        before = Partner.objects.filter(pk=second.pk).values(*meanwhile)[0]
        Partner.objects.filter(pk=second.pk).update(**meanwhile)
        page = json.loads(client.get(address).content)
        assert ids(page) == {str(first.public_id)}
        assert (page["removed"], page["next"]) == ([], None)
        Partner.objects.filter(pk=second.pk).update(**before)
        assert ids(later(client, page)) == {str(second.public_id)}


def test_fields_of_changes_are_chosen(client: Client, shown: Agreement) -> None:
    page = changes(client, "agreements", fields="id,partners", expand="partners")
    assert page["results"][0].keys() == {"id", "partners"}
    assert page["results"][0]["partners"][0]["record"]["country"]


def test_it_says_as_of_when(client: Client, shown: Agreement) -> None:
    before = changes(client, "agreements")["as_of"]
    Theme.objects.create(slug="t", name="Т", name_en="T")
    waiting = changes(client, "agreements")["as_of"]
    assert waiting > before
    first = ChangedRow.objects.order_by("changed_at").values_list("changed_at", flat=True)[0]
    assert waiting == first.isoformat()
    Agreement.objects.update(title="Попереду")
    ahead = changes(client, "agreements")["as_of"]
    assert ahead == Publication.objects.get(register="agreements").changed_at.isoformat()


def test_a_register_that_nobody_has_looked_at_yet(client: Client) -> None:
    answer = client.get("/api/v1/partners/?updated_since=2026-01-01&lang=en")
    assert answer.status_code == 503
    assert answer["Content-Type"] == "application/problem+json"
    assert "Ask again" in json.loads(answer.content)["title"]


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("updated_since=", "updated_since"),
        ("updated_since=yesterday", "updated_since"),
        ("updated_since=2026-13-40", "updated_since"),
        ("updated_since=2026-02-30T10:00:00Z", "updated_since"),
        ("updated_since=9999-12-31T23:59:59-30:00", "updated_since"),
        ("updated_since=%00", "updated_since"),
        ("updated_since=2026-01-01&ordering=name", "ordering"),
        ("updated_since=2026-01-01&count=exact", "count"),
        ("updated_since=2026-01-01&format=csv", "format"),
        ("updated_since=2026-01-01&cursor=nonsense", "cursor"),
        ("updated_since=2026-01-01&cursor=WyJhIiwgMSwgZmFsc2Vd", "cursor"),
        ("updated_since=2026-01-01&cursor=c2luY2U6OTk5OTk5OTk5OTk5OTk5OTk5OTk5", "cursor"),
        ("cursor=c2luY2U6MQ", "cursor"),
    ],
)
def test_what_cannot_be_asked_for_is_named(client: Client, query: str, parameter: str) -> None:
    follow()
    answer = client.get(f"/api/v1/partners/?{query}")
    problem = json.loads(answer.content)
    assert (answer.status_code, problem["errors"][0]["parameter"]) == (400, parameter)


@pytest.mark.parametrize(
    "moment",
    [
        "0001-01-01",
        "9999-12-31",
        "2026-01-01",
        "2026-01-01T00:00:00Z",
        "2026-01-01T00:00:00+02:00",
        "2026-01-01 10:00",
    ],
)
def test_moments_as_people_write_them(client: Client, moment: str) -> None:
    follow()
    assert client.get("/api/v1/partners/", {"updated_since": moment}).status_code == 200
    # A plus sign that nobody encoded.
    assert client.get(f"/api/v1/partners/?updated_since={moment}").status_code == 200


def test_everybody_is_nobody_signed_in() -> None:
    assert isinstance(objects.EVERYBODY, AnonymousUser)


@pytest.mark.parametrize("rows", [1, 30])
def test_queries_do_not_grow(client: Client, rows: int, django_assert_max_num_queries: Any) -> None:
    PartnerFactory.create_batch(rows)
    follow()
    with django_assert_max_num_queries(7):
        assert len(changes(client, "partners")["results"]) == rows
