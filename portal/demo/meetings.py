"""Meetings of a trial, led through the same steps as those of people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from django.utils import timezone

from accounts.models import User
from common.codelists.models import Theme
from communities.models import Community, Office
from cooperation.meeting_data import DecisionData, ItemData, MeetingData, PersonData, TaskData
from cooperation.meeting_times import KYIV, moment_of
from cooperation.models import Meeting
from cooperation.services.decisions import save_decision, save_task, take_task_step
from cooperation.services.meeting_agenda import save_item
from cooperation.services.meeting_people import add_person, answer, gather_people, mark_attendance
from cooperation.services.meetings import take_step, write_meeting, write_minutes
from partners.models import Partner
from portal.demo.content import Entry

PLAIN = (
    "kind",
    "title",
    "title_en",
    "about",
    "about_en",
    "place",
    "place_en",
    "shows_place",
    "link",
)


def make_meeting(entry: Entry, *, partner: Callable[[str], Partner]) -> str:
    """Plan the meeting, name its people, take its steps, write down what it decided."""
    actor = User.objects.get(email=entry["by"])
    office = Office.objects.select_related("oblast").get(oblast__code=entry["oblast"])
    meeting = write_meeting(actor=actor, office=office, data=_data(entry, partner))
    for title, title_en, speaker in entry["agenda"]:
        item = ItemData(title=title, title_en=title_en, speaker=speaker)
        save_item(actor=actor, meeting=meeting, data=item)
    if entry["gather"]:
        gather_people(actor=actor, meeting=meeting)
    for organisation, name, position, email in entry.get("guests", ()):
        guest = PersonData(
            side="other",
            organisation=organisation,
            full_name=name,
            position=position,
            email=email,
        )
        add_person(actor=actor, meeting=meeting, data=guest)
    for code in entry["steps"]:
        note = entry["note"] if code == "cancel" else ""
        meeting = take_step(actor=actor, meeting=meeting, code=code, note=note)
    _answer(meeting, entry.get("answers", {}))
    if "minutes" in entry:
        _record(meeting, entry, actor, partner)
    return meeting.reference


def _data(entry: Entry, partner: Callable[[str], Partner]) -> MeetingData:
    zone = entry.get("time_zone", KYIV)
    day = timezone.localdate() + dt.timedelta(days=entry["day"])
    last = day + dt.timedelta(days=entry.get("days", 1) - 1)
    return MeetingData(
        **{name: entry[name] for name in PLAIN if name in entry},
        starts_at=moment_of(day, dt.time.fromisoformat(entry["begins"]), zone),
        ends_at=moment_of(last, dt.time.fromisoformat(entry["ends"]), zone),
        time_zone=zone,
        themes=tuple(Theme.objects.filter(slug__in=entry["themes"])),
        communities=tuple(_community(code) for code in entry["communities"]),
        partners=tuple(partner(key) for key in entry["partners"]),
    )


def _answer(meeting: Meeting, answers: Mapping[str, str]) -> None:
    for email, status in answers.items():
        person = meeting.participants.get(email=email)
        answer(actor=person.user, person=person, status=status)


def _record(meeting: Meeting, entry: Entry, actor: User, partner: Callable[[str], Partner]) -> None:
    """Everybody who was named came, but the last."""
    people = list(meeting.participants.all())
    mark_attendance(actor=actor, meeting=meeting, came=people[:-1] or people)
    words = {name: entry[name] for name in ("minutes", "minutes_en")}
    write_minutes(actor=actor, meeting=meeting, **words)
    done = []
    for text, text_en, tasks in entry["decisions"]:
        data = DecisionData(text=text, text_en=text_en)
        decision = save_decision(actor=actor, meeting=meeting, data=data)
        for one in tasks:
            task = save_task(actor=actor, decision=decision, data=_task(one, partner))
            done.append((task, one[5]))
    if entry["publish"]:
        take_step(actor=actor, meeting=meeting, code="publish")
    for task, result in done:
        if result:
            take_task_step(actor=actor, task=task, code="finish", words=result)


def _task(said: list[Any], partner: Callable[[str], Partner]) -> TaskData:
    what, what_en, kind, key, days, _result = said
    owners: dict[str, Callable[[str], Any]] = {
        "office": lambda code: Office.objects.get(oblast__code=code),
        "community": _community,
        "partner": partner,
        "department": str,
    }
    owner = {kind: owners[kind](key)}
    due_on = timezone.localdate() + dt.timedelta(days=days)
    return TaskData(what=what, what_en=what_en, owner_kind=kind, due_on=due_on, **owner)


def _community(code: str) -> Community:
    found: Community = Community.objects.select_related("oblast").get(code=code)
    return found
