"""What the worker does with webhooks."""

from __future__ import annotations

from celery import shared_task
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.operations.jobs import job
from common.operations.rhythms import Every
from portal.webhooks.services import delivery
from portal.webhooks.services.events import note_events


@shared_task
def call_receivers() -> dict[str, int]:
    """Call whoever is due, asked for by whoever pressed a button; any number of workers."""
    round_ = delivery.send_due()
    return {"accepted": round_.accepted, "refused": round_.refused}


@job(
    "webhooks",
    _("Changes are told to the addresses that asked for them"),
    Every(10),
    counts={
        "noted": pgettext_lazy("webhooks", "new events"),
        "accepted": pgettext_lazy("webhooks", "accepted"),
        "refused": pgettext_lazy("webhooks", "not accepted"),
    },
)
def tell_receivers() -> dict[str, int]:
    """Every few seconds, behind the follower of changes."""
    return {"noted": note_events(), **call_receivers()}


@job("webhooks-old-calls", _("Old calls of webhooks are forgotten"), Every(24 * 60 * 60))
def forget_old_calls() -> int:
    return delivery.forget_old_calls()
