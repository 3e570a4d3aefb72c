from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from common.registers.changes.follow import follow
from communities.models import Community, Oblast
from partners.models import Partner, ProgrammeRole
from projects import services
from projects.models import (
    PolicyMarker,
    Project,
    ProjectContact,
    ProjectIdentifier,
    ProjectRegistrationEvent,
    ProjectRole,
    ProjectSDG,
    ProjectSector,
    ProjectTheme,
    ProjectTransaction,
)
from projects.rows import Budget, Indicator, Period, Relation, Result, Unit
from projects.selectors import projects_by_kind
from projects.services import merge_projects, set_budgets, set_results, set_territories
from tests.factories.codelists import ThemeFactory
from tests.factories.communities import CommunityFactory
from tests.factories.money import make_rate
from tests.factories.partners import PartnerFactory
from tests.factories.projects import ProgrammeFactory, ProjectFactory
from tests.factories.projects import project as make_project
from tests.tables import each

pytestmark = pytest.mark.django_db

NASTY = ["'; DROP TABLE x; --", "<script>alert(1)</script>", "\x00", "%", "💥", "1" * 300]


def budget(year: int, amount: int, kind: str = "1") -> Budget:
    return Budget(
        amount=Decimal(amount),
        currency="EUR",
        value_date=date(year, 1, 1),
        starts_on=date(year, 1, 1),
        ends_on=date(year, 12, 31),
        kind=kind,
    )


def with_everything(community: Community, partner: Partner, **values: Any) -> Project:
    """A project with at least one row of every sort."""
    made = make_project(
        oblast=community.oblast,
        communities=[community],
        partners=[("funding", partner), ("implementing", PartnerFactory.create())],
        programme=ProgrammeFactory.create(),
        amount=Decimal(1_200_000),
        currency="EUR",
        amount_on=date(2024, 3, 1),
        description="Опис проєкту",
        aims="Мета проєкту",
        **values,
    )
    ProjectTheme.objects.create(project=made, theme=ThemeFactory.create())
    ProjectSector.objects.create(project=made, code="14030", percentage=100)
    ProjectSDG.objects.create(project=made, goal=6, target="6.1")
    PolicyMarker.objects.create(project=made, code="1", significance="1")
    ProjectIdentifier.objects.create(project=made, kind="other", value=made.reference)
    ProjectTransaction.objects.create(
        project=made,
        kind="3",
        amount=5,
        currency="EUR",
        value_date=date(2024, 5, 1),
        happened_on=date(2024, 5, 1),
        provider=partner,
    )
    ProjectRegistrationEvent.objects.create(
        project=made, kind="registration", happened_on=date(2024, 3, 1), number="5012"
    )
    ProjectContact.objects.create(
        project=made, organisation="Відділ", email="office@partner.example", is_published=True
    )
    set_budgets(actor=None, project=made, budgets=[budget(2024, 600_000), budget(2025, 600_000)])
    period = Period(
        starts_on=date(2024, 1, 1),
        ends_on=date(2024, 12, 31),
        target=Decimal(10),
        actual=Decimal(7),
    )
    indicator = Indicator(title="Кілометрів водогону", unit="км", periods=(period,))
    set_results(actor=None, project=made, results=[Result(title="Вода", indicators=(indicator,))])
    return made


def page_of(client: Client, project: Project, language: str = "uk") -> str:
    with translation.override(language):
        answer = client.get(project.get_absolute_url())
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("language", ["uk", "en"])
def test_a_project_tells_everything(
    client: Client, community: Community, partner: Partner, language: str
) -> None:
    made = with_everything(community, partner)
    page = page_of(client, made, language)
    for words in (
        made.title if language == "uk" else made.title_en,
        "Опис проєкту",
        "14030",
        "5012",
        "office@partner.example",
        "6.1",
    ):
        assert words in page, words


def test_a_bare_project_has_a_page_too(client: Client) -> None:
    bare = ProjectFactory.create(start_actual_on=None, end_planned_on=None, title_en="")
    assert bare.title in page_of(client, bare, "en")


def test_parts_of_the_cost_say_that_shares_are_equal(client: Client, oblast: Oblast) -> None:
    made = ProjectFactory.create(oblast=oblast, amount=Decimal(100), currency="UAH")
    places = [CommunityFactory.create(oblast=oblast) for _ in range(3)]
    set_territories(actor=None, project=made, units=[Unit.of_community(place) for place in places])
    page = page_of(client, made, "en")
    assert "33.34" in page
    assert "divided equally" in page


