"""How meetings look on pages: states, steps, people, owners."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from common.design.languages import wording
from common.design.parts import Pill, Step, Tone
from cooperation import meeting_workflow as workflow
from cooperation.meeting_enums import MeetingStatus, Presence, TaskStatus
from cooperation.models import Meeting, MeetingTask, Participant

TONES: dict[str, Tone] = {
    MeetingStatus.DRAFT: "quiet",
    MeetingStatus.ANNOUNCED: "info",
    MeetingStatus.HELD: "wait",
    MeetingStatus.PUBLISHED: "good",
    MeetingStatus.CANCELLED: "bad",
}
PRESENCE_TONES: dict[str, Tone] = {
    Presence.INVITED: "quiet",
    Presence.ACCEPTED: "good",
    Presence.DECLINED: "bad",
    Presence.CAME: "good",
    Presence.ABSENT: "quiet",
}


def meeting_pill(status: str) -> Pill:
    return Pill(str(MeetingStatus(status).label), TONES[status])


def presence_pill(status: str, meeting: Meeting) -> Pill:
    """Until a meeting is announced nobody is invited."""
    if status == Presence.INVITED and meeting.status == MeetingStatus.DRAFT:
        return Pill(_("not invited yet"), "quiet")
    return Pill(str(Presence(status).label), PRESENCE_TONES[status])


def task_pill(task: MeetingTask) -> Pill:
    """Open tasks say whether they are late."""
    if task.status == TaskStatus.OPEN and task.due_on and task.due_on < timezone.localdate():
        return Pill(pgettext("task", "late"), "bad")
    tones: dict[str, Tone] = {TaskStatus.OPEN: "wait", TaskStatus.DONE: "good"}
    return Pill(str(TaskStatus(task.status).label), tones.get(task.status, "quiet"))


def named(thing: Any) -> str:
    """An office, a community, a partner, or a name that was typed."""
    if isinstance(thing, str):
        return thing
    return wording(thing, "full_name" if hasattr(thing, "full_name") else "name").text


def represented(person: Participant) -> str:
    return named(person.represented)


def owner_name(task: MeetingTask) -> str:
    return named(task.owner)


def owner_shown(task: MeetingTask, known: Collection[int]) -> str:
    """The owner, unless it is a partner that the reader may not know: `known` are keys."""
    if task.partner_id is not None and task.partner_id not in known:
        return _("a partner that is not shown publicly")
    return owner_name(task)


def way(meeting: Meeting) -> list[Step]:
    """The steps to published minutes; empty for what was cancelled."""
    if meeting.status not in workflow.WAY:
        return []
    here = workflow.WAY.index(MeetingStatus(meeting.status))
    return [Step(str(one.label), _state(place, here)) for place, one in enumerate(workflow.WAY)]


def _state(place: int, here: int) -> Any:
    is_over = here == len(workflow.WAY) - 1
    if place < here or (is_over and place == here):
        return "done"
    return "current" if place == here else "next"
