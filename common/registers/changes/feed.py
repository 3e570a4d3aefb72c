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
from itertools import takewhile
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _later
from rest_framework.exceptions import APIException

from common.registers.changes.objects import EVERYBODY
from common.registers.listing import Listing
from common.registers.models import FollowedRegister, Publication
from common.registers.paging import BadParameter
from common.registers.register import Register
from common.registers.stamps import Stamped, checksum

MARK = "since:"


class NotFollowedYet(APIException):
    """The register's changes are not known: the worker has not looked at it for the first time."""

    status_code = HTTPStatus.SERVICE_UNAVAILABLE
    default_detail = _later("Changes of this register are not known yet. Ask again in a minute.")
    wait = 60


@dataclass(frozen=True)
class Changes:
    """A stretch of changes: objects as they were noted, tombstones, where the next one begins.

    `as_of`: whoever asks again for what changed since then misses nothing.
    """

    objects: list[Stamped]
    gone: list[Publication]
    resume: str
    has_more: bool
    as_of: dt.datetime


@dataclass(frozen=True)
class Change:
    """What was noted last of an object, and the object; without one it is gone, or left out."""

    noted: Publication
    given: Stamped | None


@dataclass(frozen=True)
class Stretch:
    """Changes in the order of their numbers, and whether there are more of them.

    `ahead` is the note before which the stretch ends, if its object has gone on since: given as
    it is, it could change back before anybody notes it, and the mirror would keep what never comes
    again.
    """

    changes: list[Change]
    has_more: bool
    ahead: Publication | None


def changes_since(
    register: Register, asked: Listing, *, since: str, cursor: str, size: int
) -> Changes:
    """The changes after the cursor, or from the moment `since` on.

    `asked` is what everybody may see under the filters. What everybody may see and they do not
    leave is among the tombstones, so that a mirror of a part stays exact.
    Raises BadParameter, NotFollowedYet.
    """
    moment = moment_of(since)
    number = _decode(cursor) if cursor else None
    if not FollowedRegister.objects.filter(name=register.name).exists():
        raise NotFollowedYet
    as_of = _as_of()
    known = _known(register)
    # Before the page is read: what is committed in between belongs to the next one.
    newest = number if number is not None else _last_number(known)
    after = known.filter(number__gt=number) if number is not None else _from(known, moment)
    found = _stretch(register, asked, after, size)
    numbers = [one.noted.number for one in found.changes]
    first = found.changes[0].noted if found.changes else found.ahead
    before = first.number - 1 if first else newest
    return Changes(
        objects=[one.given for one in found.changes if one.given],
        gone=[one.noted for one in found.changes if not one.given],
        resume=_encode(numbers[-1] if numbers else before),
        has_more=found.has_more,
        as_of=min(as_of, found.ahead.changed_at) if found.ahead else as_of,
    )


def changes_after(register: Register, asked: Listing, *, number: int, size: int) -> Stretch:
    """The changes behind this number: as `changes_since`, for those who keep the number."""
    return _stretch(register, asked, _known(register).filter(number__gt=number), size)


def tombstone(register: Register, one: Publication) -> dict[str, Any]:
    """What a mirror has to take away, and what took its place."""
    moved = f"{settings.SITE_URL}{register.api_path}{one.moved_to}/" if one.moved_to else None
    gone = "moved" if moved else "withdrawn"
    return {
        register.key_name: one.key,
        "reason": "not_in_filter" if one.is_present else gone,
        "moved_to": moved,
        "changed_at": one.changed_at.isoformat(),
    }


def last_number(register: Register) -> int:
    """Of the newest change of the register; 0 when there was none."""
    return _last_number(_known(register))


def _known(register: Register) -> Any:
    return Publication.objects.filter(register=register.name).order_by("number")


def _stretch(register: Register, asked: Listing, after: Any, size: int) -> Stretch:
    found = list(after[: size + 1])
    seen = _seen(register, asked, [one.record for one in found[:size] if one.is_present])
    page = list(takewhile(lambda one: _is_as_noted(one, seen), found[:size]))
    ahead = found[len(page)] if len(page) < len(found[:size]) else None
    changes = [Change(one, _given(one, seen)) for one in page]
    return Stretch(changes, has_more=len(found) > size and ahead is None, ahead=ahead)


def _given(one: Publication, seen: dict[int, Seen]) -> Stamped | None:
    if not one.is_present or not seen[one.record].is_asked_for:
        return None
    return Stamped(seen[one.record].text, one.changed_at, one.etag)


@dataclass(frozen=True)
class Seen:
    """What everybody sees of a record, and whether the filters leave it: both of one moment."""

    text: str
    is_asked_for: bool


def _is_as_noted(one: Publication, seen: dict[int, Seen]) -> bool:
    if not one.is_present:
        return True
    now = seen.get(one.record)
    return now is not None and checksum(now.text) == one.etag


def _seen(register: Register, asked: Listing, records: list[int]) -> dict[int, Seen]:
    """The objects of those of the records that everybody may see."""
    visible = register.visible_to(EVERYBODY).filter(pk__in=records).order_by()
    fields = register.fields_for(EVERYBODY)
    if not asked.is_part:
        texts = register.texts_by_key(list(visible.values_list("pk", flat=True)), fields)
        return {pk: Seen(text, True) for pk, text in texts.items()}
    # Filter and object in one statement: apart, one could be of another moment than the other.
    is_asked_for = Exists(asked.rows.order_by().filter(pk=OuterRef("pk")))
    made = register.as_json(visible.annotate(_asked=is_asked_for), fields)
    return {pk: Seen(text, has) for pk, text, has in made.values_list("pk", "_json", "_asked")}


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
