"""What is done about requests by the clock."""

from __future__ import annotations

from celery import shared_task


@shared_task
def watch_requests() -> dict[str, int]:
    """Wake what waits until today, remind of deadlines; how many of each."""
    from cooperation.request_reminders import (  # noqa: PLC0415 - models are ready only when it runs
        look_after_requests,
    )

    return look_after_requests()
