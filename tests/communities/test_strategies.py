"""Strategies: services, goals, tables of goals, pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import User
from common.codelists.models import CodelistEntry
from common.exchange.imports import importer
from common.exchange.jobs import check_table, start, take_in, upload_table
from common.exchange.models import ImportJob
from common.intake.refusals import ChangedMeanwhile
from communities.models import Oblast, StrategicGoal, Strategy
from communities.services.strategies import (
    add_document,
    add_edition,
    archive_strategy,
    change_strategy,
    register_strategy,
    restore_strategy,
    take_step,
)
from communities.services.strategy_goals import add_goal, change_goal
from communities.strategy_data import EditionData, GoalData, StrategyData, strategy_data_of
from communities.strategy_exceptions import (
    InvalidStrategy,
    StrategyArchived,
    StrategyNotArchived,
    StrategyWrongStatus,
)
from tests.factories.strategies import GoalFactory, StrategyFactory

Browse = Callable[[str], Client]


def said(**values: Any) -> StrategyData:
    given = {"title": "Стратегія", "starts_year": 2024, "ends_year": 2027, **values}
    return StrategyData(**given)


@pytest.fixture
def strategy(poltava: Oblast) -> Strategy:
    return StrategyFactory.create(oblast=poltava, slug="poltava-2024-2027", title="Стратегія")


@pytest.fixture(autouse=True)
def _sdg(db: None) -> None:
    for code in ("4", "11"):
        CodelistEntry.objects.get_or_create(
            codelist="UNSDG-Goals", code=code, defaults={"name": f"Ціль {code}"}
        )


def test_entered_as_a_draft_with_an_address_of_its_own(poltava: Oblast, officer: User) -> None:
    first = register_strategy(actor=officer, oblast=poltava, data=said())
    second = register_strategy(actor=officer, oblast=poltava, data=said())
    assert (first.slug, second.slug) == ("poltava-2024-2027", "poltava-2024-2027-2")
    assert first.status == "draft"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"title": " "}, "title"),
        ({"ends_year": 2020}, "ends_year"),
        ({"starts_year": 1800}, "starts_year"),
        ({"link": "javascript:alert(1)"}, "link"),
        ({"about": "я" * 4001}, "about"),
        ({"visibility": "secret"}, "visibility"),
    ],
)
def test_bad_values_are_named(values: dict[str, Any], field: str, poltava: Oblast) -> None:
    with pytest.raises(InvalidStrategy) as refusal:
        register_strategy(actor=None, oblast=poltava, data=said(**values))
    assert field in refusal.value.errors


STEPS = {
    ("draft", "adopt"): "in_force",
    ("in_force", "replace"): "replaced",
    ("replaced", "reopen"): "in_force",
}


@pytest.mark.parametrize("code", ["adopt", "replace", "reopen", "nonsense"])
@pytest.mark.parametrize("status", ["draft", "in_force", "replaced"])
def test_the_whole_matrix(status: str, code: str, poltava: Oblast) -> None:
    strategy = StrategyFactory.create(oblast=poltava, status=status)
    after = STEPS.get((status, code))
    if after:
        assert take_step(actor=None, strategy=strategy, code=code).status == after
        return
    with pytest.raises(StrategyWrongStatus):
        take_step(actor=None, strategy=strategy, code=code)


def test_in_force_by_a_decision_only(poltava: Oblast) -> None:
    strategy = register_strategy(actor=None, oblast=poltava, data=said())
    with pytest.raises(InvalidStrategy):
        take_step(actor=None, strategy=strategy, code="adopt")
    with pytest.raises(InvalidStrategy):
        take_step(
            actor=None,
            strategy=strategy,
            code="adopt",
            decision_no="1",
            decision_on=dt.date(2999, 1, 1),
        )
    day = dt.date(2024, 2, 1)
    adopted = take_step(
        actor=None, strategy=strategy, code="adopt", decision_no="12/7", decision_on=day
    )
    assert (adopted.status, adopted.decision_on) == ("in_force", day)


def test_replaced_by_another_one_of_the_oblast(strategy: Strategy, sumy: Oblast) -> None:
    for other in (strategy, StrategyFactory.create(oblast=sumy)):
        with pytest.raises(InvalidStrategy):
            take_step(actor=None, strategy=strategy, code="replace", replaced_by=other)
    newer = StrategyFactory.create(oblast=strategy.oblast)
    done = take_step(actor=None, strategy=strategy, code="replace", replaced_by=newer)
    assert done.replaced_by == newer


def test_archived_and_back(strategy: Strategy) -> None:
    with pytest.raises(InvalidStrategy):
        archive_strategy(actor=None, strategy=strategy, reason=" ")
    archive_strategy(actor=None, strategy=strategy, reason="Помилка")
    with pytest.raises(StrategyArchived):
        change_strategy(actor=None, strategy=strategy, data=said())
    restored = restore_strategy(actor=None, strategy=strategy)
    assert not restored.is_archived
    with pytest.raises(StrategyNotArchived):
        restore_strategy(actor=None, strategy=strategy)


def test_changing(strategy: Strategy) -> None:
    before = strategy.events.count()  # type: ignore[attr-defined]
    change_strategy(actor=None, strategy=strategy, data=strategy_data_of(strategy))
    assert strategy.events.count() == before  # type: ignore[attr-defined]
    with pytest.raises(ChangedMeanwhile):
        change_strategy(
            actor=None, strategy=strategy, data=said(), seen=dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
        )


def test_goals_make_a_tree_by_their_numbers(strategy: Strategy) -> None:
    top = add_goal(actor=None, strategy=strategy, data=GoalData(number=" 02. ", title="Люди"))
    child = add_goal(
        actor=None,
        strategy=strategy,
        data=GoalData(number="2.10", title="Школа", sdg_goals=("11", "4")),
    )
    assert (top.number, child.parent, child.sdg_goals) == ("2", top, ["4", "11"])
    add_goal(actor=None, strategy=strategy, data=GoalData(number="2.9", title="Садок"))
    numbers = list(strategy.goals.order_by("place").values_list("number", flat=True))
    assert numbers == ["2", "2.9", "2.10"]
    with pytest.raises(InvalidStrategy):
        change_goal(actor=None, goal=top, data=GoalData(number="3", title="Люди"))


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"number": ""}, "number"),
        ({"number": "0"}, "number"),
        ({"number": "1.2.3.4"}, "number"),
        ({"number": "1;2"}, "number"),
        ({"number": "7.1"}, "number"),
        ({"number": "1"}, "number"),
        ({"title": ""}, "title"),
        ({"sdg_goals": ("18",)}, "sdg_goals"),
        ({"description": "я" * 4001}, "description"),
    ],
)
def test_bad_goals_are_named(values: dict[str, Any], field: str, strategy: Strategy) -> None:
    GoalFactory.create(strategy=strategy, number="1")
    with pytest.raises(InvalidStrategy) as refusal:
        add_goal(
            actor=None,
            strategy=strategy,
            data=GoalData(**{"number": "2", "title": "Ціль", **values}),
        )
    assert field in refusal.value.errors


def test_updates_and_documents(strategy: Strategy) -> None:
    day = dt.date(2025, 6, 1)
    add_edition(
        actor=None, strategy=strategy, data=EditionData(decided_on=day, summary="Додано ціль")
    )
    with pytest.raises(InvalidStrategy):
        add_edition(
            actor=None,
            strategy=strategy,
            data=EditionData(decided_on=dt.date(2020, 1, 1), summary="x"),
        )
    kept = add_document(actor=None, strategy=strategy, name="текст.exe", content=b"%PDF-1.7")
    assert kept.name == "текст.pdf"
    with pytest.raises(InvalidStrategy):
        add_document(actor=None, strategy=strategy, name="a.pdf", content=b"MZ")


# Tables

HEAD = "Стратегія;№;Назва;Назва англійською;ЦСР\n"


def checked(actor: User, text: str, head: str = HEAD) -> ImportJob:
    file = SimpleUploadedFile("цілі.csv", (head + text).encode())
    job = upload_table(actor=actor, door=importer("strategic-goals"), file=file)
    check_table(job)
    job.refresh_from_db()
    return job


def problems(job: ImportJob) -> list[tuple[str, list[str]]]:
    return [
        (row.outcome, [one["column"] for one in row.problems if one["level"] != "warning"])
        for row in job.rows.order_by("number")
    ]


def test_a_table_of_goals(strategy: Strategy, officer: User) -> None:
    rows = ";2;Люди;People;\n;2.1;Школа;School;4; 11\n".replace("4; 11", '"4; 11"')
    job = start(checked(officer, rows))
    take_in(job)
    school = StrategicGoal.objects.get(number="2.1")
    assert (school.parent.number, school.sdg_goals) == ("2", ["4", "11"])  # type: ignore[union-attr]
    assert problems(checked(officer, rows)) == [("unchanged", []), ("unchanged", [])]
    named = "Стратегія;2.1;Ліцей;;\n"
    assert problems(checked(officer, named)) == [("changed", [])]


def test_bad_rows_of_goals(strategy: Strategy, officer: User, sumy: Oblast) -> None:
    theirs = StrategyFactory.create(oblast=sumy, slug="sumy-2024-2027")
    rows = (
        ";5.1;Без верхньої;;\n"
        ";x;Не номер;;\n"
        ";6;;;\n"
        ";7;Ціль;;99\n"
        f"{theirs.slug};1;Чужа;;\n"
        "Нема такої;1;Ціль;;\n"
        ";8;Раз;;\n"
        ";8;Два;;\n"
    )
    assert problems(checked(officer, rows)) == [
        ("error", ["number"]),
        ("error", ["number"]),
        ("error", ["title"]),
        ("error", ["sdg_goals"]),
        ("error", ["strategy"]),
        ("error", ["strategy"]),
        ("new", []),
        ("error", ["number"]),
    ]


# Pages


def test_forms_keep_what_was_typed(browse: Browse, strategy: Strategy) -> None:
    officer = browse("officer")
    url = reverse("strategies:goal-new", kwargs={"slug": strategy.slug})
    assert officer.get(url).context["form"].initial["number"] == "1"
    GoalFactory.create(strategy=strategy, number="1")
    assert officer.get(f"{url}?under=1").context["form"].initial["number"] == "1.1"
    page = officer.post(url, {"number": "1", "title": "Моя ціль <b>"})
    assert page.status_code == 200
    assert "Моя ціль &lt;b&gt;" in page.content.decode()
    answer = officer.post(url, {"number": "1.1", "title": "Моя ціль"})
    assert answer.status_code == 302
    detail = browse("anonymous").get(strategy.get_absolute_url()).content.decode()
    assert "Моя ціль" in detail


def test_a_strategy_by_the_pages(browse: Browse, poltava: Oblast) -> None:
    officer = browse("officer")
    given = {
        "oblast": poltava.code,
        "title": "Стратегія",
        "starts_year": "2028",
        "ends_year": "2034",
        "visibility": "public",
    }
    officer.post(reverse("strategies:strategy-new"), given)
    strategy = Strategy.objects.get()
    step = reverse("strategies:strategy-step", kwargs={"slug": strategy.slug, "code": "adopt"})
    assert officer.post(step, {}).status_code == 200
    done = officer.post(step, {"decision_no": "5", "decision_on": "2026-01-15"})
    assert done.status_code == 302
    assert officer.post(step, {}).status_code == 409
    strategy.refresh_from_db()
    assert strategy.status == "in_force"
    nasty = browse("anonymous").get("/strategies/goals/?strategy=%00&sdg=x&search=%00")
    assert nasty.status_code == 200
