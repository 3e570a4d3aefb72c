"""`?updated_since=`: what changed for everybody, in order, with tombstones of what is gone.

A page is a stretch of numbers. Numbers are committed in their order, so a page misses nothing
that a later one would not give; an object that changes while one reads moves behind, and comes
again there.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import re
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.db import connection
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _later
from rest_framework.exceptions import APIException

from common.registers.models import FollowedRegister, Publication
from common.registers.paging import BadParameter
from common.registers.register import Register

MARK = "since:"


class NotFollowedYet(APIException):
    """The register's changes are not known: the worker has not looked at it for the first time."""

    status_code = HTTPStatus.SERVICE_UNAVAILABLE
    default_detail = _later("Changes of this register are not known yet. Ask again in a minute.")
    wait = 60


@dataclass(frozen=True)
class Changes:
    """A stretch of changes: objects by primary key, tombstones, and where the next one begins.

    `as_of`: every change that was committed before it stands here or in what came before.
    """

    keys: list[int]
    gone: list[Publication]
    resume: str
    has_more: bool
    as_of: dt.datetime


def changes_since(register: Register, rows: Any, *, since: str, cursor: str, size: int) -> Changes:
    """The changes after the cursor, or from the moment `since` on.

    `rows` are the records that everybody may see and that the filters leave. What everybody may
    see and they do not leave is among the tombstones, so that a mirror of a part stays exact.
    Raises BadParameter, NotFollowedYet.
    """
    moment = moment_of(since)
    number = _decode(cursor) if cursor else None
    if not FollowedRegister.objects.filter(name=register.name).exists():
        raise NotFollowedYet
    as_of = _as_of()
    known = Publication.objects.filter(register=register.name).order_by("number")
    # Before the page is read: what is committed in between belongs to the next one.
    newest = number if number is not None else _last_number(known)
    after = known.filter(number__gt=number) if number is not None else _from(known, moment)
    found = list(after[: size + 1])
    page = found[:size]
    present = [one.record for one in page if one.is_present]
    left = set(rows.filter(pk__in=present).values_list("pk", flat=True))
    given = [one for one in page if one.is_present and one.record in left]
    return Changes(
        keys=[one.record for one in given],
        gone=[one for one in page if one not in given],
        resume=_encode(page[-1].number if page else newest),
        has_more=len(found) > size,
        as_of=as_of,
    )


def _from(known: Any, moment: dt.datetime) -> Any:
    """From the first change of the moment or later on: by number, in which order they are read."""
    first = known.filter(changed_at__gte=moment).order_by("changed_at", "number").first()
    return known.filter(number__gte=first.number) if first else known.none()


def _last_number(known: Any) -> int:
    last = known.order_by("-number").values_list("number", flat=True).first()
    return int(last or 0)


def moment_of(text: str) -> dt.datetime:
    """ISO 8601: a day (of Kyiv), or a moment with its offset; without one, Kyiv's time."""
    # A plus sign that was not written as %2B arrives as a space.
    text = re.sub(r"(T[\d:.]+) (\d\d:?\d\d)$", r"\1+\2", text)
    try:
        found = parse_datetime(text)
        day = None if found else parse_date(text)
    except ValueError:
        found = day = None
    if day:
        found = dt.datetime.combine(day, dt.time())
    if found is None:
        raise BadParameter(
            "updated_since", _("Write the moment as 2026-03-31T08:00:00Z, or a day as 2026-03-31.")
        )
    try:
        return found if timezone.is_aware(found) else timezone.make_aware(found)
    except (ValueError, OverflowError) as error:
        raise BadParameter("updated_since", _("There is no such moment.")) from error


def _as_of() -> dt.datetime:
    """Now, unless changed rows wait to be looked at: then the moment of the first of them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT least(statement_timestamp(), min(changed_at)) FROM registers_changedrow"
        )
        found: dt.datetime = cursor.fetchone()[0]
        return found


def _encode(number: int) -> str:
    return base64.urlsafe_b64encode(f"{MARK}{number}".encode()).decode().rstrip("=")


def _decode(text: str) -> int:
    try:
        padded = text.encode("ascii") + b"=" * (-len(text) % 4)
        mark, _sign, number = base64.urlsafe_b64decode(padded).decode("ascii").partition(":")
        if f"{mark}:" == MARK and number.isdecimal() and len(number) < 19:
            return int(number)
    except (ValueError, binascii.Error, UnicodeError):
        pass
    raise BadParameter("cursor", _("This is not a cursor that the portal gave out."))
