"""Letters and notices about meetings and tasks.

Participants with an account get a notice and, as each has chosen, a letter; those without one get
the letter. Nothing is told of a meeting that was never announced.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common.design.formats import long_date
from common.design.languages import address_in, wording
from common.notifications.groups import NoticeGroup, add_notice_group
from common.notifications.letters import post, render_letter
from common.notifications.telling import after_the_night, tell
from communities.memberships import officials_of
from communities.models import CommunityMembership, Office
from cooperation import decision_workflow
from cooperation import meeting_workflow as workflow
from cooperation.meeting_answers import answer_url
from cooperation.meeting_calendar import invitation
from cooperation.meeting_enums import OwnerKind, Presence
from cooperation.meeting_times import when_lines
from cooperation.models import Meeting, MeetingTask, Participant
from partners.selectors import people_of

GROUP = "meetings"


# Participants


def told_to(meeting: Meeting) -> list[Participant]:
    """Whoever has an address and has not said no."""
    rows = meeting.participants.exclude(email="").exclude(status=Presence.DECLINED)
    return list(rows.select_related("meeting__office__oblast", "user").order_by("pk"))


def invite_all(
    meeting: Meeting, *, why: str, by: User | None = None, was: Meeting | None = None
) -> None:
    """When the time has changed, those who said no are asked too: now they may be able to come.
    `was` is the meeting before the change; who takes the step (`by`) is told only to put right
    what an earlier letter has put into the own calendar.
    """
    rows = meeting.participants.exclude(email="")
    if by is not None:
        rows = rows.exclude(user=by, answer_number=0)
    for one in rows.select_related("user").order_by("pk"):
        one.meeting = meeting
        invite(one, why=why, was=was)


def invite(person: Participant, *, why: str, was: Meeting | None = None) -> None:
    """The letter with a link for one answer and with the calendar file. None for what is over."""
    if not person.email or person.meeting.ends_at <= timezone.now():
        return
    person.answer_number += 1
    person.save(update_fields=["answer_number"])
    _write(person, why, method="REQUEST", number=person.answer_number, was=was)


def tell_of_removal(person: Participant) -> None:
    if person.email and person.meeting.ends_at > timezone.now():
        _write(person, "removed", method="CANCEL", number=person.answer_number)


def _write(
    person: Participant,
    template: str,
    *,
    method: str,
    number: int,
    tasks: Iterable[MeetingTask] = (),
    was: Meeting | None = None,
) -> None:
    """To one person; `number` tells this letter from an earlier one of the same kind."""
    meeting = person.meeting
    path = f"meetings/letters/{template}"

    def words(language: str) -> dict[str, Any]:
        return {
            **_words(meeting),
            "answer_url": answer_url(person, language),
            "tasks": [_words_of_task(one) for one in tasks],
            "mine": _my_tasks(language),
            "before": _before(was, meeting) if was else [],
        }

    with translation.override(person.language):
        calendar = invitation(person, method=method) if method else ""
    if person.user is not None:
        tell(
            group=GROUP,
            event=f"{template} {meeting.public_id} {meeting.sequence} {number}",
            template=path,
            people=[person.user],
            words=words,
            link=meeting.get_absolute_url(),
            calendar=calendar,
        )
        return
    with translation.override(person.language):
        context = {
            **words(person.language),
            "link": settings.SITE_URL + address_in(person.language, meeting.get_absolute_url()),
        }
    letter = render_letter(
        to=person.email, template=path, context=context, language=person.language
    )
    post(replace(letter, calendar=calendar), not_before=after_the_night(timezone.now()))


def _words(meeting: Meeting) -> dict[str, Any]:
    return {
        "reference": meeting.reference,
        "title": wording(meeting, "title").text,
        "office": wording(meeting.office, "name").text,
        "when": "; ".join(when_lines(meeting)),
        "place": wording(meeting, "place").text,
        "join": meeting.link,
        "about": wording(meeting, "about").text,
        "reason": meeting.cancel_reason,
        "agenda": [
            f"{place}. {wording(one, 'title').text}"
            for place, one in enumerate(meeting.agenda.all(), start=1)
        ],
    }


def _before(was: Meeting, meeting: Meeting) -> list[tuple[str, str]]:
    """What stood there where something else stands now: label and words."""
    told = (
        (_now("Title"), *(wording(one, "title").text for one in (was, meeting))),
        (_now("When"), *("; ".join(when_lines(one)) for one in (was, meeting))),
        (_now("Place"), *(wording(one, "place").text for one in (was, meeting))),
        (_now("Link"), *(one.link for one in (was, meeting))),
    )
    return [(label, before) for label, before, after in told if before and before != after]


# Steps


def tell_of_step(
    *,
    meeting: Meeting,
    step: workflow.Step,
    reached: Iterable[Participant],
    author: User | None,
) -> None:
    if step is workflow.ANNOUNCE:
        invite_all(meeting, why="invited", by=author)
    if step is workflow.CANCEL and meeting.ends_at > timezone.now():
        for one in reached:
            one.meeting = meeting
            _write(one, "cancelled", method="CANCEL", number=one.answer_number)
    if step is workflow.PUBLISH:
        _tell_of_minutes(meeting, author)


def _tell_of_minutes(meeting: Meeting, author: User | None) -> None:
    """To everybody who was there or invited, with their tasks; then to the other owners of tasks,
    once for each task.
    """
    number = int(meeting.published_at.timestamp())  # type: ignore[union-attr]
    owned = [(task, owners_of(task)) for task in tasks_of(meeting).open()]
    told: set[User | None] = set()
    for one in told_to(meeting):
        one.meeting = meeting
        if one.user != author or author is None:
            tasks = [task for task, owners in owned if one.user in owners]
            _write(one, "minutes", method="", number=number, tasks=tasks)
            told.add(one.user)
    for task, owners in owned:
        rest = [one for one in owners if one not in told]
        _tell_people(rest, task, "task_given", f"task given {task.public_id}", author)


def tasks_of(meeting: Meeting) -> Any:
    rows = MeetingTask.objects.filter(decision__meeting=meeting)
    return rows.select_related(
        "decision__meeting__office__oblast", "office__oblast", "community", "partner"
    ).order_by("decision__number", "due_on", "pk")


# Tasks


def owners_of(task: MeetingTask) -> list[User]:
    """The people of whoever does it; the organiser's, for a department without accounts."""
    organiser = task.decision.meeting.office
    if task.owner_kind == OwnerKind.COMMUNITY:
        held = CommunityMembership.objects.active().filter(community=task.community_id)
        people = User.objects.filter(is_active=True, pk__in=held.values("user"))
        return list(people.order_by("pk"))
    if task.partner:
        return list(people_of(task.partner))
    return _officials(task.office or organiser)


