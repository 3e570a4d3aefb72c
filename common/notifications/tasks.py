"""What the worker does with letters."""

from __future__ import annotations

from celery import shared_task
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.notifications import delivery
from common.notifications.telling import send_digests as send_due_digests
from common.operations.jobs import job
from common.operations.rhythms import Daily, Every


@shared_task
def send_letters() -> dict[str, int]:
    """Send what is due, asked for by whoever wrote a letter; any number of workers at once."""
    round_ = delivery.send_due()
    return {"sent": round_.sent, "refused": round_.refused}


@job(
    "notifications-letters",
    _("Letters that are due go out"),
    Every(30),
    counts={
        "sent": pgettext_lazy("letters", "sent"),
        "refused": pgettext_lazy("letters", "not accepted"),
    },
)
def send_waiting_letters() -> dict[str, int]:
    """What nobody asked a worker for, and what the mail server put off."""
    return dict(send_letters())


@job("notifications-old-letters", _("Old outgoing letters are forgotten"), Every(24 * 60 * 60))
def forget_old_letters() -> int:
    return delivery.forget_old_letters()


@job("notifications-digests", _("Letters with all notices of the day or week"), Daily(8))
def send_digests() -> int:
    """In the morning: what people want to read all together."""
    return send_due_digests()
