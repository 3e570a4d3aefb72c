"""When a meeting begins and ends, as tables say it: moments, days with hours, or days alone."""

from __future__ import annotations

import datetime as dt
import re

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from common.exchange.problems import Level
from common.intake.texts import one_line
from cooperation.meeting_times import NOT_THERE, NoSuchTimeError, in_zone, is_zone, moment_of
from projects.table_rows import Cells, as_day

START, END, ZONE = "starts_at", "ends_at", "time_zone"
SPAN = (START, END)
USUAL_HOUR, USUAL_LENGTH = dt.time(10), dt.timedelta(hours=1)
CLOCK = re.compile(r"(?:^|\s|T)(\d{1,2})[:.](\d{2})(?::\d{2})?$")
MIDNIGHT = dt.time()


def read_span(row: Cells, *, usual_zone: str) -> frozenset[str]:
    """Put both moments into the row's data, in UTC. Which of them the row did not say itself."""
    zone = one_line(row.cell(ZONE)) or usual_zone
    if not is_zone(zone):
        row.wrong(ZONE, zone, _("A time zone looks like Europe/Brussels."))
        return frozenset()
    if row.cell(ZONE).strip():
        row.data[ZONE] = zone
    assumed = _start(row, zone)
    return assumed | _end(row, zone) if START in row.data else assumed


def _start(row: Cells, zone: str) -> frozenset[str]:
    text = one_line(row.cell(START))
    day, clock = as_day(text), clock_in(text)
    if _exact(row, START, text) or not text:
        return frozenset()
    if day is None:
        row.wrong(START, text, _("A day and hour look like 15.03.2026 10:00."))
        return frozenset()
    _keep(row, START, text, day=day, clock=clock or USUAL_HOUR, zone=zone)
    if clock:
        return frozenset()
    row.wrong(START, text, _("No hour is given: 10:00 is taken."), Level.WARNING)
    return frozenset({START})


def _end(row: Cells, zone: str) -> frozenset[str]:
    """The hour alone is one of the same day; nothing is an hour later."""
    text = one_line(row.cell(END))
    starts = dt.datetime.fromisoformat(row.data[START])
    if not text:
        row.data[END] = (starts + USUAL_LENGTH).isoformat()
        return frozenset({END})
    day, clock = as_day(text), clock_in(text)
    if not _exact(row, END, text):
        if clock is None:
            row.wrong(END, text, _("Say until which hour: 12:00, or 15.03.2026 12:00."))
        else:
            local = in_zone(starts, zone).date()
            _keep(row, END, text, day=day or local, clock=clock, zone=zone)
    return frozenset()


def check_order(row: Cells) -> None:
    """Asked last: a record may know better when it begins than a row without an hour."""
    if START in row.data and END in row.data:
        starts, ends = (dt.datetime.fromisoformat(row.data[name]) for name in SPAN)
        if ends <= starts:
            text = one_line(row.cell(END))
            row.wrong(END, text, _("The meeting ends after it has begun."))


def _exact(row: Cells, column: str, text: str) -> bool:
    """A moment with its own offset, as our downloads have it."""
    try:
        found = parse_datetime(text)
    except ValueError:
        return False
    if found is None or found.tzinfo is None:
        return False
    row.data[column] = found.astimezone(dt.UTC).isoformat()
    return True


def _keep(row: Cells, column: str, text: str, *, day: dt.date, clock: dt.time, zone: str) -> None:
    try:
        row.data[column] = moment_of(day, clock, zone).isoformat()
    except NoSuchTimeError:
        row.wrong(column, text, NOT_THERE)


def clock_in(text: str) -> dt.time | None:
    """None also for midnight, which a spreadsheet gives to a cell that holds a day only."""
    found = CLOCK.search(text)
    if not found or int(found[1]) > 23 or int(found[2]) > 59:
        return None
    clock = dt.time(int(found[1]), int(found[2]))
    return None if clock == MIDNIGHT else clock
