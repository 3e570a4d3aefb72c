"""Meetings and tasks on the desk: what waits for an answer, for minutes, for a deed."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import ngettext

from accounts.desk import DeskLine, add_to_desk
from accounts.models import User
from common.design.formats import number
from communities.permissions import curated_offices
from cooperation.models import Meeting, MeetingTask, Participant


def invitations_waiting(user: User) -> Iterator[DeskLine]:
    count = Participant.objects.waiting_for(user).count()
    text = ngettext(
        "%(count)s invitation to a meeting waits for your answer",
        "%(count)s invitations to meetings wait for your answer",
        count,
    )
    url = f"{reverse('meetings:my-tasks')}#invitations"
    yield DeskLine(label=text % {"count": number(count)}, url=url, count=count)


def minutes_waiting(user: User) -> Iterator[DeskLine]:
    """For the office: meetings that are over, without published minutes."""
    offices = curated_offices(user)
    if not offices:
        return
    count = Meeting.objects.filter(office__in=offices).without_minutes().count()
    text = ngettext(
        "%(count)s meeting is over: write and publish its minutes",
        "%(count)s meetings are over: write and publish their minutes",
        count,
    )
    url = f"{reverse('meetings:my-tasks')}#minutes"
    yield DeskLine(label=text % {"count": number(count)}, url=url, count=count)


def tasks_waiting(user: User) -> Iterator[DeskLine]:
    """What the person's office, community or partner has promised at meetings."""
    mine = MeetingTask.objects.published().of(user)
    late = mine.overdue().count()
    url = reverse("meetings:my-tasks")
    text = ngettext(
        "%(count)s task from meetings is late", "%(count)s tasks from meetings are late", late
    )
    yield DeskLine(label=text % {"count": number(late)}, url=f"{url}#late", count=late, tone="bad")
    waiting = mine.open().count() - late
    text = ngettext(
        "%(count)s task from meetings is to be done",
        "%(count)s tasks from meetings are to be done",
        waiting,
    )
    yield DeskLine(label=text % {"count": number(waiting)}, url=f"{url}#open", count=waiting)


def fill_meeting_desk() -> None:
    for source in (invitations_waiting, tasks_waiting, minutes_waiting):
        add_to_desk(source)
