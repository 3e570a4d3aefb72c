"""Meetings for calendar programs (RFC 5545, RFC 5546): invitations, their changes, feeds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vCalAddress

from common.design.formats import current_language
from common.design.languages import address_in, wording
from cooperation.meeting_enums import MeetingStatus
from cooperation.meeting_times import in_zone
from cooperation.models import Meeting, MeetingTask, Participant

PUBLISH, REQUEST, CANCEL = "PUBLISH", "REQUEST", "CANCEL"
STATES = {
    MeetingStatus.DRAFT: "TENTATIVE",
    MeetingStatus.CANCELLED: "CANCELLED",
}
ANSWERS = {"accepted": "ACCEPTED", "declined": "DECLINED", "came": "ACCEPTED"}


def calendar_of(events: Iterable[Event], *, method: str = PUBLISH, name: str = "") -> str:
    """With the rules of the time zones that the events name."""
    calendar = Calendar()
    calendar.add("prodid", "-//Mosty//Meetings//UK")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    if name:
        calendar.add("x-wr-calname", name)
        calendar.add("x-wr-timezone", settings.TIME_ZONE)
        calendar.add("refresh-interval", dt.timedelta(hours=6), {"VALUE": "DURATION"})
    for one in events:
        calendar.add_component(one)
    calendar.add_missing_timezones()
    text: bytes = calendar.to_ical()
    return text.decode()


def event_of(meeting: Meeting, *, sees_place: bool) -> Event:
    """In the meeting's own time zone, so that it stays at its hour when clocks are moved."""
    event = Event()
    event.add("uid", f"{meeting.public_id}@{_host()}")
    event.add("dtstamp", meeting.updated_at.astimezone(dt.UTC))
    event.add("last-modified", meeting.updated_at.astimezone(dt.UTC))
    event.add("sequence", meeting.sequence)
    event.add("dtstart", in_zone(meeting.starts_at, meeting.time_zone))
    event.add("dtend", in_zone(meeting.ends_at, meeting.time_zone))
    event.add("summary", wording(meeting, "title").text)
    event.add("status", STATES.get(MeetingStatus(meeting.status), "CONFIRMED"))
    event.add("url", _address(meeting))
    place = wording(meeting, "place").text if sees_place or meeting.shows_place else ""
    place = place or (meeting.link if sees_place else "")
    if place:
        event.add("location", place)
    event.add("description", _describe(meeting, sees_place=sees_place))
    return event


def invitation(person: Participant, *, method: str = REQUEST) -> str:
    """For one participant: others are not named to him or her."""
    meeting = person.meeting
    event = event_of(meeting, sees_place=True)
    if method == CANCEL:
        event.pop("status")
        event.add("status", "CANCELLED")
    office = meeting.office
    organiser = vCalAddress(f"mailto:{office.email or settings.DEFAULT_FROM_EMAIL}")
    organiser.params["CN"] = wording(office, "name").text
    event.add("organizer", organiser)
    guest = vCalAddress(f"mailto:{person.email}")
    guest.params["CN"] = person.full_name or person.email
    guest.params["PARTSTAT"] = ANSWERS.get(person.status, "NEEDS-ACTION")
    guest.params["ROLE"] = "REQ-PARTICIPANT"
    event.add("attendee", guest)
    return calendar_of([event], method=method)


def due_day(task: MeetingTask) -> Event:
    """A task with its day, which takes no time of the calendar's owner."""
    assert task.due_on is not None
    event = Event()
    event.add("uid", f"{task.public_id}@{_host()}")
    event.add("dtstamp", task.updated_at.astimezone(dt.UTC))
    event.add("dtstart", task.due_on)
    event.add("dtend", task.due_on + dt.timedelta(days=1))
    event.add("summary", _("Due: %(task)s") % {"task": wording(task, "what").text})
    event.add("url", settings.SITE_URL + address_in(current_language(), task.get_absolute_url()))
    event.add("transp", "TRANSPARENT")
    return event


def _describe(meeting: Meeting, *, sees_place: bool) -> str:
    lines = [wording(meeting, "about").text]
    if meeting.cancel_reason:
        lines.insert(0, _("Cancelled: %(reason)s") % {"reason": meeting.cancel_reason})
    if sees_place and meeting.link:
        lines.append(_("To join: %(link)s") % {"link": meeting.link})
    lines.append(_address(meeting))
    return "\n\n".join(line for line in lines if line)


def _address(meeting: Meeting) -> str:
    return settings.SITE_URL + address_in(current_language(), meeting.get_absolute_url())


def _host() -> str:
    return urlsplit(settings.SITE_URL).hostname or "mosty"
