"""What is reminded of by the clock, each once: minutes that are missing, tasks that are due."""

from __future__ import annotations

import datetime as dt

from django.db.models import F, Func
from django.db.models.fields import DurationField
from django.utils import timezone

from cooperation.meeting_enums import TaskStatus
from cooperation.meeting_letters import remind_of_minutes, remind_of_task
from cooperation.models import Meeting, MeetingTask

SOON_DAYS = 7
# What lies further back was entered from old papers: nobody waits for its minutes.
OLDEST = dt.timedelta(days=60)


class _Days(Func):
    """So many days as an interval."""

    function = "make_interval"
    template = "%(function)s(days => %(expressions)s)"
    output_field = DurationField()


def watch_meetings(now: dt.datetime | None = None) -> dict[str, int]:
    """How many people were told of minutes that are missing, of tasks due soon and late."""
    now = now or timezone.now()
    today = timezone.localdate(now)
    return {
        "minutes": _remind_of_minutes(now),
        "due": _remind_of_tasks(today, is_late=False),
        "late": _remind_of_tasks(today, is_late=True),
    }


def _remind_of_minutes(now: dt.datetime) -> int:
    rows = Meeting.objects.without_minutes(now).filter(ends_at__gt=now - OLDEST)
    due = rows.annotate(asked_at=F("ends_at") + _Days("remind_after_days")).filter(
        asked_at__lte=now
    )
    return sum(remind_of_minutes(one) for one in due.select_related("office__oblast"))


def _remind_of_tasks(today: dt.date, *, is_late: bool) -> int:
    rows = MeetingTask.objects.published().filter(status=TaskStatus.OPEN)
    soon = today + dt.timedelta(days=SOON_DAYS)
    due = rows.filter(due_on__lt=today) if is_late else rows.filter(due_on__range=(today, soon))
    found = due.select_related(
        "decision__meeting__office__oblast", "office__oblast", "community", "partner"
    )
    return sum(remind_of_task(one, is_late=is_late) for one in found.order_by("pk"))
