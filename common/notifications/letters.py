"""Letters to people: plain text first, the same words in HTML, sent by a worker after commit."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template import Context, Engine
from django.template.loader import render_to_string
from django.utils import translation
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Letter:
    """A letter ready to be sent: nothing but text, so that it can wait in a queue."""

    to: str
    subject: str
    text: str
    html: str
    # Beyond the usual ones, such as List-Unsubscribe.
    headers: Mapping[str, str] = field(default_factory=dict)


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
    """Write a letter now and hand it to a worker when the transaction has been committed.

    Nothing is sent when the transaction fails.
    """
    post(
        render_letter(to=to, template=template, context=context, language=language, headers=headers)
    )


def post(letter: Letter) -> None:
    transaction.on_commit(lambda: _queue(letter))


def _queue(letter: Letter) -> None:
    from common.notifications.tasks import deliver_letter  # noqa: PLC0415 - the task uses this module

    try:
        deliver_letter.apply_async(kwargs=asdict(letter), retry=False)
    except OperationalError:
        logger.exception("No broker: a letter is sent by the web process")
        deliver(letter)


def deliver(letter: Letter) -> None:
    message = EmailMultiAlternatives(
        letter.subject, letter.text, to=[letter.to], headers=dict(letter.headers)
    )
    message.attach_alternative(letter.html, "text/html")
    message.send()
