"""Housekeeping of accounts."""

from __future__ import annotations

from celery import shared_task

from accounts import services
from common.audit.context import Source, acting


@shared_task
def close_expired_invitations() -> int:
    with acting(source=Source.TASK):
        return services.close_expired_invitations()
