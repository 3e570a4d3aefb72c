"""The life of a subscription as one table. `status` is written here and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import pgettext_lazy

from portal.webhooks.enums import SubscriptionStatus, Trouble
from portal.webhooks.exceptions import WrongStatus

if TYPE_CHECKING:
    from portal.webhooks.models import Subscription

ACTIVE, PAUSED, DISABLED = SubscriptionStatus


@dataclass(frozen=True)
class Step:
    """`by_people`: pressed by those who keep the subscription; otherwise the portal's own."""

    code: str
    label: Any
    sources: frozenset[SubscriptionStatus]
    target: SubscriptionStatus
    by_people: bool = True


PAUSE = Step("pause", pgettext_lazy("webhook", "pause"), frozenset({ACTIVE}), PAUSED)
RESUME = Step("resume", pgettext_lazy("webhook", "resume"), frozenset({PAUSED, DISABLED}), ACTIVE)
DISABLE = Step(
    "disable",
    pgettext_lazy("webhook", "switch off"),
    frozenset({ACTIVE}),
    DISABLED,
    by_people=False,
)
STEPS = (PAUSE, RESUME, DISABLE)
STEP = {one.code: one for one in STEPS if one.by_people}


def steps_of(subscription: Subscription) -> list[Step]:
    """What people may press now."""
    return [one for one in STEP.values() if subscription.status in one.sources]


def move(subscription: Subscription, step: Step, *, trouble: Trouble | None = None) -> None:
    """The caller holds the row and saves it. Resumed, it is tried at once and judged anew.

    Refuses WrongStatus.
    """
    if subscription.status not in step.sources:
        raise WrongStatus
    subscription.status = step.target
    subscription.trouble = trouble.value if trouble else ""
    if step is RESUME:
        subscription.failures, subscription.failing_since = 0, None
        subscription.due_at = timezone.now()
