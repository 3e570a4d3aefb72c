from __future__ import annotations

from celery import shared_task

from partners import services


@shared_task
def forget_expired_contacts() -> int:
    """Erase contact persons whose retention date has passed; how many."""
    return services.forget_expired_contacts()


@shared_task
def watch_agreements() -> dict[str, int]:
    """Close or renew what is over, then remind of what ends soon; how many of each."""
    from partners.agreement_reminders import close_terms, remind_of_ends  # noqa: PLC0415

    return {"closed": close_terms(), "reminded": remind_of_ends()}
