"""Days and hours of meetings: typed in the meeting's own time zone, kept as moments.

A zone is named as in the tz database, so that a law that moves the clocks moves the meeting.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel.dates import format_time
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from common.design.formats import locale, long_date

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from cooperation.models import Meeting

LONGEST = dt.timedelta(days=31)
EARLIEST_YEAR, LATEST_YEARS = 1991, 10
KYIV = "Europe/Kyiv"
# Where partners of the offices mostly are.
ZONES: dict[str, _StrPromise] = {
    KYIV: pgettext_lazy("time zone", "Kyiv"),
    "Europe/Warsaw": pgettext_lazy("time zone", "Warsaw"),
    "Europe/Vilnius": pgettext_lazy("time zone", "Vilnius, Riga, Tallinn, Helsinki"),
    "Europe/Berlin": pgettext_lazy("time zone", "Berlin, Paris, Rome, Brussels, Geneva"),
    "Europe/Stockholm": pgettext_lazy("time zone", "Stockholm, Copenhagen, Oslo"),
    "Europe/London": pgettext_lazy("time zone", "London, Lisbon"),
    "America/New_York": pgettext_lazy("time zone", "New York, Washington"),
    "America/Los_Angeles": pgettext_lazy("time zone", "Los Angeles, Vancouver"),
    "America/Toronto": pgettext_lazy("time zone", "Toronto, Ottawa"),
    "Asia/Tokyo": pgettext_lazy("time zone", "Tokyo"),
    "Asia/Seoul": pgettext_lazy("time zone", "Seoul"),
    "UTC": pgettext_lazy("time zone", "UTC"),
}
NOT_THERE = gettext_lazy(
    "On this day the clocks are put forward over this hour: choose another one."
)

IMPOSSIBLE = gettext_lazy("Choose a day from 1991 on, at most ten years ahead.")


class NoSuchTimeError(ValueError):
    """The clocks jump over it."""


def is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return bool(name)


def moment_of(day: dt.date, clock: dt.time, zone: str) -> dt.datetime:
    """The moment of a clock in a zone, in UTC. An hour that comes twice is its first one.

    Refuses NoSuchTimeError for an hour that the clocks skip.
    """
    local = dt.datetime.combine(day, clock.replace(tzinfo=None), tzinfo=ZoneInfo(zone))
    moment = local.astimezone(dt.UTC)
    if moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise NoSuchTimeError
    return moment


def in_zone(moment: dt.datetime, zone: str) -> dt.datetime:
    return moment.astimezone(ZoneInfo(zone))


def zone_name(zone: str) -> str:
    return str(ZONES.get(zone, zone))


def when_words(meeting: Meeting, zone: str = "") -> str:
    """«21 листопада 2026, 10:00–12:00»; both days when it lasts longer than one."""
    zone = zone or meeting.time_zone
    starts, ends = in_zone(meeting.starts_at, zone), in_zone(meeting.ends_at, zone)
    if starts.date() == ends.date():
        return f"{long_date(starts.date())}, {_clock(starts)}–{_clock(ends)}"
    parts = (f"{long_date(one.date())}, {_clock(one)}" for one in (starts, ends))
    return " – ".join(parts)


def when_lines(meeting: Meeting) -> list[str]:
    """In the meeting's own time, and in that of Kyiv when it is another one."""
    if meeting.time_zone == KYIV:
        return [_("%(when)s, Kyiv time") % {"when": when_words(meeting)}]
    own = {"when": when_words(meeting), "zone": zone_name(meeting.time_zone)}
    lines = [_("%(when)s (time of: %(zone)s)") % own]
    if in_zone(meeting.starts_at, KYIV).utcoffset() != (
        in_zone(meeting.starts_at, meeting.time_zone).utcoffset()
    ):
        lines.append(_("%(when)s, Kyiv time") % {"when": when_words(meeting, KYIV)})
    return lines


def _clock(value: dt.datetime) -> str:
    # Without its zone: babel would move the hour to UTC.
    return format_time(value.replace(tzinfo=None).time(), format="HH:mm", locale=locale())


def is_possible(day: dt.date) -> bool:
    """For a meeting: of independent Ukraine, and not too far ahead."""
    return EARLIEST_YEAR <= day.year <= timezone.localdate().year + LATEST_YEARS


def wrong_times(starts_at: dt.datetime, ends_at: dt.datetime) -> Iterator[tuple[str, list[str]]]:
    """What cannot be of the moments of a meeting: field → words."""
    if not is_possible(starts_at.date()):
        yield "starts_at", [str(IMPOSSIBLE)]
    if ends_at <= starts_at:
        yield "ends_at", [_("The meeting ends after it has begun.")]
    if ends_at - starts_at > LONGEST:
        yield "ends_at", [_("A meeting lasts a month at most.")]
