"""What the worker does with letters."""

from __future__ import annotations

from celery import shared_task

from common.notifications import delivery
from common.notifications.telling import send_digests as send_due_digests


@shared_task
def send_letters() -> dict[str, int]:
    """Send what is due. Asked for by whoever wrote a letter, and by the schedule in any case."""
    round_ = delivery.send_due()
    return {"sent": round_.sent, "refused": round_.refused}


@shared_task
def forget_old_letters() -> int:
    return delivery.forget_old_letters()


@shared_task
def send_digests() -> int:
    """In the morning: what people want to read all together."""
    return send_due_digests()
