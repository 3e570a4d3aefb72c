"""Projects in charts: counted once in each bar, the same filters, only what the viewer may see."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse

from projects.charts import charts_of
from projects.models import Project, ProjectRole, ProjectSDG, ProjectSector
from tests.factories.partners import PartnerFactory
from tests.factories.projects import project

pytestmark = pytest.mark.django_db
NOBODY = AnonymousUser()


def bars(user: Any = NOBODY) -> dict[str, dict[str, int]]:
    charts = charts_of(Project.objects.visible_to(user))
    return {one.parameter: {bar.key: bar.count for bar in one.bars} for one in charts}


def school(**values: Any) -> Project:
    made = project(**values)
    for code in ("11120", "11220", "23183"):
        ProjectSector.objects.create(project=made, code=code)
    ProjectSDG.objects.create(project=made, goal=4)
    ProjectSDG.objects.create(project=made, goal=4, target="4.1")
    for role in ("funding", "extending"):
        ProjectRole.objects.create(
            project=made, role=role, partner=PartnerFactory.create(country="SE")
        )
    return made


def test_a_project_counts_once_in_each_bar() -> None:
    school()
    ProjectSector.objects.create(project=project(), code="11230")
    assert bars() == {
        "sector": {"112": 2, "111": 1, "231": 1},
        "sdg": {"4": 1},
        "country": {"SE": 1},
    }


def test_what_is_not_said_is_counted_apart() -> None:
    school()
    project()
    charts = charts_of(Project.objects.all())
    assert [one.unsaid for one in charts] == [1, 1, 1]
    assert charts[0].bars[0].width == 100


def test_hidden_projects_and_partners_count_nowhere() -> None:
    school(visibility="internal")
    made = project()
    hidden = PartnerFactory.create(country="DK", visibility="internal")
    ProjectRole.objects.create(project=made, role="funding", partner=hidden)
    assert bars() == {"sector": {}, "sdg": {}, "country": {}}


def test_every_line_leads_to_the_list_that_it_counts(client: Client) -> None:
    school(kind="grant")
    school(kind="mta")
    page = client.get(reverse("projects:project-charts"), {"kind": "mta"})
    for chart, lines in page.context["charts"]:
        for bar, url in lines:
            assert "kind=mta" in url
            assert chart.parameter in url
            assert client.get(url).context["list"].count == bar.count == 1


def test_every_bar_counts_what_its_filter_finds_whoever_looks(browse: Any) -> None:
    """A partner that is not public is in neither: what one may filter by is for everybody."""
    for country, visibility in (("SE", "public"), ("DK", "registered"), ("SE", "internal")):
        partner = PartnerFactory.create(country=country, visibility=visibility)
        ProjectRole.objects.create(project=project(), role="funding", partner=partner)
    for who in ("anonymous", "representative", "officer"):
        browser = browse(who)
        charts = browser.get(reverse("projects:project-charts")).context["charts"]
        lines = next(lines for one, lines in charts if one.parameter == "country")
        assert {bar.key: bar.count for bar, _url in lines} == {"SE": 1}
        answer = browser.get("/api/v1/projects/", {"country": "SE"}).json()
        assert len(answer["results"]) == 1
        assert browser.get("/api/v1/projects/", {"country": "DK"}).status_code == 400


def test_an_empty_register_and_strange_addresses(client: Client) -> None:
    address = reverse("projects:project-charts")
    assert client.get(address).status_code == 200
    for query in ("sector=x", "sdg=99", "cursor=%00", "ordering=-", "kind=💥"):
        assert client.get(f"{address}?{query}").status_code == 200


def test_queries_do_not_grow(client: Client, django_assert_max_num_queries: Any) -> None:
    address = reverse("projects:project-charts")
    for _ in range(10):
        school()
    client.get(address)
    with django_assert_max_num_queries(MOST_QUERIES):
        client.get(address)


# Filters with their choices, the count, and seven for the charts.
MOST_QUERIES = 20