@pytest.fixture
def oblast(poltava: Oblast) -> Oblast:
    return poltava


def test_a_partner_that_is_not_public_is_only_counted(client: Client, oblast: Oblast) -> None:
    secret = PartnerFactory.create(visibility="internal", name="Таємний фонд")
    made = make_project(oblast=oblast, partners=[("funding", secret)])
    assert "Таємний фонд" not in page_of(client, made)
    assert "not shown publicly" in page_of(client, made, "en")
    row = json.loads(client.get("/api/v1/projects/").content)["results"][0]
    assert row["parties"] == []


def test_a_merged_project_leads_to_its_survivor(client: Client) -> None:
    kept, merged = ProjectFactory.create(), ProjectFactory.create()
    merge_projects(actor=None, kept=kept, merged=merged)
    answer = client.get(merged.get_absolute_url())
    assert answer.status_code == 301
    assert answer["Location"] == kept.get_absolute_url()


def test_relations_are_seen_from_both_sides(client: Client) -> None:
    whole, part = ProjectFactory.create(), ProjectFactory.create()
    hidden = ProjectFactory.create(visibility="internal", title="Прихований проєкт")
    relations = [Relation(kind="1", other=whole), Relation(kind="3", other=hidden)]
    services.set_relations(actor=None, project=part, relations=relations)
    assert whole.title in page_of(client, part)
    assert part.title in page_of(client, whole)
    assert "Прихований проєкт" not in page_of(client, part)


@pytest.mark.parametrize("count", [1, 30])
def test_a_list_of_many_costs_no_more_queries(
    client: Client,
    community: Community,
    partner: Partner,
    count: int,
    django_assert_max_num_queries: Any,
) -> None:
    made = with_everything(community, partner)
    for _ in range(count - 1):
        other = make_project(
            oblast=community.oblast, communities=[community], amount=5, currency="EUR"
        )
        ProjectRole.objects.create(project=other, role="funding", partner=partner)
    client.get("/projects/")
    with django_assert_max_num_queries(14):
        assert made.title in client.get("/projects/?ordering=title").content.decode()
    follow()
    with django_assert_max_num_queries(2):
        client.get("/api/v1/projects/")


@pytest.mark.parametrize("rows", [1, 12])
def test_a_page_with_many_rows_costs_no_more_queries(
    client: Client,
    community: Community,
    partner: Partner,
    rows: int,
    django_assert_max_num_queries: Any,
) -> None:
    made = with_everything(community, partner)
    for number in range(rows):
        ProjectRole.objects.create(
            project=made, role="implementing", partner=PartnerFactory.create()
        )
        ProjectSector.objects.create(project=made, vocabulary="2", code=str(number))
        other = CommunityFactory.create(oblast=community.oblast, raion=community.raion)
        made.territories.create(
            level="community", oblast=community.oblast, raion=community.raion, community=other
        )
        services.set_relations(
            actor=None,
            project=ProjectFactory.create(),
            relations=[Relation(kind="3", other=made)],
        )
    page_of(client, made)
    with django_assert_max_num_queries(45):
        page_of(client, made)


FILTERS = (
    "kind=mta",
    "status=2",
    "oblast=UA53000000000028050",
    "sector=14030",
    "sector=140",
    "sdg=6",
    "themes={theme}",
    "partner={partner}",
    "partner={partner}&role=funding",
    "programme={programme}",
    "community={community}",
    "start_year_min=2024&start_year_max=2024",
    "amount_max=100000000",
    "search={reference}",
    "ordering=-cost",
    "ordering=-start_on",
)
MISSES = (
    "kind=grant",
    "status=4",
    "oblast=UA59000000000057109",
    "sector=15110",
    "sdg=7",
    "partner={partner}&role=recipient",
    "partner=00000000-0000-4000-8000-000000000000",
    "community={other}",
    "start_year_min=2025",
    "search=нічогонемає",
)


def test_an_unknown_cost_comes_last_in_both_orders(client: Client, oblast: Oblast) -> None:
    """Also behind the pages of one record each."""
    costs = {"300": "UAH", "20": "UAH", "7": "XTS"}
    for amount, currency in costs.items():
        make_project(oblast=oblast, amount=Decimal(amount), currency=currency)
    make_project(oblast=oblast, amount=None)

    def told(ordering: str) -> list[str]:
        found, address = [], f"/api/v1/projects/?ordering={ordering}&page_size=1"
        while address:
            page = json.loads(client.get(address).content)
            found += [row["cost"] and row["cost"]["amount"] for row in page["results"]]
            address = page["next"]
        return ["unknown" if one in {None, 7} else str(int(one)) for one in found]

    assert told("cost") == ["20", "300", "unknown", "unknown"]
    assert told("-cost") == ["300", "20", "unknown", "unknown"]


