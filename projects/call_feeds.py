"""Calls for programs that people already have: feed readers and calendars, by the same filters."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from icalendar import Alarm, Calendar, Event

from common.design.languages import wording
from common.registers.feeds import MOST, feed_answer
from common.registers.listing import listing
from projects.call_filters import NOT_OVER
from projects.call_registers import CALLS
from projects.call_words import amounts, deadline_words
from projects.models import Call

REMIND_BEFORE = dt.timedelta(days=7)


def open_calls(request: HttpRequest) -> Any:
    """What the filters of the address leave of the calls to which one may still apply."""
    parameters: QueryDict = request.GET.copy()
    parameters["when"] = NOT_OVER
    rows = listing(CALLS, parameters, request.user).rows.published()
    return rows.select_related("partner", "programme").prefetch_related("themes")


@require_safe
@cache_control(private=True, max_age=900)
def call_feed(request: HttpRequest, file_format: str) -> HttpResponse:
    """The latest calls, newest first."""
    latest = open_calls(request).order_by("-published_at", "-pk")[:MOST]
    entries = (_entry(one) for one in latest)
    return feed_answer(CALLS, request, file_format, title=_("Calls of partners"), entries=entries)


def _entry(call: Call) -> dict[str, Any]:
    """The address of an entry holds no title: a corrected title is no new entry."""
    return {
        "title": wording(call, "title").text,
        "link": settings.SITE_URL + call.get_absolute_url(),
        "description": _describe(call),
        "unique_id": f"urn:uuid:{call.public_id}",
        "pubdate": call.published_at,
        "updateddate": call.updated_at,
        "categories": [wording(one, "name").text for one in call.themes.all()],
    }


def _describe(call: Call) -> str:
    owner = call.partner or call.programme
    lines = (
        wording(owner, "name").text if owner else "",
        _("Deadline: %(deadline)s") % {"deadline": deadline_words(call.closes_at)},
        amounts(call),
        wording(call, "summary").text,
    )
    return "\n\n".join(line for line in lines if line)


@require_safe
@cache_control(private=True, max_age=900)
def deadlines(request: HttpRequest) -> HttpResponse:
    """Deadlines as a calendar (RFC 5545): one moment each, with a reminder a week before."""
    calendar = Calendar()
    calendar.add("prodid", "-//Mosty//Calls//UK")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("Deadlines of calls"))
    calendar.add("x-wr-timezone", settings.TIME_ZONE)
    rows = open_calls(request).filter(closes_at__isnull=False).order_by("closes_at", "pk")
    for call in rows[:MOST]:
        calendar.add_component(_event(call))
    answer = HttpResponse(calendar.to_ical(), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'inline; filename="deadlines.ics"'
    return answer


def _event(call: Call) -> Event:
    assert call.closes_at is not None
    title = wording(call, "title").text
    closes = call.closes_at.astimezone(dt.UTC)
    event = Event()
    event.add("uid", f"{call.public_id}@mosty")
    event.add("dtstamp", call.updated_at.astimezone(dt.UTC))
    event.add("last-modified", call.updated_at.astimezone(dt.UTC))
    event.add("dtstart", closes)
    event.add("dtend", closes)
    event.add("summary", _("Deadline: %(title)s") % {"title": title})
    event.add("description", _describe(call))
    event.add("url", settings.SITE_URL + call.get_absolute_url())
    event.add("transp", "TRANSPARENT")
    if call.closes_at - REMIND_BEFORE > timezone.now():
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", title)
        alarm.add("trigger", -REMIND_BEFORE)
        event.add_component(alarm)
    return event
