"""Calling receivers, each event in its order.

Of a subscription one call is under way at a time, the first that waits: events arrive in the order
of their numbers. Who takes it holds the subscription for `LEASE`, calls, and writes down the
answer; a worker that dies lets it wait until then. Between the receiver's yes and our note of it a
call may go twice: it has the same event then, by which the receiver can tell.
"""

from __future__ import annotations

import datetime as dt
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from common.operations.visits import Answer, NoAnswer, PrivateAddress, visit
from common.registers.models import Publication
from portal.webhooks.enums import TEST, DeliveryStatus, EventKind, SubscriptionStatus, Trouble
from portal.webhooks.models import LONGEST_ANSWER, Delivery, Subscription
from portal.webhooks.services.disabling import disable
from portal.webhooks.signing import HEADER, signature

logger = logging.getLogger(__name__)

# Between the calls that fail: 30 seconds, doubled each time, at most an hour.
FIRST_PAUSE = dt.timedelta(seconds=30)
LONGEST_PAUSE = dt.timedelta(hours=1)
MOST_DOUBLINGS = 7
# An event that the receiver answers with «wrong» is given up then; the next ones go on.
MOST_REFUSALS = 5
DISABLED_AFTER = dt.timedelta(days=3)
# Nobody else calls so long; longer than a visit lasts, with the search for its host.
LEASE = dt.timedelta(minutes=5)
ROUND_SECONDS = 25.0
KEPT_DAYS = 30
READ_BYTES = 2000
GONE = 410
# Answers that say nothing of the event: come again later.
LATER = frozenset({408, 425, 429})

Visit = Callable[..., Answer]


@dataclass(frozen=True)
class Round:
    """Calls that were accepted, and calls that were not."""

    accepted: int = 0
    refused: int = 0


@dataclass(frozen=True)
class Outcome:
    """What a call came to. `status` is None when nobody answered, and `text` says why."""

    status: int | None
    text: str

    @property
    def is_accepted(self) -> bool:
        return self.status is not None and 200 <= self.status < 300

    @property
    def is_about_event(self) -> bool:
        """The receiver was there and did not want this very event."""
        return self.status is not None and 400 <= self.status < 500 and self.status not in LATER


def send_due(*, seconds: float = ROUND_SECONDS, visit: Visit = visit) -> Round:
    """Call whoever is due, for so many seconds; any number of workers at once."""
    accepted = refused = 0
    until = time.monotonic() + seconds
    while time.monotonic() < until and (call := _take()):
        went = _note(call, _call(call, visit))
        accepted, refused = accepted + went, refused + (not went)
    return Round(accepted, refused)


@transaction.atomic
def _take() -> Delivery | None:
    """The first waiting call of the subscription that waited longest, ours for a lease."""
    rows = Subscription.objects.due().select_for_update(of=("self",), skip_locked=True)
    while subscription := rows.first():
        call: Delivery | None = subscription.deliveries.waiting().first()
        # None when another worker has sent it between the two looks: the next one is asked for.
        if call and _is_withdrawn(subscription, call):
            _close_unsent(call)
        elif call:
            subscription.held_until = timezone.now() + LEASE
            subscription.save(update_fields=["held_until"])
            call.subscription = subscription
            return call
    return None


def _is_withdrawn(subscription: Subscription, call: Delivery) -> bool:
    """What a call that waited, or is sent again, tells of may be nobody's business by now."""
    if call.kind not in {EventKind.PUBLISHED, EventKind.CHANGED}:
        return False
    public = Publication.objects.filter(register=subscription.register, is_present=True)
    return not public.filter(key=call.key).exists()


def _close_unsent(call: Delivery) -> None:
    call.status, call.closed_at = DeliveryStatus.REFUSED, timezone.now()
    call.answer = "not sent: no longer public"
    call.save(update_fields=["status", "closed_at", "answer"])