def _officials(office: Office) -> list[User]:
    return list(officials_of(office.oblast).order_by("pk"))


def tell_of_task(*, task: MeetingTask, code: str, author: User | None) -> None:
    """That it is done: to the organiser. That it changed: to whoever does it."""
    event = f"task {code} {task.public_id} {timezone.now().isoformat()}"
    if code == decision_workflow.FINISH.code:
        office = task.decision.meeting.office
        _tell_people(_officials(office), task, "task_done", event, author)
    elif task.decision.meeting.published_at:
        _tell_owner(task, f"task_{code}", event, author)


def remind_of_task(task: MeetingTask, *, is_late: bool) -> int:
    """To whoever does it and, once it is late, to the organiser; once for each day it is due."""
    template = "task_late" if is_late else "task_due"
    event = f"{template} {task.public_id} {task.due_on}"
    told = _tell_owner(task, template, event, None)
    if is_late:
        organisers = _officials(task.decision.meeting.office)
        told += _tell_people(organisers, task, template, event, None)
    return told


def remind_of_minutes(meeting: Meeting) -> int:
    """Head and officers of the organiser, once."""
    return tell(
        group=GROUP,
        event=f"minutes due {meeting.public_id}",
        template="meetings/letters/minutes_due",
        people=_officials(meeting.office),
        words=lambda _language: _words(meeting),
        link=meeting.get_absolute_url(),
    )


def _tell_owner(task: MeetingTask, template: str, event: str, author: User | None) -> int:
    return _tell_people(owners_of(task), task, template, event, author)


def _tell_people(
    people: Iterable[User], task: MeetingTask, template: str, event: str, author: User | None
) -> int:
    def words(language: str) -> dict[str, Any]:
        return {
            **_words(task.decision.meeting),
            **_words_of_task(task),
            "result": task.result,
            "mine": _my_tasks(language),
        }

    return tell(
        group=GROUP,
        event=event,
        template=f"meetings/letters/{template}",
        people=people,
        words=words,
        link=task.get_absolute_url(),
        actor=author,
    )


def _words_of_task(task: MeetingTask) -> dict[str, str]:
    due = long_date(task.due_on) if task.due_on else ""
    return {"task": wording(task, "what").text, "due": due}


def _my_tasks(language: str) -> str:
    return settings.SITE_URL + address_in(language, reverse("meetings:my-tasks"))


def register_meeting_notices() -> None:
    about = _("Invitations, changed and cancelled meetings, minutes, tasks from decisions.")
    add_notice_group(NoticeGroup(GROUP, _("Meetings"), about))
