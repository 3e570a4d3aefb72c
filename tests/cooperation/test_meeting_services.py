"""Meetings: every step of the table, letters and calendars, tasks, reminders, clocks."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from accounts.models import User
from common.intake.refusals import ChangedMeanwhile
from common.notifications.models import Notice, OutgoingLetter
from communities.models import Community, Office
from cooperation.meeting_answers import token_of
from cooperation.meeting_calendar import calendar_of, event_of
from cooperation.meeting_data import (
    DecisionData,
    MeetingData,
    PersonData,
    TaskData,
    meeting_data_of,
)
from cooperation.meeting_enums import MeetingStatus, Presence, TaskStatus
from cooperation.meeting_exceptions import (
    AnswerTooLate,
    InvalidData,
    MeetingIncomplete,
    MeetingWrongStatus,
    TaskWrongStatus,
)
from cooperation.meeting_reminders import watch_meetings
from cooperation.meeting_times import NoSuchTimeError, moment_of, when_lines
from cooperation.models import Meeting
from cooperation.services.decisions import (
    remove_decision,
    save_decision,
    save_task,
    take_task_step,
)
from cooperation.services.meeting_people import (
    add_person,
    answer,
    gather_people,
    remove_person,
)
from cooperation.services.meetings import (
    change_meeting,
    take_step,
    write_meeting,
    write_minutes,
)
from partners.models import Partner
from tests.factories.meetings import (
    FUTURE,
    PAST,
    MeetingFactory,
    ParticipantFactory,
    draft,
    held,
    published,
    with_everything,
)

Browse = Callable[[str], Client]
KYIV = ZoneInfo("Europe/Kyiv")


def data(**values: Any) -> MeetingData:
    usual = {"kind": "session", "title": "Засідання", "starts_at": FUTURE}
    usual["ends_at"] = FUTURE + dt.timedelta(hours=2)
    return MeetingData(**{**usual, "place": "Полтава", **values})


def letters_to(address: str) -> list[OutgoingLetter]:
    return list(OutgoingLetter.objects.filter(to=address).order_by("pk"))


def event_in(letter: OutgoingLetter) -> tuple[str, Any]:
    calendar = Calendar.from_ical(letter.calendar)
    return str(calendar["METHOD"]), calendar.events[0]


# Writing


def test_a_draft_gets_its_reference_and_tells_nobody(officer: User, office: Office) -> None:
    meeting = write_meeting(actor=officer, office=office, data=data(title="  Засідання  офісу "))
    assert re.fullmatch(r"[A-Z]{2}-MTG-\d{4}-0001", meeting.reference)
    assert meeting.title == "Засідання офісу"
    assert meeting.status == MeetingStatus.DRAFT
    ParticipantFactory.create(meeting=meeting)
    change_meeting(actor=officer, meeting=meeting, data=data(place="Лубни"))
    assert not OutgoingLetter.objects.exists()
    assert not Notice.objects.exists()


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "А" * 301}, "title"),
        ({"ends_at": FUTURE}, "ends_at"),
        ({"ends_at": FUTURE + dt.timedelta(days=40)}, "ends_at"),
        ({"starts_at": FUTURE.replace(year=1890), "ends_at": FUTURE}, "starts_at"),
        ({"time_zone": "Europe/Atlantis"}, "time_zone"),
        ({"link": "javascript:alert(1)"}, "link"),
        ({"about": "а" * 4001}, "about"),
        ({"kind": "party"}, "kind"),
    ],
)
def test_what_cannot_be_is_refused(
    officer: User, office: Office, values: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidData) as refusal:
        write_meeting(actor=officer, office=office, data=data(**values))
    assert field in refusal.value.errors
    assert not Meeting.objects.exists()


def test_two_people_change_it_at_once(officer: User, office: Office) -> None:
    meeting = write_meeting(actor=officer, office=office, data=data())
    seen = meeting.updated_at
    change_meeting(actor=officer, meeting=meeting, data=data(title="Інше"), seen=seen)
    with pytest.raises(ChangedMeanwhile):
        change_meeting(actor=officer, meeting=meeting, data=data(title="Третє"), seen=seen)


# What the table asks


def test_what_steps_need(officer: User, office: Office) -> None:
    nowhere = draft(office=office, place="", link="")
    with pytest.raises(MeetingIncomplete) as refused:
        take_step(actor=officer, meeting=nowhere, code="announce")
    assert "place" in refused.value.errors
    coming = MeetingFactory.create(office=office)
    with pytest.raises(MeetingIncomplete):
        take_step(actor=officer, meeting=coming, code="hold")
    with pytest.raises(InvalidData):
        take_step(actor=officer, meeting=coming, code="cancel", note="  ")
    with pytest.raises(MeetingIncomplete):
        take_step(actor=officer, meeting=held(office=office), code="publish")


# Letters and calendars


def test_an_announcement_invites_and_a_change_and_a_cancellation_follow(
    officer: User, office: Office, coordinator: User, community: Community
) -> None:
    meeting = draft(office=office, title="Рада")
    ParticipantFactory.create(meeting=meeting, email="guest@elsewhere.example")
    ParticipantFactory.create(
        meeting=meeting,
        side="community",
        community=community,
        organisation="",
        email=coordinator.email,
        user=coordinator,
    )
    meeting = take_step(actor=officer, meeting=meeting, code="announce")
    (invitation,) = letters_to("guest@elsewhere.example")
    method, event = event_in(invitation)
    assert (method, event["SEQUENCE"], str(event["STATUS"])) == ("REQUEST", 1, "CONFIRMED")
    assert [str(one) for one in [event["ATTENDEE"]]] == ["mailto:guest@elsewhere.example"]
    assert coordinator.email not in invitation.calendar
    assert meeting.link in invitation.text
    assert Notice.objects.filter(person=coordinator).count() == 1
    uid = str(event["UID"])

    later = replace(meeting_data_of(meeting), starts_at=FUTURE + dt.timedelta(hours=1))
    change_meeting(actor=officer, meeting=meeting, data=later)
    changed = letters_to("guest@elsewhere.example")[-1]
    method, event = event_in(changed)
    assert (method, event["SEQUENCE"], str(event["UID"])) == ("REQUEST", 2, uid)
    # The same data again, or another theme: nobody is told twice.
    change_meeting(actor=officer, meeting=meeting, data=later)
    change_meeting(actor=officer, meeting=meeting, data=replace(later, about="Більше слів"))
    assert len(letters_to("guest@elsewhere.example")) == 2

    take_step(actor=officer, meeting=meeting, code="cancel", note="Обстріл.")
    cancelled = letters_to("guest@elsewhere.example")[-1]
    method, event = event_in(cancelled)
    assert (method, event["SEQUENCE"], str(event["STATUS"])) == ("CANCEL", 3, "CANCELLED")
    assert str(event["UID"]) == uid
    assert "Обстріл." in cancelled.text
    assert len(letters_to(coordinator.email)) == 3


def test_who_moves_the_hour_is_asked_as_the_calendar_tells(
    officer: User, head: User, office: Office
) -> None:
    """Who got an invitation gets the new one and answers anew, even who has moved it; who
    announced it and so got none keeps the own answer.
    """
    meeting = draft(office=office)
    for person in (officer, head):
        ParticipantFactory.create(
            meeting=meeting,
            side="office",
            office=office,
            organisation="",
            email=person.email,
            user=person,
        )
    meeting = take_step(actor=officer, meeting=meeting, code="announce")
    meeting.participants.update(status=Presence.ACCEPTED, answered_at=timezone.now())
    hour = dt.timedelta(hours=1)

    def move(actor: User, hours: int) -> dict[str, tuple[str, int]]:
        begins, ends = FUTURE + hours * hour, FUTURE + (hours + 2) * hour
        moved = replace(meeting_data_of(meeting), starts_at=begins, ends_at=ends)
        change_meeting(actor=actor, meeting=meeting, data=moved)
        rows = meeting.participants.values_list("email", "status", "answer_number")
        return {email: (status, number) for email, status, number in rows}

    assert move(officer, 1) == {officer.email: ("accepted", 0), head.email: ("invited", 2)}
    meeting.participants.update(status=Presence.ACCEPTED, answered_at=timezone.now())
    # Another has moved it: now the officer has a letter too, and the next one puts it right.
    assert move(head, 2) == {officer.email: ("invited", 1), head.email: ("invited", 3)}
    meeting.participants.update(status=Presence.ACCEPTED, answered_at=timezone.now())
    assert move(officer, 3) == {officer.email: ("invited", 2), head.email: ("invited", 4)}
    assert len(letters_to(officer.email)) == 2


def test_a_meeting_that_is_over_invites_nobody(officer: User, office: Office) -> None:
    meeting = draft(office=office, starts_at=PAST)
    ParticipantFactory.create(meeting=meeting)
    take_step(actor=officer, meeting=meeting, code="announce")
    take_step(actor=officer, meeting=meeting, code="hold")
    assert not OutgoingLetter.objects.exists()


def test_a_draft_that_is_dropped_tells_nobody(officer: User, office: Office) -> None:
    meeting = draft(office=office)
    ParticipantFactory.create(meeting=meeting)
    take_step(actor=officer, meeting=meeting, code="cancel", note="Не треба.")
    assert not OutgoingLetter.objects.exists()


def test_the_mail_bears_its_calendar_part(officer: User, office: Office, posted: Any) -> None:
    meeting = draft(office=office)
    ParticipantFactory.create(meeting=meeting)
    with posted() as outbox:
        take_step(actor=officer, meeting=meeting, code="announce")
    (message,) = outbox
    types = [part.get_content_type() for part in message.message().walk()]
    assert types.count("text/calendar") == 1
    part = next(
        one for one in message.message().walk() if one.get_content_type() == "text/calendar"
    )
    assert part.get_param("method") == "REQUEST"
    # Sent: no word of it is kept.
    assert not OutgoingLetter.objects.get().calendar


def test_people_come_and_go(
    officer: User,
    head: User,
    office: Office,
    coordinator: User,
    partner: Partner,
    representative: User,
) -> None:
    meeting = with_everything(
        MeetingFactory.create(office=office),
        community=Community.objects.get(),
        partner=partner,
    )
    assert gather_people(actor=officer, meeting=meeting) == 4
    assert gather_people(actor=officer, meeting=meeting) == 0
    assert {one.email for one in meeting.participants.all()} >= {
        head.email,
        officer.email,
        coordinator.email,
        representative.email,
    }
    guest = meeting.participants.get(side="other")
    remove_person(actor=officer, person=guest)
    method, _event = event_in(letters_to(guest.email)[-1])
    assert method == "CANCEL"
    twice = PersonData(side="other", organisation="Х", email=head.email)
    with pytest.raises(InvalidData):
        add_person(actor=officer, meeting=meeting, data=twice)


# The answer by the link


def test_the_link_is_good_once(client: Client, office: Office) -> None:
    meeting = MeetingFactory.create(office=office)
    person = ParticipantFactory.create(meeting=meeting)
    url = reverse("meetings:answer", kwargs={"token": token_of(person)})
    assert client.get(f"{url}?answer=declined").status_code == 200
    person.refresh_from_db()
    assert person.status == Presence.INVITED
    assert client.post(url, {"status": "perhaps"}).status_code == 200
    done = client.post(url, {"status": "accepted", "note": "Прийде заступниця"})
    assert done.status_code == 200
    # With `no-referrer` browsers hide where the form comes from, and it would be refused.
    assert done["Referrer-Policy"] == "same-origin"
    person.refresh_from_db()
    assert (person.status, person.answer_note) == (Presence.ACCEPTED, "Прийде заступниця")
    again = client.post(url, {"status": "declined"})
    assert again.status_code == 410
    person.refresh_from_db()
    assert person.status == Presence.ACCEPTED
    # A new letter to the same address, with a new link.
    assert client.post(url, {"again": "yes"}).status_code == 200
    person.refresh_from_db()
    assert len(letters_to(person.email)) == 1
    fresh = reverse("meetings:answer", kwargs={"token": token_of(person)})
    assert client.post(fresh, {"status": "declined"}).status_code == 200
    person.refresh_from_db()
    assert person.status == Presence.DECLINED


def test_links_that_are_forged_late_or_of_a_draft(client: Client, office: Office) -> None:
    person = ParticipantFactory.create(meeting=MeetingFactory.create(office=office))
    token = token_of(person)
    for forged in (token[:-1], token + "a", "x", "1:2:3"):
        url = reverse("meetings:answer", kwargs={"token": forged})
        assert client.post(url, {"status": "accepted"}).status_code == 404
    for over in (published(office=office), held(office=office)):
        late = ParticipantFactory.create(meeting=over)
        url = reverse("meetings:answer", kwargs={"token": token_of(late)})
        assert client.get(url).status_code == 410
        assert client.post(url, {"status": "accepted"}).status_code == 410
        assert client.post(url, {"again": "yes"}).status_code == 410
        with pytest.raises(AnswerTooLate):
            answer(actor=None, person=late, status="accepted")
    unknown = ParticipantFactory.create(meeting=draft(office=office))
    url = reverse("meetings:answer", kwargs={"token": token_of(unknown)})
    assert client.get(url).status_code == 404
    assert not OutgoingLetter.objects.exists()


# Calendars to subscribe to


def test_the_personal_address_can_be_changed(
    browse: Browse, client: Client, officer: User, office: Office
) -> None:
    mine = MeetingFactory.create(office=office, visibility="internal", title="Тільки для своїх")
    ParticipantFactory.create(meeting=mine, side="office", office=office, organisation="")
    signed_in = browse("officer")
    page = signed_in.get(reverse("meetings:calendar")).content.decode()
    (address,) = re.findall(r"https?://[^<\s]+/calendar/[^<\s]+\.ics", page)
    path = "/" + address.split("/", 3)[3]
    feed = client.get(path).content.decode()
    assert "Тільки для своїх" in feed.replace("\r\n ", "")
    assert "secret-room" in feed.replace("\r\n ", "")
    assert signed_in.post(reverse("meetings:calendar")).status_code == 302
    assert client.get(path).status_code == 404
    officer.is_active = False
    officer.save()
    new = signed_in.get(reverse("meetings:calendar")).content.decode()
    assert address not in new


def test_the_public_feed_shows_what_is_public(client: Client, office: Office) -> None:
    shown = MeetingFactory.create(office=office, title="Відкрите засідання", shows_place=True)
    MeetingFactory.create(office=office, title="Закрите", visibility="registered")
    draft(office=office, title="Чернетка")
    feed = client.get(reverse("meetings:feed"))
    assert feed["Content-Type"].startswith("text/calendar")
    calendar = Calendar.from_ical(feed.content)
    assert [str(one["SUMMARY"]) for one in calendar.events] == ["Відкрите засідання"]
    assert str(calendar.events[0]["LOCATION"]) == shown.place
    assert "secret-room" not in feed.content.decode().replace("\r\n ", "")


# Clocks


def test_a_meeting_keeps_its_hour_when_clocks_are_moved(office: Office) -> None:
    """10:00 in Kyiv is 08:00 UTC in winter and 07:00 UTC in summer."""
    winter = moment_of(dt.date(2027, 3, 27), dt.time(10), "Europe/Kyiv")
    summer = moment_of(dt.date(2027, 3, 28), dt.time(10), "Europe/Kyiv")
    assert (winter.hour, summer.hour) == (8, 7)
    with pytest.raises(NoSuchTimeError):
        moment_of(dt.date(2027, 3, 28), dt.time(3, 30), "Europe/Kyiv")
    twice = moment_of(dt.date(2027, 10, 31), dt.time(3, 30), "Europe/Kyiv")
    assert twice == dt.datetime(2027, 10, 31, 0, 30, tzinfo=dt.UTC)
    meeting = MeetingFactory.create(office=office, starts_at=summer)
    text = calendar_of([event_of(meeting, sees_place=False)])
    assert "DTSTART;TZID=Europe/Kyiv:20270328T100000" in text
    assert "BEGIN:VTIMEZONE" in text


def test_both_clocks_are_said(office: Office) -> None:
    starts = moment_of(dt.date(2027, 6, 1), dt.time(10), "Europe/Stockholm")
    meeting = MeetingFactory.create(office=office, starts_at=starts, time_zone="Europe/Stockholm")
    own, kyiv = when_lines(meeting)
    assert "10:00–12:00" in own
    assert "11:00–13:00" in kyiv


# Decisions and tasks


def decided(office: Office, officer: User, **values: Any) -> Any:
    meeting = held(office=office, minutes="Говорили.")
    decision = save_decision(actor=officer, meeting=meeting, data=DecisionData(text="Зробити."))
    task = save_task(
        actor=officer,
        decision=decision,
        data=TaskData(what="Зібрати потреби", **values),
    )
    return meeting, decision, task


def test_owners_learn_of_tasks_with_the_minutes(
    officer: User, office: Office, coordinator: User, community: Community
) -> None:
    due = timezone.localdate() + dt.timedelta(days=3)
    meeting, decision, task = decided(
        office, officer, owner_kind="community", community=community, due_on=due
    )
    assert not Notice.objects.exists()
    take_step(actor=officer, meeting=meeting, code="publish")
    assert Notice.objects.filter(person=coordinator).count() == 1
    with pytest.raises(MeetingWrongStatus):
        save_decision(
            actor=officer, meeting=meeting, data=DecisionData(text="Інше"), decision=decision
        )
    # Corrected and published anew: the task is told once.
    take_step(actor=officer, meeting=meeting, code="correct", note="Описка")
    take_step(actor=officer, meeting=meeting, code="publish")
    assert Notice.objects.filter(person=coordinator).count() == 1
    done = take_task_step(actor=coordinator, task=task, code="finish", words="Зібрали 12.")
    assert (done.status, done.closed_by) == (TaskStatus.DONE, coordinator)
    assert Notice.objects.filter(person=officer).count() == 1
    with pytest.raises(TaskWrongStatus):
        take_task_step(actor=officer, task=task, code="finish", words="Ще раз")


def test_tasks_that_cannot_be(officer: User, office: Office, community: Community) -> None:
    _meeting, decision, task = decided(
        office, officer, owner_kind="department", department="Відділ"
    )
    long_ago = dt.date(1999, 1, 1)
    for data, field in (
        (TaskData(what="Щось", owner_kind="community"), "community"),
        (TaskData(what="Щось", owner_kind="nobody"), "owner_kind"),
        (TaskData(what="Щось", owner_kind="department", department="  "), "department"),
        (TaskData(what="Щось", owner_kind="office", office=office, due_on=long_ago), "due_on"),
        (TaskData(what="", owner_kind="office", office=office), "what"),
    ):
        with pytest.raises(InvalidData) as refused:
            save_task(actor=officer, decision=decision, data=data)
        assert set(refused.value.errors) == {field}
    remove_decision(actor=officer, decision=decision)
    assert not type(task).objects.exists()


# Reminders


def test_each_reminder_comes_once(
    officer: User, office: Office, coordinator: User, community: Community
) -> None:
    now = timezone.now()
    starts = now.replace(hour=1, minute=0) - dt.timedelta(days=5)
    ends = starts + dt.timedelta(hours=1)
    due = MeetingFactory.create(office=office, starts_at=starts, ends_at=ends)
    late_reminder = MeetingFactory.create(
        office=office, starts_at=starts, ends_at=ends, remind_after_days=30
    )
    draft(office=office, starts_at=starts, ends_at=ends)
    assert watch_meetings()["minutes"] == 1
    assert watch_meetings()["minutes"] == 0
    assert Notice.objects.filter(person=officer).count() == 1
    assert due.reference in Notice.objects.get(person=officer).subject
    assert late_reminder.status == "announced"
    meeting, _decision, task = decided(
        office, officer, owner_kind="community", community=community, due_on=timezone.localdate()
    )
    assert watch_meetings()["due"] == 0
    take_step(actor=officer, meeting=meeting, code="publish")
    assert watch_meetings()["due"] == 1
    assert watch_meetings()["due"] == 0
    tomorrow = now + dt.timedelta(days=1)
    assert watch_meetings(tomorrow)["late"] == 2
    assert watch_meetings(tomorrow)["late"] == 0
    assert task.public_id


def test_minutes_are_of_meetings_that_were_held(officer: User, office: Office) -> None:
    with pytest.raises(MeetingWrongStatus):
        write_minutes(actor=officer, meeting=MeetingFactory.create(office=office), minutes="Рано")
    meeting = held(office=office)
    with pytest.raises(InvalidData):
        write_minutes(actor=officer, meeting=meeting, minutes="а" * 30001)
