"""Steps, lines and tasks made a moment ago, which a button pressed twice does not make again."""

from __future__ import annotations

from typing import Any

from django.db import models

from accounts.models import User
from common.intake.pressed_twice import a_moment_ago, same_row
from cooperation.models import CoordinationRequest, MeetingTask, RequestEntry
from cooperation.request_enums import EntryKind


def is_step_just_taken(*, actor: User, steps: models.QuerySet[Any], code: str) -> bool:
    """The last of the record's steps is this one, taken by the same person a moment ago."""
    last = steps.order_by("made_at", "pk").last()
    return (
        last is not None
        and (last.code, last.author_id) == (code, actor.pk)
        and last.made_at > a_moment_ago()
    )


def steps_of(request: CoordinationRequest) -> models.QuerySet[RequestEntry]:
    """The steps of a request stand on its timeline."""
    return request.entries.filter(kind=EntryKind.STEP)


def just_entered(
    *,
    actor: User,
    request: CoordinationRequest,
    kind: EntryKind,
    **said: Any,
) -> RequestEntry | None:
    """The line of the timeline in which the same person said just this a moment ago."""
    rows = request.entries.filter(author=actor, kind=kind, made_at__gt=a_moment_ago())
    return same_row(rows, **said)


def is_task_just_closed(*, actor: User, task: MeetingTask, words: str) -> bool:
    """The same person has closed the task with these words a moment ago."""
    return (
        task.closed_on is not None
        and (task.closed_by_id, task.result) == (actor.pk, words)
        and task.updated_at > a_moment_ago()
    )
