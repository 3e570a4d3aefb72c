"""Goals of strategies. A goal is never deleted: ideas and projects may point at it."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common.audit.context import acting
from common.codelists.entries import SDG_GOALS, names_of
from communities.models import StrategicGoal, Strategy
from communities.services.strategies import locked_current, refuse_wrong_values
from communities.strategy_data import GOAL_COLUMNS, GoalData
from communities.strategy_exceptions import InvalidStrategy


@transaction.atomic
def add_goal(*, actor: User | None, strategy: Strategy, data: GoalData) -> StrategicGoal:
    """Put a goal into the tree: 2.1 goes under 2, which must be there already.

    Refuses: StrategyArchived, InvalidStrategy.
    """
    strategy = locked_current(strategy)
    goal = StrategicGoal(strategy=strategy)
    _fill(goal, data)
    with acting(actor=actor):
        goal.save()
    return goal


@transaction.atomic
def change_goal(*, actor: User | None, goal: StrategicGoal, data: GoalData) -> StrategicGoal:
    """Make it as `data` says; the same data again change nothing.

    Refuses: StrategyArchived, InvalidStrategy (a number that goals below it are numbered by).
    """
    strategy = locked_current(goal.strategy)
    goal = StrategicGoal.objects.select_for_update(of=("self",)).get(pk=goal.pk)
    goal.strategy = strategy
    before = _values(goal)
    number = goal.number
    _fill(goal, data)
    if goal.number != number and goal.children.exists():
        text = _("Goals below it are numbered by this number: renumber those first.")
        raise InvalidStrategy({"number": [text]})
    if before != _values(goal):
        with acting(actor=actor):
            goal.save()
    return goal


def _values(goal: StrategicGoal) -> dict[str, object]:
    return {name: getattr(goal, name) for name in (*GOAL_COLUMNS, "parent_id")}


def _fill(goal: StrategicGoal, data: GoalData) -> None:
    data = data.cleaned()
    for name in GOAL_COLUMNS:
        value = getattr(data, name)
        setattr(goal, name, list(value) if name == "sdg_goals" else value)
    unknown = set(data.sdg_goals) - set(names_of(SDG_GOALS))
    if unknown:
        text = _("There is no such sustainable development goal: %(codes)s.")
        raise InvalidStrategy({"sdg_goals": [text % {"codes": ", ".join(sorted(unknown))}]})
    refuse_wrong_values(goal, exclude={"parent", "sdg_goals"})
    goal.parent = _parent(goal)


def _parent(goal: StrategicGoal) -> StrategicGoal | None:
    upper, _point, _last = goal.number.rpartition(".")
    if not upper:
        return None
    found: StrategicGoal | None = goal.strategy.goals.filter(number=upper).first()
    if found is None:
        text = _("The strategy has no goal %(number)s, of which this would be a part.")
        raise InvalidStrategy({"number": [text % {"number": upper}]})
    return found
