"""Strategies and ideas of a trial, led through the same steps as those of people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from accounts.models import User
from common.codelists.models import Theme
from communities.models import Community, Oblast, StrategicGoal, Strategy
from communities.services import strategies
from communities.services.strategy_goals import add_goal
from communities.strategy_data import EditionData, GoalData, StrategyData
from partners.models import Partner
from portal.demo.content import Entry
from projects.idea_data import IdeaData
from projects.models import ProjectIdea
from projects.services.idea_funding import Funding, fund_idea
from projects.services.idea_interests import record_outcome, register_interest
from projects.services.ideas import take_step, write_idea

ABOUT = ("title", "title_en", "starts_year", "ends_year", "about", "about_en", "decision_no")
WORDS = (
    "title",
    "title_en",
    "problem",
    "problem_en",
    "solution",
    "solution_en",
    "expected_result",
    "expected_result_en",
    "readiness",
    "currency",
    "contact_name",
    "contact_position",
    "contact_email",
    "contact_phone",
    "visibility",
)
AMOUNTS = ("amount", "own_amount", "own_percent")
DAYS = ("amount_on", "starts_on", "ends_on")


def make_strategy(entry: Entry, *, actor: User, oblast: Oblast) -> str:
    """Enter the strategy with its goals, updates and steps; its address."""
    data = StrategyData(
        **{name: entry[name] for name in ABOUT}, decision_on=_day(entry["decision_on"])
    )
    strategy = strategies.register_strategy(actor=actor, oblast=oblast, data=data)
    for goal in entry["goals"]:
        values = goal | {"sdg_goals": tuple(goal["sdg_goals"])}
        add_goal(actor=actor, strategy=strategy, data=GoalData(**values))
    for edition in entry["editions"]:
        values = edition | {"decided_on": _day(edition["decided_on"])}
        strategies.add_edition(actor=actor, strategy=strategy, data=EditionData(**values))
    for code in entry["steps"]:
        strategy = strategies.take_step(actor=actor, strategy=strategy, code=code)
    return strategy.slug


def make_idea(entry: Entry, *, partner: Callable[[str], Partner]) -> str:
    """Write the idea, take its steps, register the interest of partners; its reference."""
    author = User.objects.get(email=entry["by"])
    office = User.objects.get(email=entry["office"])
    community = _community(entry["community"])
    idea = write_idea(actor=author, community=community, data=_data(entry, community))
    for code, note in entry["steps"]:
        by_office = code in {"check", "publish", "send_back", "outdate"}
        actor = office if by_office else author
        idea = take_step(actor=actor, idea=idea, code=code, note=note)
    for one in entry.get("interests", ()):
        _interest(idea, one, office, partner(one["partner"]))
    if "fund" in entry:
        said = entry["fund"]
        funding = Funding(
            partners=tuple(partner(key) for key in said["partners"]),
            kind=said["kind"],
            note=said["note"],
        )
        fund_idea(actor=office, idea=idea, funding=funding)
    return idea.reference


def _interest(idea: ProjectIdea, entry: Entry, office: User, partner: Partner) -> None:
    """Registered by the partner's representative, or by the office for it."""
    actor = User.objects.get(email=entry["by"]) if entry["by"] else office
    interest = register_interest(
        actor=actor,
        idea=idea,
        partner=partner,
        message=entry["message"],
        contact_wishes=entry["contact_wishes"],
    )
    if "outcome" in entry:
        status, note = entry["outcome"]
        record_outcome(actor=office, interest=interest, status=status, note=note)


def _data(entry: Entry, community: Community) -> IdeaData:
    values: dict[str, Any] = {name: entry[name] for name in WORDS if name in entry}
    values |= {name: Decimal(entry[name]) for name in AMOUNTS if name in entry}
    values |= {name: _day(entry[name]) for name in DAYS if name in entry}
    return IdeaData(
        **values,
        sdg_goals=tuple(entry["sdg_goals"]),
        themes=tuple(Theme.objects.filter(slug__in=entry["themes"])),
        goals=tuple(_goals(entry["goals"], community)),
        together_with=tuple(_community(code) for code in entry.get("together_with", ())),
    )


def _goals(numbers: list[str], community: Community) -> Any:
    """Of the strategy of the oblast that the demonstration tells of."""
    strategy = Strategy.objects.filter(oblast=community.oblast_id).order_by("pk").first()
    rows = StrategicGoal.objects.filter(strategy=strategy, number__in=numbers)
    return rows.select_related("strategy")


def _community(code: str) -> Community:
    found: Community = Community.objects.select_related("oblast").get(code=code)
    return found


def _day(said: str) -> dt.date:
    return dt.date.fromisoformat(said)
