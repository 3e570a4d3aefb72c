"""Entering meetings and leading them through the table of steps."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.audit.context import acting
from common.codelists.enums import Visibility
from common.intake.lengths import overlong
from common.intake.pressed_twice import a_moment_ago
from common.intake.refusals import ChangedMeanwhile
from common.intake.texts import many_lines
from common.intake.values import Errors, wrong_values
from common.references.allocation import allocate
from communities.models import Office
from cooperation import meeting_workflow as workflow
from cooperation.meeting_data import COLUMNS, LINKED, ItemData, MeetingData, meeting_data_of
from cooperation.meeting_enums import COMING, MeetingStatus, Presence
from cooperation.meeting_exceptions import InvalidData, MeetingWrongStatus
from cooperation.meeting_letters import invite_all, tell_of_step, told_to
from cooperation.meeting_times import is_zone, when_words, wrong_times
from cooperation.models import (
    CoordinationRequest,
    Meeting,
    MeetingAgreement,
    MeetingCommunity,
    MeetingPartner,
    MeetingProject,
    MeetingRequest,
    MeetingStep,
    MeetingTheme,
)
from cooperation.models.meeting_people import ANSWER
from cooperation.request_enums import EntryKind
from cooperation.request_words import MEETINGS
from cooperation.services.requests import enter

SERIES = "MTG"
MOST_LINKED = 100
MOST_DAYS = 365
# Set by the service, or a key that exists already.
NOT_CHECKED = {"reference", "office", "status", "author"}
# What people have in their calendars.
IN_CALENDARS = (
    "title",
    "title_en",
    "starts_at",
    "ends_at",
    "time_zone",
    "place",
    "place_en",
    "link",
)
THROUGH: dict[str, tuple[Any, str]] = {
    "themes": (MeetingTheme, "theme"),
    "communities": (MeetingCommunity, "community"),
    "partners": (MeetingPartner, "partner"),
    "projects": (MeetingProject, "project"),
    "agreements": (MeetingAgreement, "agreement"),
    "requests": (MeetingRequest, "request"),
}


@transaction.atomic
def write_meeting(
    *,
    actor: User | None,
    office: Office,
    data: MeetingData,
    agenda: Sequence[ItemData] = (),
) -> Meeting:
    """A new draft of the office with its reference. Refuses InvalidData (field → messages).

    The same planned by the same person a moment ago, if it is a draft with just this `agenda`, is
    that one: the button was pressed twice. The caller saves the questions of a new one.
    """
    data = checked(data)
    meeting = Meeting(office=office, author=actor)
    _fill(meeting, data)
    _refuse_what_columns_cannot_hold(meeting)
    if actor is not None:
        made = _just_written(meeting, data, agenda)
        if made is not None:
            return made
    meeting.reference = allocate(
        prefix=office.reference_prefix, series=SERIES, year=timezone.localdate().year
    )
    with acting(actor=actor):
        meeting.save()
        _link(meeting, data)
    return meeting


def _just_written(
    meeting: Meeting, data: MeetingData, agenda: Sequence[ItemData]
) -> Meeting | None:
    """Presses of one office wait for each other, so that the second sees what the first made."""
    Office.objects.select_for_update(no_key=True).get(pk=meeting.office_id)
    recent = Meeting.objects.filter(
        office=meeting.office,
        author=meeting.author,
        status=MeetingStatus.DRAFT,
        created_at__gte=a_moment_ago(),
    )
    alike = recent.filter(**{name: getattr(meeting, name) for name in COLUMNS})
    return next((one for one in alike if _says(one, data) and _asks(one, agenda)), None)


def _asks(meeting: Meeting, agenda: Sequence[ItemData]) -> bool:
    """A question that stands twice in a row is one."""
    wanted = [one.cleaned() for one in agenda]
    titles = [(one.title, one.title_en) for one in wanted if one.title]
    held = meeting.agenda.values_list("title", "title_en")
    return [title for title, _same in groupby(titles)] == list(held)


@transaction.atomic
def change_meeting(
    *,
    actor: User | None,
    meeting: Meeting,
    data: MeetingData,
    seen: dt.datetime | None = None,
) -> Meeting:
    """Make the meeting as `data` says; the same data again change nothing.

    When it is announced and not over, another time, place or title goes to all who are invited.
    After it was held its time stays. `seen` is the `updated_at` that the actor had before the
    eyes. Refuses: MeetingWrongStatus (cancelled), ChangedMeanwhile, InvalidData.
    """
    meeting = locked(meeting)
    if meeting.status == MeetingStatus.CANCELLED:
        raise MeetingWrongStatus
    data = checked(data)
    if seen is not None and meeting.updated_at != seen and not _says(meeting, data):
        raise ChangedMeanwhile
    if meeting.status not in COMING and data.starts_at > timezone.now():
        raise InvalidData({"starts_at": [_("The meeting was held: its day is not to come.")]})
    before = {name: getattr(meeting, name) for name in COLUMNS}
    _fill(meeting, data)
    _refuse_what_columns_cannot_hold(meeting)
    changed = {name for name in COLUMNS if before[name] != getattr(meeting, name)}
    moved = meeting.status == MeetingStatus.ANNOUNCED and bool(changed & set(IN_CALENDARS))
    if moved:
        meeting.sequence += 1
    with acting(actor=actor):
        if _link(meeting, data) or changed:
            meeting.save()
        if moved:
            _note_change(meeting, before, actor)
    # What is over asks nobody any more, and keeps the answers.
    if moved and meeting.ends_at > timezone.now():
        _ask_again(meeting, changed, actor)
        invite_all(meeting, why="changed", by=actor, was=Meeting(**before))
    return meeting


def _note_change(meeting: Meeting, before: dict[str, Any], actor: User | None) -> None:
    """Among what happened: participants were written to once more, and from which time it moved."""
    was = Meeting(**{name: before[name] for name in ("starts_at", "ends_at", "time_zone")})
    has_moved = when_words(was) != when_words(meeting)
    MeetingStep.objects.create(
        meeting=meeting,
        code=workflow.CHANGED,
        status=meeting.status,
        note=f"{when_words(was)} → {when_words(meeting)}" if has_moved else "",
        author=actor,
    )


def _says(meeting: Meeting, data: MeetingData) -> bool:
    """Whether it is so already, as after a button pressed twice."""
    held = meeting_data_of(meeting)
    plain = all(getattr(held, name) == getattr(data, name) for name in COLUMNS)
    return plain and all(set(getattr(held, name)) == set(getattr(data, name)) for name in LINKED)


def _ask_again(meeting: Meeting, changed: set[str], actor: User | None) -> None:
    """An answer was given for a certain hour: for another one it has to be given anew.

    That of who chose the hour and gets no letter stands.
    """
    if changed & {"starts_at", "ends_at"}:
        answered = meeting.participants.filter(status__in=(Presence.ACCEPTED, Presence.DECLINED))
        if actor is not None:
            answered = answered.exclude(user=actor, answer_number=0)
        for one in answered:
            one.status, one.answered_at, one.answer_note = Presence.INVITED, None, ""
            one.save(update_fields=ANSWER)


@transaction.atomic
def take_step(*, actor: User | None, meeting: Meeting, code: str, note: str = "") -> Meeting:
    """Take a step of the table; those whom it concerns are told.

    Refuses: MeetingWrongStatus, MeetingIncomplete, InvalidData (note).
    """
    meeting = locked(meeting)
    step = workflow.step_of(meeting, code)
    # Whom the cancellation reaches: those who know of the meeting, asked before it is cancelled.
    reached = told_to(meeting) if meeting.announced_at else []
    workflow.move(meeting, step, note)
    with acting(actor=actor):
        meeting.save()
        MeetingStep.objects.create(
            meeting=meeting, code=step.code, status=meeting.status, note=note.strip(), author=actor
        )
        if step in {workflow.ANNOUNCE, workflow.REOPEN}:
            _begin_anew(meeting)
        for one in meeting.meeting_requests.select_related("request__community"):
            _enter(meeting, one.request, step.code)
    tell_of_step(meeting=meeting, step=step, reached=reached, author=actor)
    return meeting


def _enter(meeting: Meeting, request: CoordinationRequest, code: str) -> None:
    """A line of the request's timeline; for officials only while the meeting is for them alone."""
    if code not in MEETINGS:
        return
    is_open = meeting.announced_at and meeting.visibility != Visibility.INTERNAL
    text = meeting.reference
    enter(request, EntryKind.MEETING, None, code=code, text=text, is_internal=not is_open)


