"""The life of a strategy as one table. Its `status` is written here and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from communities.strategy_enums import StrategyStatus
from communities.strategy_exceptions import StrategyWrongStatus

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from communities.models import Strategy

DRAFT, IN_FORCE, REPLACED = StrategyStatus


@dataclass(frozen=True)
class Step:
    """`needs_decision`: the number and the date of the decision must be known."""

    code: str
    label: _StrPromise
    source: str
    target: str
    needs_decision: bool = False
    help: _StrPromise | str = ""


ADOPT = Step(
    "adopt",
    _("Adopted by the council"),
    DRAFT,
    IN_FORCE,
    needs_decision=True,
    help=_("From now on everybody sees it, and ideas and projects can point at its goals."),
)
REPLACE = Step(
    "replace",
    _("Replaced or ended"),
    IN_FORCE,
    REPLACED,
    help=_("It stays with its goals and all that points at them; nothing new can point at it."),
)
REOPEN = Step("reopen", _("In force again"), REPLACED, IN_FORCE)
STEPS = (ADOPT, REPLACE, REOPEN)


def steps_from(strategy: Strategy) -> list[Step]:
    """Steps that people can take now. None from an archived record."""
    if strategy.is_archived:
        return []
    return [step for step in STEPS if step.source == strategy.status]


def is_step(code: str) -> bool:
    return any(one.code == code for one in STEPS)


def step_of(strategy: Strategy, code: str) -> Step:
    """The step of that code that leads on from here. Refuses StrategyWrongStatus."""
    found = next((one for one in steps_from(strategy) if one.code == code), None)
    if found is None:
        wanted = next((one.target for one in STEPS if one.code == code), "")
        raise StrategyWrongStatus(strategy, wanted)
    return found


def move(strategy: Strategy, step: Step) -> None:
    """Set the status. Does not save. Refuses StrategyWrongStatus."""
    if step not in steps_from(strategy):
        raise StrategyWrongStatus(strategy, step.target)
    strategy.status = step.target
