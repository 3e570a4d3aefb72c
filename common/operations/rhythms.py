"""When something is due: every so many seconds, or each day at a time of Kyiv.

Both know the moments themselves, not only the distance between two: beat that starts the work,
the worker that does it and the watch that looks whether it was done mean the same moment, however
often each of them was started anew.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from common.design.formats import number

EPOCH = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
DAY = 24 * 60 * 60
NAMED = {60: _("every minute"), 60 * 60: _("every hour"), DAY: _("every day, by night")}


@dataclass(frozen=True)
class Every:
    """`Every(30)`: at :00 and :30 of each minute."""

    seconds: int

    def due_at(self, now: dt.datetime) -> dt.datetime:
        """The last moment until `now` at which it was due."""
        return now - (now - EPOCH) % dt.timedelta(seconds=self.seconds)

    def next_at(self, now: dt.datetime) -> dt.datetime:
        return self.due_at(now) + dt.timedelta(seconds=self.seconds)

    def __str__(self) -> str:
        hours, minutes = self.seconds / 3600, self.seconds / 60
        if self.seconds in NAMED:
            return str(NAMED[self.seconds])
        if hours.is_integer():
            text = ngettext("every %(count)s hour", "every %(count)s hours", int(hours))
            return text % {"count": number(int(hours))}
        if minutes.is_integer():
            text = ngettext("every %(count)s minute", "every %(count)s minutes", int(minutes))
            return text % {"count": number(int(minutes))}
        text = ngettext("every %(count)s second", "every %(count)s seconds", self.seconds)
        return text % {"count": number(self.seconds)}


@dataclass(frozen=True)
class Daily:
    """`Daily(8, 30)`: at half past eight of Kyiv, in summer and in winter."""

    hour: int
    minute: int = 0
    seconds = DAY

    def due_at(self, now: dt.datetime) -> dt.datetime:
        today = timezone.localdate(now)
        moment = self._on(today)
        return moment if moment <= now else self._on(today - dt.timedelta(days=1))

    def next_at(self, now: dt.datetime) -> dt.datetime:
        day_after = timezone.localdate(self.due_at(now)) + dt.timedelta(days=1)
        return self._on(day_after)

    def _on(self, day: dt.date) -> dt.datetime:
        local = dt.datetime.combine(day, dt.time(self.hour, self.minute))
        return timezone.make_aware(local).astimezone(dt.UTC)

    def __str__(self) -> str:
        return gettext("every day at %(time)s") % {"time": f"{self.hour}:{self.minute:02}"}


Rhythm = Every | Daily
