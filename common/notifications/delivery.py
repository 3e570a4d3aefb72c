"""Sending what waits, each letter once.

A letter is a row. Whoever sends it takes it first: one short transaction puts its next try off by
`LEASE`, so that nobody else looks at it; then the mail server is spoken to, and its answer written
down by one statement. A worker that dies lets the letter wait until then. The one moment that
a database cannot cover is between the mail server's yes and our note of it: a letter sent again
then carries the same Message-ID, by which the mail server can tell. See docs/notices.md.
"""

from __future__ import annotations

import datetime as dt
import logging
import re
import time
from dataclasses import dataclass
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import InterfaceError, OperationalError, connection, transaction
from django.utils import timezone

from common.notifications.addresses import is_dead, mark_dead, revive, says_dead
from common.notifications.bounces import envelope_sender
from common.notifications.enums import LetterStatus
from common.notifications.models import KEPT_DAYS, OutgoingLetter

logger = logging.getLogger(__name__)

# Between the tries: 30 seconds, doubled each time, at most an hour. Ten tries take five hours.
FIRST_PAUSE = dt.timedelta(seconds=30)
LONGEST_PAUSE = dt.timedelta(hours=1)
MOST_TRIES = 10
# Nobody else takes a letter so long; longer than a conversation with a mail server lasts that
# answers each word at the last moment (EMAIL_TIMEOUT).
LEASE = dt.timedelta(minutes=5)
# When the database is away just then, the answer of the mail server is told it so long.
NOTED_WITHIN_SECONDS = 240
# SMTP says with these that the address itself is wrong: asking again changes nothing.
NO_SUCH_ADDRESS = frozenset({501, 550, 551, 553})
METHOD = re.compile(r"^METHOD:([A-Z]+)", re.MULTILINE)


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
        while sent + refused < most and (letter := _take(mail_server)):
            _deliver(letter, mail_server)
            went = letter.status == LetterStatus.SENT
            sent, refused = sent + went, refused + (not went)
    except MailServerSilentError:
        logger.warning("The mail server does not answer: letters wait", exc_info=True)
    finally:
        mail_server.close()
    return Sent(sent, refused)


@transaction.atomic
def _take(mail_server: BaseEmailBackend) -> OutgoingLetter | None:
    """The longest due letter, ours for the time of a lease; None when nothing is due."""
    letter: OutgoingLetter | None = (
        OutgoingLetter.objects.due().select_for_update(skip_locked=True).first()
    )
    if letter is None:
        return None
    _reach(mail_server)
    letter.attempts += 1
    letter.due_at = timezone.now() + LEASE
    letter.save(update_fields=["attempts", "due_at"])
    return letter


def _deliver(letter: OutgoingLetter, mail_server: BaseEmailBackend) -> None:
    if is_dead(letter.to):
        letter.last_error = "Not tried: letters do not arrive at this address."
        close(letter, LetterStatus.BOUNCED)
        _note(letter)
        return
    try:
        message_of(letter, mail_server).send()
    except Exception as error:
        logger.warning("Letter %s was not taken", letter.public_id, exc_info=True)
        _put_off(letter, error)
        mail_server.close()
    else:
        close(letter, LetterStatus.SENT)
    _note(letter)


def _note(letter: OutgoingLetter) -> None:
    """One statement, at once: a worker killed before it has the letter sent again.

    A database that is being restarted is waited for, as long as the letter is ours.
    """
    columns = [field.attname for field in letter._meta.concrete_fields if not field.primary_key]
    answer = {column: getattr(letter, column) for column in columns}
    until = time.monotonic() + NOTED_WITHIN_SECONDS
    while True:
        try:
            OutgoingLetter.objects.filter(pk=letter.pk).update(**answer)
        except (OperationalError, InterfaceError):
            if connection.in_atomic_block or time.monotonic() > until:
                raise
            connection.close()
            time.sleep(0.2)
        else:
            return


def _reach(mail_server: BaseEmailBackend) -> None:
    try:
        mail_server.open()
    except (SMTPException, OSError) as error:
        raise MailServerSilentError from error


def message_of(letter: OutgoingLetter, mail_server: BaseEmailBackend) -> EmailMultiAlternatives:
    headers = {"Message-ID": message_id(letter), **letter.headers}
    if settings.BOUNCE_ADDRESS:
        headers["From"] = settings.DEFAULT_FROM_EMAIL
    message = EmailMultiAlternatives(
        letter.subject,
        letter.text,
        envelope_sender(letter),
        [letter.to],
        headers=headers,
        connection=mail_server,
    )
    message.attach_alternative(letter.html, "text/html")
    if letter.calendar:
        message.attach_alternative(letter.calendar, f"text/calendar; method={_method(letter)}")
    return message


def _method(letter: OutgoingLetter) -> str:
    """REQUEST, CANCEL: mail programmes want it beside the type too (RFC 6047)."""
    found = METHOD.search(letter.calendar)
    return found[1] if found else "PUBLISH"


def message_id(letter: OutgoingLetter) -> str:
    return f"<{letter.public_id}@{urlsplit(settings.SITE_URL).hostname}>"


def _put_off(letter: OutgoingLetter, error: Exception) -> None:
    letter.last_error = _said(error)[:2000]
    if _no_such_address(error):
        if says_dead(letter.last_error):
            mark_dead(letter.to, letter.last_error)
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
        letter.text = letter.html = letter.calendar = letter.last_error = ""
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
    """Let a letter that was given up wait anew, whatever its address is thought to be.

    False when it is waiting or sent already.
    """
    held = OutgoingLetter.objects.stuck().select_for_update().filter(pk=letter.pk).first()
    if held is None:
        return False
    revive(held.to)
    held.status, held.closed_at = LetterStatus.WAITING, None
    held.attempts, held.due_at = 0, timezone.now()
    held.save()
    return True


def forget_old_letters() -> int:
    """Delete what was closed long ago: who got what stays known for three months."""
    before = timezone.now() - dt.timedelta(days=KEPT_DAYS)
    deleted, _by_model = OutgoingLetter.objects.filter(closed_at__lt=before).delete()
    return int(deleted)
