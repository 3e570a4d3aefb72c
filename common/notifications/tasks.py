"""What the worker does with letters."""

from __future__ import annotations

from smtplib import SMTPException

from celery import shared_task

from common.notifications.letters import Letter, deliver


@shared_task(
    autoretry_for=(SMTPException, OSError),
    retry_backoff=30,
    retry_backoff_max=60 * 60,
    max_retries=8,
)
def deliver_letter(
    to: str, subject: str, text: str, html: str, headers: dict[str, str] | None = None
) -> None:
    """Send one letter; a mail server that does not answer is asked again for about two hours."""
    deliver(Letter(to=to, subject=subject, text=text, html=html, headers=headers or {}))
