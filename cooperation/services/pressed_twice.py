"""A button pressed twice: the second time finds what the first has made, and changes nothing."""

from __future__ import annotations

import datetime as dt
from typing import Any, TypeVar

from django.db import models
from django.utils import timezone

from accounts.models import User
from cooperation.models import Meeting, MeetingTask

A_MOMENT = dt.timedelta(minutes=5)

Record = TypeVar("Record", bound=models.Model)


def same_row(rows: models.QuerySet[Record], **values: Any) -> Record | None:
    """The row that says just this already."""
    return rows.filter(**values).first()


def a_moment_ago() -> dt.datetime:
    return timezone.now() - A_MOMENT


def is_step_just_taken(*, actor: User, meeting: Meeting, code: str) -> bool:
    """The last step of the meeting is this one, taken by the same person a moment ago."""
    last = meeting.steps.last()
    return (
        last is not None
        and (last.code, last.author_id) == (code, actor.pk)
        and last.made_at > a_moment_ago()
    )


def is_task_just_closed(*, actor: User, task: MeetingTask, words: str) -> bool:
    """The same person has closed the task with these words a moment ago."""
    return (
        task.closed_on is not None
        and (task.closed_by_id, task.result) == (actor.pk, words)
        and task.updated_at > a_moment_ago()
    )
