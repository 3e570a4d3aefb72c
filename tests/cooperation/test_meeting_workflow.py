"""The whole matrices of meetings and of tasks: every state, every step, every role."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from communities.models import Community, Office
from cooperation import decision_workflow as tasks
from cooperation import meeting_workflow as meetings
from cooperation.meeting_enums import MeetingStatus, TaskStatus
from cooperation.meeting_exceptions import InvalidData, MeetingWrongStatus, TaskWrongStatus
from cooperation.meeting_permissions import can_change_meeting, can_take
from cooperation.models import Meeting, MeetingTask
from cooperation.services.decisions import take_task_step
from cooperation.services.meetings import take_step
from partners.models import Partner
from tests.conftest import CAST
from tests.factories.meetings import (
    PAST,
    MeetingFactory,
    MeetingTaskFactory,
    published,
    with_everything,
)

LEADERS = {"administrator", "head", "officer"}
WHY = "Тому що так треба."
PEOPLE = [one for one in CAST if one != "anonymous"]


def meeting_in(status: str, office: Office) -> Meeting:
    """A meeting that is over and has its minutes."""
    made: Meeting = MeetingFactory.create(
        office=office,
        status=status,
        starts_at=PAST,
        minutes="Є.",
        announced_at=None if status in {"draft", "cancelled"} else PAST,
        published_at=PAST if status == "published" else None,
        cancel_reason="Обстріл." if status == "cancelled" else "",
    )
    return made


def task_in(status: str, meeting: Meeting, **owner: Any) -> MeetingTask:
    closed = {"closed_on": PAST.date(), "result": "Так."} if status != "open" else {}
    made: MeetingTask = MeetingTaskFactory.create(
        decision=meeting.decisions.get(), status=status, **closed, **owner
    )
    return made


def test_every_step_of_a_meeting_from_every_status(officer: User, office: Office) -> None:
    """What the table allows, and nothing else."""
    for status in MeetingStatus.values:
        for step in meetings.STEPS:
            meeting = meeting_in(status, office)
            if status not in step.sources:
                with pytest.raises(MeetingWrongStatus):
                    take_step(actor=officer, meeting=meeting, code=step.code, note=WHY)
                assert Meeting.objects.get(pk=meeting.pk).status == status
                continue
            if step.needs_note:
                with pytest.raises(InvalidData):
                    take_step(actor=officer, meeting=meeting, code=step.code, note=" ")
            after = take_step(actor=officer, meeting=meeting, code=step.code, note=WHY)
            assert after.status == step.target, (status, step.code)
            taken = after.steps.get()
            assert (taken.code, taken.status, taken.author) == (step.code, step.target, officer)


def test_every_step_of_a_task_from_every_status(officer: User, office: Office) -> None:
    meeting = with_everything(published(office=office))
    day = timezone.localdate() + dt.timedelta(days=5)
    for status in TaskStatus.values:
        for step in tasks.STEPS:
            task = task_in(status, meeting)
            take: dict[str, Any] = {"actor": officer, "task": task, "code": step.code}
            if status not in step.sources:
                with pytest.raises(TaskWrongStatus):
                    take_task_step(**take, words=WHY, day=day)
                continue
            with pytest.raises(InvalidData):
                take_task_step(**take, words=" ", day=day)
            if step.needs_day:
                with pytest.raises(InvalidData):
                    take_task_step(**take, words=WHY, day=timezone.localdate() - dt.timedelta(1))
            after = take_task_step(**take, words=WHY, day=day)
            assert after.status == step.target, (status, step.code)
            assert (after.closed_on is None) == (after.status == TaskStatus.OPEN)


def test_who_takes_which_step(
    office: Office, community: Community, partner: Partner, request: pytest.FixtureRequest
) -> None:
    """Steps of a meeting: its office. Of a task: its office, and who does it finishes it."""
    meeting = with_everything(published(office=office))
    owners: dict[str, tuple[dict[str, Any], set[str]]] = {
        "office": ({"office": office, "department": ""}, set()),
        "department": ({}, set()),
        "community": ({"community": community, "department": ""}, {"coordinator"}),
        "partner": ({"partner": partner, "department": ""}, {"representative"}),
    }
    given = {
        kind: (task_in("open", meeting, owner_kind=kind, **owner), own)
        for kind, (owner, own) in owners.items()
    }
    wrong = []
    for who in PEOPLE:
        person = request.getfixturevalue(who)
        if can_change_meeting(person, meeting) != (who in LEADERS):
            wrong.append((who, "meeting"))
        for kind, (task, own) in given.items():
            for step in tasks.STEPS:
                may = LEADERS | own if step.who == tasks.OWNERS else LEADERS
                if can_take(person, task, step) != (who in may):
                    wrong.append((who, f"{kind}: {step.code}"))
    assert not wrong