def _call(call: Delivery, visit: Visit) -> Outcome:
    body, now = call.body.encode(), timezone.now()
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "Mosty-Event": call.event,
        HEADER: signature(call.subscription, body, now),
    }
    try:
        answer = visit(
            call.subscription.url,
            "POST",
            agent="Mosty webhooks",
            body=body,
            headers=headers,
            schemes=("https",),
            read=READ_BYTES,
        )
    except (PrivateAddress, NoAnswer) as error:
        return Outcome(None, str(error))
    except Exception as error:
        # One address must not keep the others waiting, whatever it makes of us.
        logger.exception("The call %s of a webhook failed", call.event)
        return Outcome(None, type(error).__name__)
    return Outcome(answer.status, answer.text)


@transaction.atomic
def _note(call: Delivery, outcome: Outcome) -> bool:
    """Write the answer down; the subscription may have been changed or removed meanwhile."""
    rows = Subscription.objects.select_for_update(of=("self",)).filter(pk=call.subscription_id)
    subscription = rows.first()
    if subscription is not None:
        _close(call, outcome)
        _judge(subscription, call, outcome)
    return outcome.is_accepted


def _close(call: Delivery, outcome: Outcome) -> None:
    call.attempts += 1
    call.tried_at = timezone.now()
    call.answer_status = outcome.status
    call.answer = outcome.text.replace("\x00", "\N{REPLACEMENT CHARACTER}")[:LONGEST_ANSWER]
    if outcome.is_accepted:
        call.status = DeliveryStatus.ACCEPTED
    elif call.kind == TEST or _is_given_up(call, outcome):
        call.status = DeliveryStatus.REFUSED
    if call.status != DeliveryStatus.WAITING:
        call.closed_at = call.tried_at
    names = ["attempts", "tried_at", "answer_status", "answer", "status", "closed_at"]
    call.save(update_fields=names)


def _is_given_up(call: Delivery, outcome: Outcome) -> bool:
    is_last = call.attempts >= MOST_REFUSALS or outcome.status == GONE
    return outcome.is_about_event and is_last


def _judge(subscription: Subscription, call: Delivery, outcome: Outcome) -> None:
    """When to call again, and whether at all. A trial call is no reason to judge anybody."""
    now = timezone.now()
    if outcome.is_accepted:
        subscription.failures, subscription.failing_since = 0, None
        subscription.due_at = subscription.accepted_at = now
    elif call.kind == TEST:
        subscription.due_at = now + pause_after(subscription.failures)
    else:
        subscription.failures += 1
        subscription.failing_since = subscription.failing_since or now
        subscription.due_at = now + pause_after(subscription.failures)
    subscription.held_until = None
    names = ["failures", "failing_since", "due_at", "accepted_at", "held_until"]
    subscription.save(update_fields=names)
    trouble = _trouble(subscription, call, outcome, now)
    if trouble and subscription.status == SubscriptionStatus.ACTIVE:
        disable(subscription, trouble)


def _trouble(
    subscription: Subscription, call: Delivery, outcome: Outcome, now: dt.datetime
) -> Trouble | None:
    if outcome.is_accepted or call.kind == TEST:
        return None
    if outcome.status == GONE:
        return Trouble.GONE
    since = subscription.failing_since or now
    return Trouble.SILENT if now - since >= DISABLED_AFTER else None


def pause_after(failures: int) -> dt.timedelta:
    """No pause without a failure."""
    if not failures:
        return dt.timedelta()
    doubled: dt.timedelta = FIRST_PAUSE * 2 ** min(failures - 1, MOST_DOUBLINGS)
    return min(doubled, LONGEST_PAUSE)


def forget_old_calls() -> int:
    """Delete what was closed long ago: the log goes back so many days."""
    before = timezone.now() - dt.timedelta(days=KEPT_DAYS)
    deleted, _by_model = Delivery.objects.closed().filter(closed_at__lt=before).delete()
    return int(deleted)
