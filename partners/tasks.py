from __future__ import annotations

from celery import shared_task

from partners import services


@shared_task
def forget_expired_contacts() -> int:
    """Erase contact persons whose retention date has passed; how many."""
    return services.forget_expired_contacts()
