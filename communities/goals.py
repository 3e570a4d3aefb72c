"""What higher apps know of a goal: a registry, so that this app need not know ideas and projects.

A goal is served by what points at it or at a goal below it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from common.design.parts import Link, Pill
from communities.models import StrategicGoal


@dataclass(frozen=True, kw_only=True)
class GoalCount:
    """How many records are in a status, and what they come to. `money`: lines in words."""

    status: Pill
    count: int
    url: str = ""
    money: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class GoalSection:
    """One section of a goal's page, such as its ideas or its projects."""

    title: str
    anchor: str
    total: int
    done: int | None = None
    done_label: str = ""
    counts: list[GoalCount] = field(default_factory=list)
    note: str = ""
    links: list[Link] = field(default_factory=list)
    url: str = ""
    url_label: str = ""


# (primary keys of the goal and of those below it, the goal, the reader) → its section.
SectionOfGoal = Callable[[Sequence[int], StrategicGoal, Any], GoalSection | None]
# (primary keys of goals, the reader) → goal → how many records point at it.
CountsOfGoals = Callable[[Sequence[int], Any], dict[int, int]]


@dataclass(frozen=True)
class GoalCounter:
    """A column of the strategy's contents: "3 ideas" beside each goal."""

    words: Callable[[int], str]
    counts: CountsOfGoals


_sections: list[SectionOfGoal] = []
_counters: list[GoalCounter] = []


def add_goal_section(section: SectionOfGoal) -> None:
    """Show `section(goals, goal, user)` on the page of every goal; once however often added."""
    if section not in _sections:
        _sections.append(section)


def add_goal_counter(counter: GoalCounter) -> None:
    """Show beside each goal of a strategy how many records point at it."""
    if counter not in _counters:
        _counters.append(counter)


def sections_of_goal(goal: StrategicGoal, user: Any) -> list[GoalSection]:
    keys = below(goal)
    found = (section(keys, goal, user) for section in _sections)
    return [one for one in found if one is not None]


def counted(goals: Sequence[StrategicGoal], user: Any) -> dict[int, list[str]]:
    """goal → words such as "3 ideas", of records that point at it or below it.

    A record that points at two goals of a branch counts at each of them once, and above them as
    often as it points: the numbers are of links.
    """
    words: dict[int, list[str]] = {one.pk: [] for one in goals}
    for counter in _counters:
        own = counter.counts([one.pk for one in goals], user)
        for goal in goals:
            total = sum(own.get(one.pk, 0) for one in goals if _is_in(one, goal))
            if total:
                words[goal.pk].append(counter.words(total))
    return words


def below(goal: StrategicGoal) -> list[int]:
    """The goal and all goals that are parts of it."""
    rows = StrategicGoal.objects.filter(strategy=goal.strategy_id)
    numbers = rows.values_list("pk", "number")
    return [pk for pk, number in numbers if f"{number}.".startswith(f"{goal.number}.")]


def _is_in(one: StrategicGoal, goal: StrategicGoal) -> bool:
    return f"{one.number}.".startswith(f"{goal.number}.")
