"""The life of a task that follows from a decision, as one table."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cooperation.meeting_enums import TaskStatus
from cooperation.meeting_exceptions import InvalidData, TaskWrongStatus

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from cooperation.models import MeetingTask

OPEN, DONE, DROPPED = TaskStatus

# Who takes a step: those who do the task (and the organiser for them), or the organiser alone.
OWNERS, ORGANISER = "owners", "organiser"
LARGEST_RESULT = 2000


@dataclass(frozen=True)
class Step:
    code: str
    label: _StrPromise
    sources: frozenset[str]
    target: str
    who: str
    asks: _StrPromise
    done: _StrPromise
    needs_day: bool = False


FINISH = Step(
    "finish",
    pgettext_lazy("task", "Done"),
    frozenset({OPEN}),
    DONE,
    OWNERS,
    _("What came of it"),
    pgettext_lazy("what happened", "The task is done"),
)
POSTPONE = Step(
    "postpone",
    _("Another day"),
    frozenset({OPEN}),
    OPEN,
    ORGANISER,
    _("Why it takes longer"),
    pgettext_lazy("what happened", "The task has another day"),
    needs_day=True,
)
DROP = Step(
    "drop",
    _("No longer needed"),
    frozenset({OPEN}),
    DROPPED,
    ORGANISER,
    _("Why it is no longer needed"),
    pgettext_lazy("what happened", "The task is closed: it is no longer needed"),
)
REOPEN = Step(
    "reopen",
    _("Not done yet: open it again"),
    frozenset({DONE, DROPPED}),
    OPEN,
    ORGANISER,
    _("What is still to be done"),
    pgettext_lazy("what happened", "The task is open again"),
)
STEPS = (FINISH, POSTPONE, DROP, REOPEN)


def steps_from(task: MeetingTask, *roles: str) -> list[Step]:
    return [step for step in STEPS if task.status in step.sources and step.who in roles]


def step_of(task: MeetingTask, code: str) -> Step:
    """Refuses TaskWrongStatus."""
    found = next((one for one in STEPS if one.code == code), None)
    if found is None or task.status not in found.sources:
        raise TaskWrongStatus(task, found.target if found else "")
    return found


def move(task: MeetingTask, step: Step, words: str, day: dt.date | None = None) -> None:
    """Set the status and what the step keeps. Does not save.

    Refuses: TaskWrongStatus, InvalidData (result, due_on).
    """
    if task.status not in step.sources:
        raise TaskWrongStatus(task, step.target)
    words = words.strip()
    if not words:
        raise InvalidData({"result": [_now("Say it in a few words.")]})
    if len(words) > LARGEST_RESULT:
        raise InvalidData({"result": [_now("The text is too long.")]})
    if step.needs_day:
        if day is None or day < timezone.localdate():
            raise InvalidData({"due_on": [_now("Choose a day that is not past.")]})
        task.due_on = day
    task.status = step.target
    task.result = words
    task.closed_on = timezone.localdate() if step.target != OPEN else None