@pytest.mark.parametrize("query", FILTERS)
def test_filters_find(
    client: Client, community: Community, partner: Partner, sumy: Oblast, query: str
) -> None:
    made = with_everything(community, partner)
    make_rate("EUR", "2024-03-01", "41.3777")
    address = query.format(**_keys(made, community, partner))
    found = json.loads(client.get(f"/api/v1/projects/?{address}").content)
    assert [row["id"] for row in found["results"]] == [str(made.public_id)], address
    assert made.title in client.get(f"/projects/?{address}").content.decode()


@pytest.mark.parametrize("query", MISSES)
def test_filters_leave_out(
    client: Client, community: Community, partner: Partner, sumy: Oblast, query: str
) -> None:
    made = with_everything(community, partner)
    address = query.format(**_keys(made, community, partner))
    answer = client.get(f"/api/v1/projects/?{address}")
    assert answer.status_code == 200, answer.content
    assert json.loads(answer.content)["results"] == []


def _keys(made: Project, community: Community, partner: Partner) -> dict[str, str]:
    return {
        "theme": made.themes.get().slug,
        "partner": str(partner.public_id),
        "programme": made.programme.slug if made.programme else "",
        "community": community.code,
        "other": CommunityFactory.create(oblast=community.oblast, raion=community.raion).code,
        "reference": made.reference,
    }


@each("nasty", NASTY)
@each("name", ["search", "sector", "sdg", "partner", "community", "oblast", "amount_min", "kind"])
def test_nasty_filters_break_nothing(client: Client, name: str, nasty: str) -> None:
    ProjectFactory.create()
    assert client.get("/projects/", {name: nasty}).status_code == 200
    assert client.get("/api/v1/projects/", {name: nasty}).status_code in {200, 400}
    assert client.get("/programmes/", {name: nasty}).status_code == 200


def test_a_number_of_another_register_finds_the_project(client: Client) -> None:
    made = ProjectFactory.create()
    ProjectIdentifier.objects.create(project=made, kind="mta_registration", value="Д-0012")
    ProjectFactory.create(title="Д-0012 в назві не вважається")
    found = json.loads(client.get("/api/v1/projects/", {"search": "д-0012"}).content)
    assert [row["reference"] for row in found["results"]] == [made.reference]


def test_a_programme_tells_who_and_what(client: Client, partner: Partner) -> None:
    programme = ProgrammeFactory.create(name="Полярна зоря", starts_on=date(2024, 1, 1))
    ProgrammeRole.objects.create(programme=programme, role="funding", partner=partner)
    programme.components.create(number=1, name="Державна політика", level="national")
    inside = ProjectFactory.create(programme=programme)
    page = client.get(programme.get_absolute_url()).content.decode()
    for words in ("Полярна зоря", partner.name, "Державна політика", inside.title):
        assert words in page, words


def test_pages_of_partners_and_places_name_their_projects(
    client: Client, community: Community, partner: Partner
) -> None:
    made = with_everything(community, partner)
    for address in (partner.get_absolute_url(), community.get_absolute_url()):
        assert made.title in client.get(address).content.decode(), address
    page = client.get(community.oblast.get_absolute_url()).content.decode()
    assert f"{reverse('projects:project-list')}?oblast={community.oblast.code}" in page


def test_counts_by_kind(community: Community) -> None:
    past: dict[str, Any] = {
        "start_actual_on": date(2010, 1, 1),
        "end_actual_on": date(2012, 1, 1),
    }
    make_project(communities=[community])
    make_project(communities=[community], **past)
    make_project(communities=[community], kind="ifi", visibility="internal")
    counts = projects_by_kind(community.oblast)
    assert (counts["mta"], counts["ifi"], counts["grant"]) == (2, 0, 0)
    assert projects_by_kind(community.oblast, date(2022, 2, 24))["mta"] == 1


def test_the_table_has_a_row_for_each_project(
    client: Client, community: Community, partner: Partner
) -> None:
    with_everything(community, partner)
    text = b"".join(client.get("/en/projects/download.csv").streaming_content).decode()  # type: ignore[attr-defined]
    assert len(text.strip().splitlines()) == 2
    assert "14030" in text
    assert "funding: Bridges Foundation" in text
