"""Calls that people ask for: a trial one, one that went already, all since a moment."""

from __future__ import annotations

import datetime as dt
import logging
import uuid

from django.db import transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from accounts.models import User
from portal.webhooks.enums import TEST, DeliveryStatus, SubscriptionStatus
from portal.webhooks.exceptions import (
    AlreadyWaiting,
    NotActive,
    NothingToReplay,
    TooMuchToReplay,
)
from portal.webhooks.models import Delivery, Subscription
from portal.webhooks.services.events import body_of
from portal.webhooks.subjects import open_register

logger = logging.getLogger(__name__)

MOST_REPLAYED = 5000


@transaction.atomic
def send_test(*, actor: User, subscription: Subscription) -> Delivery:
    """A trial call without an object, ahead of all that waits; tried once. Refuses NotActive."""
    found = _awake(subscription)
    register = open_register(found.register)
    if register is None:
        raise NotActive
    event = f"{found.public_id}-test-{uuid.uuid4().hex[:12]}"
    body = body_of(event, register, TEST, None)
    made: Delivery = Delivery.objects.create(subscription=found, event=event, kind=TEST, body=body)
    transaction.on_commit(_ask_a_worker)
    return made


@transaction.atomic
def replay(*, actor: User, call: Delivery) -> Delivery:
    """Send it once more: the same event, the same text, signed anew.

    Refuses NotActive, AlreadyWaiting.
    """
    found = _awake(call.subscription)
    if found.deliveries.waiting().filter(event=call.event).exists():
        raise AlreadyWaiting
    made = _again(call)
    made.save()
    transaction.on_commit(_ask_a_worker)
    return made


@transaction.atomic
def replay_since(*, actor: User, subscription: Subscription, moment: dt.datetime) -> int:
    """Send once more, in their order, the events made since the moment; how many.

    The log goes back 30 days: for what is older a receiver reads `?updated_since=`.
    Refuses NotActive, NothingToReplay, TooMuchToReplay.
    """
    found = _awake(subscription)
    waiting = found.deliveries.waiting().order_by().values("event")
    rows = found.deliveries.closed().filter(is_replay=False, made_at__gte=moment)
    calls = list(
        rows.exclude(kind=TEST).exclude(event__in=waiting).order_by("pk")[: MOST_REPLAYED + 1]
    )
    if not calls:
        raise NothingToReplay
    if len(calls) > MOST_REPLAYED:
        raise TooMuchToReplay
    Delivery.objects.bulk_create([_again(one) for one in calls], batch_size=500)
    transaction.on_commit(_ask_a_worker)
    return len(calls)


def _again(call: Delivery) -> Delivery:
    return Delivery(
        subscription_id=call.subscription_id,
        event=call.event,
        kind=call.kind,
        key=call.key,
        body=call.body,
        is_replay=True,
        status=DeliveryStatus.WAITING,
    )


def _awake(subscription: Subscription) -> Subscription:
    """The row, held; somebody is looking, so that its next call does not wait. NotActive."""
    found: Subscription = Subscription.objects.select_for_update(of=("self",)).get(
        pk=subscription.pk
    )
    if found.status != SubscriptionStatus.ACTIVE:
        raise NotActive
    found.due_at = timezone.now()
    found.save(update_fields=["due_at"])
    return found


def _ask_a_worker() -> None:
    from portal.webhooks.tasks import call_receivers  # noqa: PLC0415 - the models load first

    try:
        call_receivers.apply_async(retry=False, expires=60)
    except OperationalError:
        logger.warning("No broker: webhooks wait for the schedule")
