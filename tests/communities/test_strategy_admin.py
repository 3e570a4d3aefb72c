"""The administration keeps strategies and their goals through the same services."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.models import User
from common.codelists.models import CodelistEntry
from communities.models import Oblast, StrategicGoal, Strategy
from tests.factories.communities import OblastFactory
from tests.factories.strategies import GoalFactory, StrategyFactory
from tests.projects.test_record_admin import filled

pytestmark = pytest.mark.django_db
STRATEGIES = "/admin/communities/strategy/"
GOALS = "/admin/communities/strategicgoal/"


@pytest.fixture
def strategy(poltava: Oblast) -> Strategy:
    return StrategyFactory.create(oblast=poltava, title="Стратегія області")


def test_an_officer_enters_and_changes_a_strategy(
    browse: Any, officer: User, poltava: Oblast
) -> None:
    client = browse("officer")
    given = filled(
        client.get(f"{STRATEGIES}add/"),
        oblast=poltava.pk,
        title="Стратегія 2028",
        starts_year=2028,
        ends_year=2034,
    )
    answer = client.post(f"{STRATEGIES}add/", given)
    assert answer.status_code == 302, answer.context["errors"]
    made = Strategy.objects.get()
    event = made.events.first()  # type: ignore[attr-defined]
    assert (event.pgh_context["actor"], event.pgh_context["source"]) == (officer.pk, "admin")
    url = f"{STRATEGIES}{made.pk}/change/"
    client.post(url, filled(client.get(url), title="Стратегія до 2034 року"))
    made.refresh_from_db()
    assert made.title == "Стратегія до 2034 року"


def test_another_oblast_is_not_theirs(browse: Any) -> None:
    other_oblast = OblastFactory.create(name="Сумська")
    strategy = StrategyFactory.create(oblast=other_oblast, title="Чужа")
    client = browse("officer")
    client.post(f"{STRATEGIES}{strategy.pk}/change/", {"title": "Моя"})
    given = filled(
        client.get(f"{STRATEGIES}add/"),
        oblast=other_oblast.pk,
        title="Чужа друга",
        starts_year=2028,
        ends_year=2034,
    )
    client.post(f"{STRATEGIES}add/", given)
    assert list(Strategy.objects.values_list("title", flat=True)) == ["Чужа"]


def test_goals_are_entered_and_refusals_told(browse: Any, strategy: Strategy) -> None:
    CodelistEntry.objects.get_or_create(
        codelist="UNSDG-Goals", code="4", defaults={"name": "Освіта"}
    )
    client = browse("officer")
    page = client.get(f"{GOALS}add/")
    given = filled(page, strategy=strategy.pk, number="1", title="Безпечні громади")
    answer = client.post(f"{GOALS}add/", given)
    assert answer.status_code == 302, answer.context["errors"]
    goal = StrategicGoal.objects.get()
    assert (goal.strategy, goal.title) == (strategy, "Безпечні громади")
    url = f"{GOALS}{goal.pk}/change/"
    client.post(url, filled(client.get(url), title="Громади, у яких безпечно"))
    goal.refresh_from_db()
    assert goal.title == "Громади, у яких безпечно"


def test_nothing_is_deleted_here(browse: Any, strategy: Strategy) -> None:
    goal = GoalFactory.create(strategy=strategy, number="1")
    client = browse("administrator")
    assert client.get(f"{STRATEGIES}{strategy.pk}/delete/").status_code == 403
    assert client.get(f"{GOALS}{goal.pk}/delete/").status_code == 403
