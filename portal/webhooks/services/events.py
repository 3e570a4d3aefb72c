"""From numbered changes to events: what each subscription has to be told, once.

Changes are numbered in the order of their commits (docs/decisions/0030). A subscription keeps the
number up to which it was told, and which objects its receiver has; both are written in the
transaction that makes the calls. So a worker that dies loses nothing and doubles nothing, and an
object that changed five times meanwhile is told once, as it is now.
"""

from __future__ import annotations

import json
import logging
import math
from collections.abc import Iterable, Iterator

from django.db import transaction

from common.registers.changes.feed import Change, changes_after, last_number, tombstone
from common.registers.register import Register
from common.registers.stamps import STAMPS
from portal.webhooks.enums import DeliveryStatus, EventKind, Trouble
from portal.webhooks.models import Delivery, KnownObject, Subscription
from portal.webhooks.services.disabling import disable
from portal.webhooks.subjects import asked_of, open_register

logger = logging.getLogger(__name__)

CHANGES_AT_ONCE = 200
# So many calls may wait for a receiver; further changes keep in their numbers until it answers.
MOST_WAITING = 1000


def note_events() -> int:
    """Make the calls for what changed since each subscription was told; how many."""
    live = Subscription.objects.live().order_by("number", "pk")
    rows = list(live.values_list("pk", "register", "number"))
    newest = {name: _newest(name) for name in {name for _key, name, _number in rows}}
    return sum(_note_all(key) for key, name, number in rows if newest[name] > number)


def _newest(name: str) -> float:
    """Of a register that is no longer open everything is news: its subscriptions end."""
    register = open_register(name)
    return last_number(register) if register else math.inf


def _note_all(key: int) -> int:
    """What goes wrong with one subscription keeps no other waiting."""
    made, has_more = 0, True
    try:
        while has_more:
            count, has_more = _note_some(key)
            made += count
    except Exception:
        logger.exception("Events of webhook %s were not noted", key)
    return made


@transaction.atomic
def _note_some(key: int) -> tuple[int, bool]:
    """How many calls one stretch of changes makes, and whether there is another one.

    Two workers at once: the second finds the row taken and leaves it to the first.
    """
    rows = Subscription.objects.live().filter(pk=key)
    subscription = rows.select_for_update(of=("self",), skip_locked=True).first()
    if subscription is None or subscription.deliveries.waiting().count() >= MOST_WAITING:
        return 0, False
    register = open_register(subscription.register)
    asked = asked_of(register, subscription.query) if register else None
    if register is None or asked is None:
        disable(subscription, Trouble.FILTERS)
        return 0, False
    found = changes_after(register, asked, number=subscription.number, size=CHANGES_AT_ONCE)
    if not found.changes:
        return 0, False
    count = _tell(subscription, register, found.changes)
    subscription.number = found.changes[-1].noted.number
    subscription.save(update_fields=["number"])
    return count, found.has_more


def _tell(subscription: Subscription, register: Register, changes: list[Change]) -> int:
    keys = [one.noted.key for one in changes]
    had = set(
        KnownObject.objects.filter(subscription=subscription, key__in=keys).values_list(
            "key", flat=True
        )
    )
    told = list(_told(changes, had))
    _keep_known(subscription, told)
    calls = [
        call_of(subscription, register, kind, one)
        for kind, one in told
        if kind in subscription.kinds
    ]
    Delivery.objects.bulk_create(calls)
    return len(calls)


def _told(changes: Iterable[Change], had: set[str]) -> Iterator[tuple[EventKind, Change]]:
    """What each change is for this receiver; what came and went meanwhile is nothing to it."""
    for one in changes:
        if one.given:
            yield (EventKind.CHANGED if one.noted.key in had else EventKind.PUBLISHED), one
        elif one.noted.key in had:
            yield EventKind.WITHDRAWN, one


def _keep_known(subscription: Subscription, told: list[tuple[EventKind, Change]]) -> None:
    new = [one.noted.key for kind, one in told if kind is EventKind.PUBLISHED]
    gone = [one.noted.key for kind, one in told if kind is EventKind.WITHDRAWN]
    KnownObject.objects.bulk_create(KnownObject(subscription=subscription, key=key) for key in new)
    KnownObject.objects.filter(subscription=subscription, key__in=gone).delete()


def call_of(
    subscription: Subscription, register: Register, kind: EventKind, change: Change
) -> Delivery:
    event = f"{subscription.public_id}-{change.noted.number}"
    return Delivery(
        subscription=subscription,
        event=event,
        kind=kind,
        key=change.noted.key,
        body=body_of(event, register, kind, change),
        status=DeliveryStatus.WAITING,
    )


def body_of(event: str, register: Register, kind: str, change: Change | None) -> str:
    """The envelope, and in it the object letter by letter as the API gives it to everybody."""
    noted, given = (change.noted, change.given) if change else (None, None)
    said = {
        "id": event,
        "event": kind,
        "register": register.name,
        "key": noted.key if noted else None,
        "number": noted.number if noted else None,
        "changed_at": noted.changed_at.isoformat() if noted else None,
        "removed": tombstone(register, noted) if noted and not given else None,
    }
    envelope = json.dumps(said, ensure_ascii=False)
    made = given.with_stamps(STAMPS) if given else "null"
    return f'{envelope[:-1]}, "object": {made}}}'
