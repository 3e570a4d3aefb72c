"""A button pressed twice: the second time finds what the first has made, and changes nothing."""

from __future__ import annotations

import datetime as dt
from typing import Any, TypeVar

from django.db import models
from django.utils import timezone

from accounts.models import User
from cooperation.models import CoordinationRequest, MeetingTask, RequestEntry
from cooperation.request_enums import EntryKind

A_MOMENT = dt.timedelta(minutes=5)

Record = TypeVar("Record", bound=models.Model)


def same_row(rows: models.QuerySet[Record], **values: Any) -> Record | None:
    """The row that says just this already."""
    return rows.filter(**values).first()


def a_moment_ago() -> dt.datetime:
    return timezone.now() - A_MOMENT


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