def _begin_anew(meeting: Meeting) -> None:
    """Answers to an earlier announcement are none to this one."""
    for one in meeting.participants.exclude(status=Presence.INVITED):
        one.status, one.answered_at, one.answer_note = Presence.INVITED, None, ""
        one.save(update_fields=ANSWER)


@transaction.atomic
def write_minutes(
    *,
    actor: User | None,
    meeting: Meeting,
    minutes: str,
    minutes_en: str = "",
    seen: dt.datetime | None = None,
) -> Meeting:
    """Of a meeting that was held. Refuses: MeetingWrongStatus, ChangedMeanwhile, InvalidData."""
    meeting = locked(meeting)
    if meeting.status != MeetingStatus.HELD:
        raise MeetingWrongStatus
    minutes, minutes_en = many_lines(minutes), many_lines(minutes_en)
    if (meeting.minutes, meeting.minutes_en) == (minutes, minutes_en):
        return meeting
    if seen is not None and meeting.updated_at != seen:
        raise ChangedMeanwhile
    meeting.minutes, meeting.minutes_en = minutes, minutes_en
    too_long = overlong(meeting)
    if too_long:
        raise InvalidData(too_long)
    with acting(actor=actor):
        meeting.save()
    return meeting


def locked(meeting: Meeting) -> Meeting:
    """The record as it is now, held until the transaction ends."""
    rows = Meeting.objects.select_for_update(of=("self",)).select_related("office__oblast")
    found: Meeting = rows.get(pk=meeting.pk)
    return found


