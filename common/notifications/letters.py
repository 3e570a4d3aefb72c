"""Letters to people: plain text first, the same words in HTML; written down, then sent."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.template import Context, Engine
from django.template.loader import render_to_string
from django.utils import timezone, translation
from kombu.exceptions import OperationalError

from common.notifications.models import OutgoingLetter

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Letter:
    """A letter ready to be sent: nothing but text."""

    to: str
    subject: str
    text: str
    html: str
    # Beyond the usual ones, such as List-Unsubscribe.
    headers: Mapping[str, str] = field(default_factory=dict)
    # An iCalendar object that says what it asks for by its METHOD; calendar programs read it.
    calendar: str = ""


def render_letter(
    *,
    to: str,
    template: str,
    context: Mapping[str, Any],
    language: str,
    headers: Mapping[str, str] | None = None,
) -> Letter:
    """Make a letter from `<template>.txt`, whose first line is the subject."""
    words = {**context, "site_url": settings.SITE_URL, "language": language}
    with translation.override(language):
        source = Engine.get_default().get_template(f"{template}.txt")
        subject, _, text = source.render(Context(words, autoescape=False)).strip().partition("\n")
        letter = compose(to=to, subject=subject, text=text.strip(), language=language)
    return replace(letter, headers=dict(headers or {}))


def compose(*, to: str, subject: str, text: str, language: str) -> Letter:
    """Put finished words into the portal's letter paper."""
    subject = " ".join(subject.split())
    paragraphs = [part.strip() for part in text.split("\n\n") if part.strip()]
    page = {"subject": subject, "paragraphs": paragraphs, "language": language}
    html = render_to_string("notifications/letter.html", page)
    return Letter(to=to, subject=subject, text=text + "\n", html=html)


def send_letter(
    to: str,
    template: str,
    context: Mapping[str, Any],
    language: str,
    *,
    headers: Mapping[str, str] | None = None,
) -> None:
    """Write a letter within the transaction; it is sent once that has been committed.

    Nothing is sent when the transaction fails, and nothing is lost when it does not.
    """
    post(
        render_letter(to=to, template=template, context=context, language=language, headers=headers)
    )


def post(letter: Letter, *, not_before: datetime | None = None) -> None:
    """Write the letter down; a worker is asked to send it when the transaction is committed.

    Without a broker, or before its time, it waits for a later round of the schedule.
    """
    OutgoingLetter.objects.create(
        to=letter.to,
        subject=letter.subject,
        text=letter.text,
        html=letter.html,
        headers=dict(letter.headers),
        calendar=letter.calendar,
        due_at=not_before or timezone.now(),
    )
    transaction.on_commit(_ask_a_worker)


def _ask_a_worker() -> None:
    from common.notifications.tasks import send_letters  # noqa: PLC0415 - the models load first

    try:
        send_letters.apply_async(retry=False, expires=60)
    except OperationalError:
        logger.warning("No broker: letters wait for the schedule")
