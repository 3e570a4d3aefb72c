"""How often a key is used: counted in Redis at each request, taken into the database by a job.

Reading through the API writes nothing, and there is no row for a request. A count is one command
to Redis; unlike a limit it is not held back for a second, or what a program asked last would be
shown only when it asks again. What Redis loses is lost: this is information, not a bill.
"""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from dataclasses import dataclass

from django.core.cache import cache
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import ApiKey, KeyDay

SHOWN_DAYS = 30


@dataclass(frozen=True, slots=True)
class Usage:
    """Days with requests, the newest first, and their sum."""

    days: list[tuple[dt.date, int]]

    @property
    def total(self) -> int:
        return sum(count for _day, count in self.days)


def count_use(key: ApiKey) -> None:
    name = _name(key.pk)
    try:
        cache.incr(name)
    except ValueError:  # the first one since Redis forgot
        cache.add(name, 0, None)
        cache.incr(name)


def usage_of(key: ApiKey) -> Usage:
    """The last 30 days of Kyiv; what the job has not taken yet is of today."""
    today = timezone.localdate()
    since = today - dt.timedelta(days=SHOWN_DAYS - 1)
    rows = KeyDay.objects.filter(key=key, day__gte=since)
    counts = dict(rows.values_list("day", "requests"))
    counts[today] = counts.get(today, 0) + int(cache.get(_name(key.pk), 0))
    return Usage(sorted(((day, count) for day, count in counts.items() if count), reverse=True))


def take_usage() -> int:
    """Move the counts into the days and note the last use; how many keys were used."""
    keys = ApiKey.objects.filter(made_at__isnull=False).values_list("pk", flat=True)
    names = {_name(pk): pk for pk in keys}
    used = {names[name]: count for name, count in cache.get_many(names).items() if count}
    for pk, count in used.items():
        _take(pk, int(count))
    return len(used)


def _take(pk: int, count: int) -> None:
    """A worker that dies between the two counts these requests twice, and loses none."""
    with transaction.atomic():
        day, _is_new = KeyDay.objects.get_or_create(key_id=pk, day=timezone.localdate())
        KeyDay.objects.filter(pk=day.pk).update(requests=F("requests") + count)
        ApiKey.objects.filter(pk=pk).update(last_used_at=timezone.now())
    with suppress(ValueError):  # Redis forgot it meanwhile
        cache.decr(_name(pk), count)


def _name(pk: int) -> str:
    return f"accounts.key-use.{pk}"
