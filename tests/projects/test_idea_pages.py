"""Pages of ideas: what people see, that nothing typed is lost, how many questions a page asks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from communities.models import Community
from partners.models import Partner
from projects.models import ProjectIdea
from tests.factories.ideas import idea as make_idea
from tests.factories.ideas import theme as make_theme
from tests.factories.partners import PartnerFactory
from tests.factories.strategies import GoalFactory, StrategyFactory

Browse = Callable[[str], Client]
NEW = "ideas:idea-new"
NASTY = "<script>alert(1)</script> \N{ZERO WIDTH SPACE} ' OR 1=1 %s {{ 7*7 }}"


def form(**values: Any) -> dict[str, Any]:
    return {"title": "Ремонт школи", "visibility": "public", "currency": "UAH", **values}


def whole(community: Community, **values: Any) -> dict[str, Any]:
    return form(
        community=community.code,
        themes=[make_theme().slug],
        problem="Дах тече",
        solution="Новий дах",
        expected_result="Тепло",
        readiness="design",
        amount="250000",
        contact_name="Олена",
        contact_email="olena@mosty.example",
        **values,
    )


def test_a_coordinator_saves_a_draft(browse: Browse, community: Community) -> None:
    answer = browse("coordinator").post(reverse(NEW), form(community=community.code))
    idea = ProjectIdea.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == idea.get_absolute_url()
    assert idea.status == "draft"
    page = browse("coordinator").get(idea.get_absolute_url()).content.decode()
    assert "problem" in page.lower() or "проблем" in page.lower()


def test_written_and_submitted_at_once(browse: Browse, community: Community) -> None:
    browse("coordinator").post(reverse(NEW), whole(community, submit="yes"))
    assert ProjectIdea.objects.get().status == "submitted"


def test_what_is_incomplete_is_kept_and_said(browse: Browse, community: Community) -> None:
    given = form(community=community.code, submit="yes")
    answer = browse("coordinator").post(reverse(NEW), given, follow=True)
    idea = ProjectIdea.objects.get()
    assert idea.status == "draft"
    assert answer.redirect_chain[-1][0].endswith("/edit/?missing")
    page = answer.content.decode()
    assert 'href="#id_problem"' in page
    assert 'href="#id_amount"' in page


def test_editors_write_but_do_not_submit(browse: Browse, community: Community) -> None:
    browse("editor").post(reverse(NEW), whole(community, submit="yes"))
    assert ProjectIdea.objects.get().status == "draft"


def test_nobody_writes_for_another_community(
    browse: Browse, community: Community, community_elsewhere: Community
) -> None:
    answer = browse("coordinator").post(reverse(NEW), form(community=community_elsewhere.code))
    assert answer.status_code == 200
    assert not ProjectIdea.objects.exists()


def test_sent_once_more_after_back_it_is_one_idea(browse: Browse, community: Community) -> None:
    """Other words, or other themes, are another idea, which is compared with those there are."""
    given = whole(community, submit="yes")
    for _again in range(2):
        answer = browse("coordinator").post(reverse(NEW), given)
        idea = ProjectIdea.objects.get()
        assert (answer.status_code, answer["Location"]) == (302, idea.get_absolute_url())
        assert idea.status == "submitted"
    assert idea.steps.count() == 1
    others: list[dict[str, Any]] = [{"problem": "Інше"}, {"themes": []}]
    for other in others:
        alike = browse("coordinator").post(reverse(NEW), given | other)
        assert alike.context["duplicates"]
    browse("editor").post(reverse(NEW), given | {"is_another": "1"})
    assert ProjectIdea.objects.count() == 2


def test_alike_ideas_are_shown_first(browse: Browse, community: Community) -> None:
    make_idea(community=community, title="Ремонт школи", reference="PL-IDEA-2020-0001")
    given = form(community=community.code, title="Ремонт школи №1")
    page = browse("coordinator").post(reverse(NEW), given)
    assert "PL-IDEA-2020-0001" in page.content.decode()
    assert ProjectIdea.objects.count() == 1
    browse("coordinator").post(reverse(NEW), {**given, "is_another": "yes"})
    assert ProjectIdea.objects.count() == 2
    hint = browse("coordinator").get(
        reverse("ideas:idea-duplicates"), {"community": community.code, "title": "Ремонт школи"}
    )
    assert "PL-IDEA-2020-0001" in hint.content.decode()


@pytest.mark.parametrize(
    "values",
    [
        {"amount": "багато"},
        {"amount": "-1"},
        {"amount_on": "31.02.2026"},
        {"currency": "<b>"},
        {"themes": ["nonsense"]},
        {"goals": ["not-a-uuid"]},
        {"goals": ["00000000-0000-0000-0000-000000000000"]},
        {"sdg_goals": ["99"]},
        {"own_percent": "1e9"},
        {"together_1": "нема такої"},
        {"contact_email": "x"},
        {"visibility": "secret"},
        {"title": ""},
        {"title": "я" * 301},
    ],
)
def test_bad_input_is_answered_in_words(
    browse: Browse, values: dict[str, Any], community: Community
) -> None:
    given = form(community=community.code, problem="Набране не зникає", **values)
    page = browse("coordinator").post(reverse(NEW), given)
    assert page.status_code == 200
    assert "Набране не зникає" in page.content.decode()
    assert not ProjectIdea.objects.exists()


def test_nasty_texts_are_texts(browse: Browse, community: Community) -> None:
    browse("coordinator").post(
        reverse(NEW), whole(community, title_en=NASTY) | {"title": NASTY, "problem": NASTY}
    )
    idea = ProjectIdea.objects.get()
    page = browse("coordinator").get(f"/en{idea.get_absolute_url()}").content.decode()
    assert "<script>alert" not in page
    assert "{{ 7*7 }}" in page
    refused = browse("coordinator").post(reverse(NEW), form(title="Нуль\x00", problem=NASTY))
    assert refused.status_code == 200
    assert ProjectIdea.objects.count() == 1


def test_a_conflict_loses_nothing(browse: Browse, community: Community) -> None:
    idea = make_idea(community=community, status="draft")
    url = reverse("ideas:idea-edit", kwargs={"reference": idea.reference})
    seen = idea.updated_at.isoformat()
    browse("coordinator").post(url, form(title="Перша", seen=seen))
    page = browse("editor").post(url, form(title="Друга", seen=seen))
    assert page.status_code == 409
    assert "Друга" in page.content.decode()
    idea.refresh_from_db()
    assert idea.title == "Перша"


def test_a_partner_registers_interest(
    browse: Browse, community: Community, partner: Partner, posted: Any
) -> None:
    idea = make_idea(community=community)
    url = reverse("ideas:interest-new", kwargs={"reference": idea.reference})
    donor = browse("representative")
    with posted():
        answer = donor.post(url, {"partner": partner.slug, "message": "Tell us more"}, follow=True)
    assert "Tell us more" in answer.content.decode()
    again = donor.post(url, {"partner": partner.slug, "message": "Once more"})
    assert again.status_code == 409
    other = PartnerFactory.create()
    page = donor.post(url, {"partner": other.slug, "message": "As somebody else"})
    assert page.status_code == 200
    assert idea.interests.count() == 1


def test_funding_by_the_page(browse: Browse, community: Community, partner: Partner) -> None:
    idea = make_idea(community=community, interested=[partner], status="interest")
    url = reverse("ideas:idea-step", kwargs={"reference": idea.reference, "code": "fund"})
    officer = browse("officer")
    assert partner.name in officer.get(url).content.decode()
    nothing = officer.post(url, {"kind": "grant"})
    assert nothing.status_code == 200
    answer = officer.post(url, {"kind": "grant", "partner_1": partner.slug, "partner_1_text": ""})
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    idea.refresh_from_db()
    assert idea.status == "funded"
    assert idea.project is not None


# The catalogue


def test_filters(browse: Browse, community: Community, community_elsewhere: Community) -> None:
    goal = GoalFactory.create(strategy=StrategyFactory.create(oblast=community.oblast), number="1")
    below = GoalFactory.create(strategy=goal.strategy, number="1.2", parent=goal)
    mine = make_idea(
        community=community,
        themes=[make_theme()],
        sdg_goals=["4"],
        readiness="ready",
        amount="900000",
    )
    mine.idea_goals.create(goal=below)
    other = make_idea(community=community_elsewhere, themes=[make_theme("water")], amount="100000")
    asked = {
        f"oblast={community.oblast.code}": mine,
        f"community={community.code}": mine,
        "themes=education": mine,
        "readiness=ready": mine,
        f"goal={goal.public_id}": mine,
        "cost_min=500000": mine,
        "cost_max=500000": other,
        f"search={other.reference}": other,
    }
    for query, expected in asked.items():
        page = browse("anonymous").get(f"/api/v1/ideas/?{query}").json()
        assert [one["reference"] for one in page["results"]] == [expected.reference], query
        assert browse("anonymous").get(f"/ideas/?{query}").status_code == 200
    for query in ("goal=x", "cost_min=x", "status=x", "sdg=x", "ordering=x", "cursor=x"):
        assert browse("anonymous").get(f"/ideas/?{query}").status_code == 200, query
        assert browse("anonymous").get(f"/api/v1/ideas/?{query}").status_code == 400, query
    for order in ("title", "-title", "cost", "-cost", "created_at", "-updated_at"):
        assert browse("anonymous").get(f"/api/v1/ideas/?ordering={order}").status_code == 200


def test_a_draft_s_status_is_no_choice_for_the_public(browse: Browse, community: Community) -> None:
    make_idea(community=community)
    assert 'value="draft"' not in browse("anonymous").get("/ideas/").content.decode()
    assert 'value="draft"' in browse("coordinator").get("/ideas/").content.decode()


def test_the_api_gives_no_personal_data(browse: Browse, community: Community) -> None:
    idea = make_idea(community=community)
    for who in ("administrator", "anonymous"):
        answer = browse(who).get(f"/api/v1/ideas/{idea.public_id}/")
        assert "secret.example" not in answer.content.decode()
        assert answer.json()["problem"] == {"uk": "Дах тече.", "en": "The roof leaks."}


def asked_of(browser: Client, url: str, counted: Any) -> int:
    browser.get(url)
    with counted() as queries:
        assert browser.get(url).status_code == 200
    return len(queries)


@pytest.fixture
def counted() -> Any:
    from django.db import connection  # noqa: PLC0415 - for this fixture
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    return lambda: CaptureQueriesContext(connection)


@pytest.mark.parametrize("who", ["anonymous", "officer", "coordinator"])
def test_lists_ask_as_much_for_thirty_as_for_ten(
    browse: Browse, who: str, community: Community, partner: Partner, counted: Any
) -> None:
    goal = GoalFactory.create(strategy=StrategyFactory.create(oblast=community.oblast), number="1")
    urls = ["/ideas/", "/api/v1/ideas/", community.get_absolute_url(), goal.get_absolute_url()]
    if who != "anonymous":
        urls.append(reverse("ideas:my-ideas"))

    def more(how_many: int) -> None:
        for _number in range(how_many):
            made = make_idea(
                community=community,
                themes=[make_theme()],
                interested=[partner],
                status="interest",
                sdg_goals=["4"],
                currency="EUR",
            )
            made.idea_goals.create(goal=goal)

    more(10)
    browser = browse(who)
    ten = [asked_of(browser, url, counted) for url in urls]
    more(20)
    thirty = [asked_of(browser, url, counted) for url in urls]
    assert thirty == ten


def test_a_page_asks_as_much_with_many_files_and_interests(
    browse: Browse, community: Community, counted: Any
) -> None:
    first = make_idea(community=community, interested=[PartnerFactory.create()], status="interest")
    many = make_idea(
        community=community,
        interested=[PartnerFactory.create() for _number in range(10)],
        status="interest",
    )
    officer = browse("officer")
    few = asked_of(officer, first.get_absolute_url(), counted)
    assert asked_of(officer, many.get_absolute_url(), counted) == few
