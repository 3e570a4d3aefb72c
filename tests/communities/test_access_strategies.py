"""Who may open which page of strategies. 200 opens, 302 asks to sign in, 403 no, 404 unknown."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from communities.models import Oblast, StrategicGoal, Strategy
from communities.services.strategies import add_document, withdraw_document
from tests.conftest import CAST
from tests.factories.strategies import GoalFactory, StrategyFactory
from tests.tables import each

Browse = Callable[[str], Client]
PDF = b"%PDF-1.7\n1 0 obj\n"


@pytest.fixture
def strategy(poltava: Oblast) -> Strategy:
    return StrategyFactory.create(oblast=poltava, slug="poltava-2024-2027")


@pytest.fixture
def goal(strategy: Strategy) -> StrategicGoal:
    return GoalFactory.create(strategy=strategy, number="1")


@pytest.fixture
def draft(poltava: Oblast) -> Strategy:
    return StrategyFactory.create(oblast=poltava, status="draft")


#                        admin head offic sumy analy coord else edit repr read newc anon
ALL = (200,) * 12
CURATORS = (200, 200, 200, 200, 403, 403, 403, 403, 403, 403, 403, 302)
KEEPERS = (200, 200, 200, 403, 403, 403, 403, 403, 403, 403, 403, 302)
STAFF_KNOW = (200, 200, 200, 200, 200, 404, 404, 404, 404, 404, 404, 404)
POSTED = (302, 302, 302, 403, 403, 403, 403, 403, 403, 403, 403, 302)

PAGES = {
    "strategies:strategy-list": ALL,
    "strategies:goal-list": ALL,
    "api:strategy-list": ALL,
    "api:strategic-goal-list": ALL,
    "strategies:strategy-new": CURATORS,
}
OF_STRATEGY = {
    "strategies:strategy-detail": ALL,
    "strategies:strategy-edit": KEEPERS,
    "strategies:strategy-archive": KEEPERS,
    "strategies:edition-new": KEEPERS,
    "strategies:document-new": KEEPERS,
    "strategies:goal-new": KEEPERS,
}
OF_GOAL = {"strategies:goal-detail": ALL, "strategies:goal-edit": KEEPERS}


def opened(browse: Browse, who: str, url: str) -> int:
    answer = browse(who).get(url)
    if answer.streaming:
        b"".join(answer)
    return answer.status_code


@each("page", PAGES)
@each("who", CAST)
def test_pages(browse: Browse, page: str, who: str, strategy: Strategy) -> None:
    assert opened(browse, who, reverse(page)) == PAGES[page][CAST.index(who)]


@each("page", OF_STRATEGY)
@each("who", CAST)
def test_pages_of_a_strategy(browse: Browse, page: str, who: str, strategy: Strategy) -> None:
    url = reverse(page, kwargs={"slug": strategy.slug})
    assert opened(browse, who, url) == OF_STRATEGY[page][CAST.index(who)]


@each("page", OF_GOAL)
@each("who", CAST)
def test_pages_of_a_goal(browse: Browse, page: str, who: str, goal: StrategicGoal) -> None:
    url = reverse(page, kwargs={"slug": goal.strategy.slug, "number": goal.number})
    assert opened(browse, who, url) == OF_GOAL[page][CAST.index(who)]


@each("who", CAST)
def test_a_draft_is_known_to_officials(browse: Browse, who: str, draft: Strategy) -> None:
    goal = GoalFactory.create(strategy=draft, number="1")
    for url in (
        draft.get_absolute_url(),
        goal.get_absolute_url(),
        reverse("api:strategy-detail", kwargs={"key": draft.slug}),
        reverse("api:strategic-goal-detail", kwargs={"key": goal.public_id}),
    ):
        assert opened(browse, who, url) == STAFF_KNOW[CAST.index(who)], url


@each("who", CAST)
def test_step(browse: Browse, who: str, strategy: Strategy) -> None:
    url = reverse("strategies:strategy-step", kwargs={"slug": strategy.slug, "code": "replace"})
    assert opened(browse, who, url) == KEEPERS[CAST.index(who)]


@each("who", CAST)
def test_restoring(browse: Browse, who: str, strategy: Strategy) -> None:
    url = reverse("strategies:strategy-restore", kwargs={"slug": strategy.slug})
    expected = POSTED[CAST.index(who)]
    # Nothing is archived: those who may are told so.
    allowed = expected == 302 and who != "anonymous"
    assert browse(who).post(url).status_code == (409 if allowed else expected)


@each("who", CAST)
def test_documents(browse: Browse, who: str, strategy: Strategy) -> None:
    file = add_document(actor=None, strategy=strategy, name="текст.pdf", content=PDF)
    keys = {"slug": strategy.slug, "public_id": file.public_id}
    url = reverse("strategies:strategy-document", kwargs=keys)
    assert opened(browse, who, url) == 200
    withdrawal = reverse("strategies:document-withdraw", kwargs=keys)
    assert browse(who).post(withdrawal).status_code == POSTED[CAST.index(who)]
    withdraw_document(actor=None, document=file)
    assert opened(browse, who, url) == STAFF_KNOW[CAST.index(who)]


@pytest.mark.parametrize("name", ["strategies:strategy-download", "strategies:goal-download"])
@pytest.mark.parametrize("who", ["officer", "anonymous"])
def test_downloads(browse: Browse, who: str, name: str, goal: StrategicGoal) -> None:
    for file_format in ("csv", "xlsx"):
        assert opened(browse, who, reverse(name, kwargs={"file_format": file_format})) == 200
    assert opened(browse, who, reverse(name, kwargs={"file_format": "exe"})) == 404