def checked(data: MeetingData) -> MeetingData:
    """The data cleaned. Refuses InvalidData."""
    data = data.cleaned()
    errors = strange_in(data)
    if errors:
        raise InvalidData(errors)
    return data


def strange_in(data: MeetingData) -> Errors:
    """Field → what is wrong with cleaned `data`."""
    return dict(_strange(data))


def _strange(data: MeetingData) -> Iterator[tuple[str, list[str]]]:
    if not data.title:
        yield "title", [_("Give the meeting its title.")]
    if not is_zone(data.time_zone):
        yield "time_zone", [_("There is no such time zone.")]
    yield from wrong_times(data.starts_at, data.ends_at)
    if data.remind_after_days > MOST_DAYS:
        yield "remind_after_days", [_("At most a year.")]
    for name in LINKED:
        if len(getattr(data, name)) > MOST_LINKED:
            yield name, [_("At most 100 of them.")]


def _refuse_what_columns_cannot_hold(meeting: Meeting) -> None:
    errors = wrong_values(meeting, exclude=NOT_CHECKED, about="title")
    if errors:
        raise InvalidData(errors)


def _fill(meeting: Meeting, data: MeetingData) -> None:
    for name in COLUMNS:
        setattr(meeting, name, getattr(data, name))


def _link(meeting: Meeting, data: MeetingData) -> bool:
    """Everything that the meeting names as `data` says; whether anything changed."""
    changed = [_link_each(meeting, name, getattr(data, name)) for name in LINKED]
    return any(changed)


def _link_each(meeting: Meeting, name: str, wanted: tuple[Any, ...]) -> bool:
    model, column = THROUGH[name]
    rows = model.objects.filter(meeting=meeting)
    held = set(rows.values_list(f"{column}_id", flat=True))
    keys = {one.pk for one in wanted}
    if held - keys:
        rows.filter(**{f"{column}__in": held - keys}).delete()
    for one in wanted:
        if one.pk not in held:
            model.objects.create(meeting=meeting, **{column: one})
            if isinstance(one, CoordinationRequest):
                _enter(meeting, one, "plan" if meeting.status in COMING else workflow.HOLD.code)
    return held != keys
