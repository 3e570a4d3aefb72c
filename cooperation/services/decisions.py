"""What a meeting decides, and the tasks that follow from it."""

from __future__ import annotations

import datetime as dt
from dataclasses import fields

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.audit.context import acting
from common.intake.lengths import overlong
from common.intake.pressed_twice import a_moment_ago, same_row
from common.intake.texts import many_lines
from cooperation import decision_workflow
from cooperation.meeting_data import DecisionData, TaskData
from cooperation.meeting_enums import MeetingStatus, OwnerKind, TaskStatus
from cooperation.meeting_exceptions import InvalidData, MeetingWrongStatus
from cooperation.meeting_letters import tell_of_task
from cooperation.models import Decision, Meeting, MeetingTask
from cooperation.services.meetings import locked
from cooperation.services.two_at_once import refuse_changed
from partners.saving import save_checked

MOST_DECISIONS, MOST_TASKS = 100, 50
LATEST_YEARS = 10


@transaction.atomic
def save_decision(
    *,
    actor: User | None,
    meeting: Meeting,
    data: DecisionData,
    decision: Decision | None = None,
    seen: dt.datetime | None = None,
) -> Decision:
    """A decision of a meeting that was held, new or in other words.

    What was published is corrected only after the minutes were taken back. A new one in the words
    of one made a moment ago is that one: the button was pressed twice. `seen` is the `updated_at`
    that the actor had before the eyes.

    Refuses: MeetingWrongStatus, ChangedMeanwhile, InvalidData.
    """
    meeting = _being_written(meeting)
    data = data.cleaned()
    if not data.text:
        raise InvalidData({"text": [_("Write what was decided.")]})
    said = {"text": data.text, "text_en": data.text_en, "agenda_item": data.item}
    if decision is not None:
        refuse_changed(decision, said, seen)
    else:
        recent = meeting.decisions.filter(created_at__gte=a_moment_ago())
        made: Decision | None = same_row(recent, **said)
        if made is not None:
            return made
    if decision is None and meeting.decisions.count() >= MOST_DECISIONS:
        raise InvalidData({"text": [_("A meeting has at most 100 decisions.")]})
    if decision is None:
        last: int | None = meeting.decisions.aggregate(last=Max("number"))["last"]
        decision = Decision(meeting=meeting, number=(last or 0) + 1)
    decision.text, decision.text_en, decision.agenda_item = data.text, data.text_en, data.item
    too_long = overlong(decision)
    if too_long:
        raise InvalidData(too_long)
    with acting(actor=actor):
        save_checked(decision, about="text")
    return decision


@transaction.atomic
def remove_decision(*, actor: User | None, decision: Decision) -> None:
    """Before its publication; with its tasks. Refuses: MeetingWrongStatus when somebody has begun.

    A task that was closed is a fact: its decision stays.
    """
    _being_written(decision.meeting)
    if decision.tasks.exclude(status=TaskStatus.OPEN).exists():
        raise MeetingWrongStatus
    with acting(actor=actor):
        decision.tasks.all().delete()
        decision.delete()


@transaction.atomic
def save_task(
    *,
    actor: User | None,
    decision: Decision,
    data: TaskData,
    task: MeetingTask | None = None,
    seen: dt.datetime | None = None,
) -> MeetingTask:
    """What somebody has to do. Before the publication its words and its owner may change.

    A new one that says the same as an open one made a moment ago is that one. `seen` as for
    decisions.

    Refuses: MeetingWrongStatus, ChangedMeanwhile, InvalidData.
    """
    meeting = _being_written(decision.meeting)
    data = data.cleaned()
    said = {one.name: getattr(data, one.name) for one in fields(TaskData)}
    if task is not None:
        refuse_changed(task, said, seen)
    else:
        recent = decision.tasks.filter(status=TaskStatus.OPEN, created_at__gte=a_moment_ago())
        made: MeetingTask | None = same_row(recent, **said)
        if made is not None:
            return made
    if task is None and decision.tasks.count() >= MOST_TASKS:
        raise InvalidData({"what": [_("A decision has at most 50 tasks.")]})
    _refuse_strange(data, meeting)
    task = task or MeetingTask(decision=decision)
    if task.status != TaskStatus.OPEN:
        raise MeetingWrongStatus
    for name, value in said.items():
        setattr(task, name, value)
    with acting(actor=actor):
        save_checked(task, about="owner_kind")
    return task


def _refuse_strange(data: TaskData, meeting: Meeting) -> None:
    errors: dict[str, list[str]] = {}
    if not data.what:
        errors["what"] = [_("Write what is to be done.")]
    first = meeting.starts_at.date()
    latest = timezone.localdate() + dt.timedelta(days=366 * LATEST_YEARS)
    if data.due_on and not first <= data.due_on <= latest:
        errors["due_on"] = [_("Choose a day after the meeting, within ten years.")]
    if data.owner_kind not in OwnerKind.values:
        errors["owner_kind"] = [_("Say who does it.")]
    elif not _owner(data):
        # Beside the field that is empty: the kind itself is chosen.
        errors[data.owner_kind] = [_("Say who does it.")]
    if errors:
        raise InvalidData(errors)


def _owner(data: TaskData) -> object:
    return getattr(data, data.owner_kind)


@transaction.atomic
def remove_task(*, actor: User | None, task: MeetingTask) -> None:
    """Before its publication, while it is open. Refuses: MeetingWrongStatus."""
    _being_written(task.decision.meeting)
    if task.status != TaskStatus.OPEN:
        raise MeetingWrongStatus
    with acting(actor=actor):
        task.delete()


@transaction.atomic
def take_task_step(
    *,
    actor: User | None,
    task: MeetingTask,
    code: str,
    words: str,
    day: dt.date | None = None,
) -> MeetingTask:
    """Close it with a result, postpone it, drop it, open it again; the other side is told.

    Refuses: MeetingWrongStatus (minutes not published), TaskWrongStatus, InvalidData.
    """
    rows = MeetingTask.objects.select_for_update(of=("self",)).select_related(
        "decision__meeting__office__oblast", "office", "community", "partner"
    )
    task = rows.get(pk=task.pk)
    if task.decision.meeting.status not in {MeetingStatus.PUBLISHED, MeetingStatus.HELD}:
        raise MeetingWrongStatus
    step = decision_workflow.step_of(task, code)
    decision_workflow.move(task, step, many_lines(words), day)
    task.closed_by = actor if task.closed_on else None
    with acting(actor=actor):
        task.save()
    tell_of_task(task=task, code=step.code, author=actor)
    return task


def _being_written(meeting: Meeting) -> Meeting:
    meeting = locked(meeting)
    if meeting.status != MeetingStatus.HELD:
        raise MeetingWrongStatus
    return meeting
