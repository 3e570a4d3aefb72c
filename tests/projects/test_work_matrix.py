"""Who works where: counted by the database, for whom it is to see, with overlaps and gaps."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse

from accounts.models import User
from common.codelists.models import Theme
from communities.models import Community
from partners.models import Partner
from projects.models import Project, ProjectTheme
from projects.work_matrix import Matrix, work_matrix
from tests.factories.ideas import theme as make_theme
from tests.factories.partners import PartnerFactory
from tests.factories.projects import project as make_project

Browse = Callable[[str], Client]
URL = "/who-works-where/"


@pytest.fixture
def theme(db: None) -> Theme:
    return make_theme()


def working(community: Community, partner: Partner, theme: Theme | None, **values: Any) -> Project:
    made = make_project(
        oblast=community.oblast, communities=[community], partners=[("funding", partner)], **values
    )
    if theme:
        ProjectTheme.objects.create(project=made, theme=theme)
    return made


def asked(community: Community, user: Any = None, **values: Any) -> Matrix:
    return work_matrix(oblast=community.oblast, user=user or AnonymousUser(), **values)


def told(matrix: Matrix) -> set[tuple[str, str, int, int]]:
    return {
        (
            one.community.name if one.community else "",
            one.theme.slug if one.theme else "",
            len(one.partners),
            one.projects,
        )
        for one in matrix.spots
        if one.partners
    }


def test_partners_meet(community: Community, partner: Partner, theme: Theme) -> None:
    working(community, partner, theme)
    working(community, partner, theme)
    assert told(asked(community)) == {(community.name, theme.slug, 1, 2)}
    assert not asked(community).overlaps
    working(community, PartnerFactory.create(), theme)
    assert told(asked(community)) == {(community.name, theme.slug, 2, 3)}
    assert [one.community for one in asked(community).overlaps] == [community]


def test_work_in_the_oblast_has_a_line_of_its_own(
    community: Community, partner: Partner, theme: Theme
) -> None:
    made = make_project(oblast=community.oblast, oblasts=[community.oblast],
                        partners=[("implementing", partner)])  # fmt: skip
    ProjectTheme.objects.create(project=made, theme=theme)
    matrix = asked(community)
    assert told(matrix) == {("", theme.slug, 1, 1)}
    assert [one.communities for one in matrix.white if one.theme == theme] == [[community]]


def test_a_project_without_a_theme_is_not_forgotten(community: Community, partner: Partner) -> None:
    working(community, partner, None)
    assert told(asked(community)) == {(community.name, "", 1, 1)}


def test_what_one_may_not_see_is_not_counted(
    community: Community, partner: Partner, theme: Theme, officer: User
) -> None:
    working(community, partner, theme, visibility="internal")
    working(community, PartnerFactory.create(visibility="internal"), theme)
    assert told(asked(community)) == set()
    assert told(asked(community, officer)) == {(community.name, theme.slug, 2, 2)}


def test_closed_and_archived_projects(community: Community, partner: Partner, theme: Theme) -> None:
    working(community, partner, theme, status="4")
    working(community, partner, theme, record_status="archived", archive_reason="двічі")
    assert told(asked(community)) == set()
    assert told(asked(community, only_running=False)) == {(community.name, theme.slug, 1, 1)}


def test_a_beneficiary_does_not_work(community: Community, partner: Partner, theme: Theme) -> None:
    made = working(community, partner, theme)
    made.roles.update(role="beneficiary")
    assert told(asked(community)) == set()


def test_filters(
    community: Community, partner: Partner, theme: Theme, community_elsewhere: Community
) -> None:
    other = PartnerFactory.create()
    working(community, partner, theme)
    working(community, other, theme)
    working(community_elsewhere, partner, theme)
    assert told(asked(community, partner=other)) == {(community.name, theme.slug, 1, 1)}
    assert asked(community, themes=[theme]).themes == [theme]


@pytest.mark.parametrize("count", [1, 30])
def test_the_number_of_questions_is_the_same(
    browse: Browse, community: Community, partner: Partner, theme: Theme, count: int,
    django_assert_max_num_queries: Any,
) -> None:  # fmt: skip
    for _number in range(count):
        working(community, PartnerFactory.create(), theme)
    client = browse("anonymous")
    client.get(URL, {"oblast": community.oblast.code})
    with django_assert_max_num_queries(14):
        assert client.get(URL, {"oblast": community.oblast.code}).status_code == 200


def test_the_page(browse: Browse, community: Community, partner: Partner, theme: Theme) -> None:
    working(community, partner, theme)
    client = browse("officer")
    page = client.get(URL).content.decode()
    assert partner.name in page or partner.acronym in page
    assert f"community={community.code}&amp;themes={theme.slug}" in page
    chosen = {"oblast": community.oblast.code, "theme": theme.slug, "when": "any", "all": "yes"}
    assert client.get(URL, chosen).status_code == 200
    assert URL in client.get(f"/oblasts/{community.oblast.slug}/").content.decode()


@pytest.mark.parametrize(
    "query", ["oblast=нема", "theme=нема", "partner=нема&partner_text=нема", "when=x", "oblast=%00"]
)
def test_strange_addresses(browse: Browse, community: Community, query: str) -> None:
    assert browse("anonymous").get(f"{URL}?{query}").status_code == 200
    assert browse("anonymous").get(f"{URL}download.csv?{query}").status_code == 404


def test_without_any_project_the_page_stands(browse: Browse, db: None) -> None:
    assert browse("anonymous").get(URL).status_code == 200


def test_tables(browse: Browse, community: Community, partner: Partner, theme: Theme) -> None:
    working(community, partner, theme)
    url = reverse("work:work-download", args=["csv"])
    answer: Any = browse("anonymous").get(url, {"oblast": community.oblast.code})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert f"{community.code},{community.full_name}" in text
    assert partner.name in text
    answer = browse("anonymous").get(reverse("work:work-download", args=["xlsx"]))
    assert b"".join(answer.streaming_content)[:2] == b"PK"
    assert browse("anonymous").get(reverse("work:work-download", args=["exe"])).status_code == 404


def test_the_page_shows_the_themes_with_which_somebody_works(
    client: Client, community: Community, partner: Partner, theme: Theme
) -> None:
    """Of two dozen themes; all of them when asked for, and the oblast with most projects first."""
    other = make_theme("other")
    working(community, partner, theme)
    page = client.get(URL)
    assert (page.context["oblast"], page.context["heads"]) == (community.oblast, [theme.name])
    assert len(client.get(URL, {"all": "yes"}).context["heads"]) == 2
    assert client.get(URL, {"theme": other.slug}).context["heads"] == [other.name]


def test_acronyms_stand_in_the_language_of_the_page(
    client: Client, community: Community, theme: Theme
) -> None:
    working(community, PartnerFactory.create(acronym="ЄІБ / EIB"), theme)
    working(community, PartnerFactory.create(acronym="Sida"), theme)
    names = {
        lang: client.get(lang + URL).context["lines"][0][1][0][2]["names"] for lang in ("", "/en")
    }
    assert {one: set(told.split(", ")) for one, told in names.items()} == {
        "": {"ЄІБ", "Sida"},
        "/en": {"EIB", "Sida"},
    }
