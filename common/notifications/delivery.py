"""Sending what waits, each letter once.

A letter is a row. Whoever sends it holds the row's lock until the mail server has answered and
the answer is written down, so that two workers never send the same one. A worker that dies lets
the lock go, and the next one takes the letter. The one moment that a database cannot cover is
between the mail server's yes and our note of it: a letter sent again then carries the same
Message-ID, by which the mail server can tell. See docs/notices.md.
"""

from __future__ import annotations

import datetime as dt
import logging
from dataclasses import dataclass
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils import timezone

from common.notifications.enums import LetterStatus
from common.notifications.models import KEPT_DAYS, OutgoingLetter

logger = logging.getLogger(__name__)

# Between the tries: 30 seconds, doubled each time, at most an hour. Ten tries take five hours.
FIRST_PAUSE = dt.timedelta(seconds=30)
LONGEST_PAUSE = dt.timedelta(hours=1)
MOST_TRIES = 10
# SMTP says with these that the address itself is wrong: asking again changes nothing.
NO_SUCH_ADDRESS = frozenset({501, 550, 551, 553})


@dataclass(frozen=True)
class Sent:
    """Of one round: letters that went out and letters that the mail server did not take."""

    sent: int = 0
    refused: int = 0


class MailServerSilentError(Exception):
    """Nobody answers, or the portal is not let in."""


def send_due(most: int = 500) -> Sent:
    """Send what is due, one letter in one transaction; at most `most` of them.

    A mail server that does not answer ends the round, and no letter is the worse for it.
    """
    sent = refused = 0
    mail_server = get_connection()
    try:
        while sent + refused < most and (letter := _send_next(mail_server)):
            went = letter.status == LetterStatus.SENT
            sent, refused = sent + went, refused + (not went)
    except MailServerSilentError:
        logger.warning("The mail server does not answer: letters wait", exc_info=True)
    finally:
        mail_server.close()
    return Sent(sent, refused)


@transaction.atomic
def _send_next(mail_server: BaseEmailBackend) -> OutgoingLetter | None:
    letter: OutgoingLetter | None = (
        OutgoingLetter.objects.due().select_for_update(skip_locked=True).first()
    )
    if letter is None:
        return None
    _reach(mail_server)
    letter.attempts += 1
    try:
        message_of(letter, mail_server).send()
    except Exception as error:
        logger.warning("Letter %s was not taken", letter.public_id, exc_info=True)
        _put_off(letter, error)
        mail_server.close()
    else:
        close(letter, LetterStatus.SENT)
    letter.save()
    return letter


def _reach(mail_server: BaseEmailBackend) -> None:
    try:
        mail_server.open()
    except (SMTPException, OSError) as error:
        raise MailServerSilentError from error


def message_of(letter: OutgoingLetter, mail_server: BaseEmailBackend) -> EmailMultiAlternatives:
    headers = {"Message-ID": message_id(letter), **letter.headers}
    message = EmailMultiAlternatives(
        letter.subject, letter.text, to=[letter.to], headers=headers, connection=mail_server
    )
    message.attach_alternative(letter.html, "text/html")
    return message


def message_id(letter: OutgoingLetter) -> str:
    return f"<{letter.public_id}@{urlsplit(settings.SITE_URL).hostname}>"


def _put_off(letter: OutgoingLetter, error: Exception) -> None:
    letter.last_error = _said(error)[:2000]
    if _no_such_address(error):
        close(letter, LetterStatus.BOUNCED)
    elif letter.attempts >= MOST_TRIES:
        close(letter, LetterStatus.FAILED)
    else:
        pause = FIRST_PAUSE * 2 ** (letter.attempts - 1)
        letter.due_at = timezone.now() + min(pause, LONGEST_PAUSE)


def close(letter: OutgoingLetter, status: LetterStatus) -> None:
    """The words of a letter that went out are wiped: they may open an account."""
    letter.status, letter.closed_at = status, timezone.now()
    if status == LetterStatus.SENT:
        letter.text = letter.html = letter.last_error = ""
        letter.headers = {}


def _no_such_address(error: Exception) -> bool:
    if isinstance(error, SMTPRecipientsRefused):
        return all(code in NO_SUCH_ADDRESS for code, _said in error.recipients.values())
    return False


def _said(error: Exception) -> str:
    if isinstance(error, SMTPRecipientsRefused):
        answers = error.recipients.values()
        return "; ".join(f"{code} {_text(said)}" for code, said in answers)
    if isinstance(error, SMTPResponseException):
        return f"{error.smtp_code} {_text(error.smtp_error)}"
    return f"{type(error).__name__}: {error}"


def _text(said: bytes | str) -> str:
    return said.decode(errors="replace") if isinstance(said, bytes) else said


@transaction.atomic
def send_again(letter: OutgoingLetter) -> bool:
    """Let a letter that was given up wait anew; False when it is waiting or sent already."""
    held = OutgoingLetter.objects.stuck().select_for_update().filter(pk=letter.pk).first()
    if held is None:
        return False
    held.status, held.closed_at = LetterStatus.WAITING, None
    held.attempts, held.due_at = 0, timezone.now()
    held.save()
    return True


def forget_old_letters() -> int:
    """Delete what was closed long ago: who got what stays known for three months."""
    before = timezone.now() - dt.timedelta(days=KEPT_DAYS)
    deleted, _by_model = OutgoingLetter.objects.filter(closed_at__lt=before).delete()
    return int(deleted)
