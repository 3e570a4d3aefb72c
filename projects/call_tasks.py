"""What the worker does with calls by itself."""

from __future__ import annotations

from celery import shared_task


@shared_task
def tell_of_calls() -> int:
    """Letters about new calls; how many people got one."""
    from projects.services.call_alerts import send_alerts  # noqa: PLC0415

    return send_alerts()


@shared_task
def check_call_links() -> int:
    """Open the links of open calls that were not looked at for a day; how many were."""
    from projects.services.link_checks import check_links  # noqa: PLC0415

    return check_links()
