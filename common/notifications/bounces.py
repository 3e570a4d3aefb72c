"""Reading what mail servers send back (RFC 3464): which letter it was, and is the address dead.

A report is believed only when it names a letter of ours: by the address that it came back to
(`bounces+<letter>@…`), or by the Message-ID of the letter that it returns. Both hold the letter's
random identifier, which nobody knows who did not get the letter. The address is taken from our
row, never from the report.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from common.notifications.addresses import ENHANCED, mark_dead, says_dead
from common.notifications.enums import LetterStatus
from common.notifications.models import OutgoingLetter

HEX = r"([0-9a-f]{32})"
CAME_BACK_TO = re.compile(rf"\+{HEX}@", re.IGNORECASE)
MESSAGE_ID = re.compile(r"<([0-9a-f]{8}-[0-9a-f-]{27})@", re.IGNORECASE)
ENVELOPE = ("Delivered-To", "X-Original-To", "Envelope-To", "To")


class Bounce(StrEnum):
    """What became of one message of the mailbox."""

    DEAD = "dead"  # the address is given up
    REFUSED = "refused"  # this letter was, the address is not
    LATER = "later"  # the server still tries, or delivered: nothing to do
    OTHER = "other"  # no report about a letter of ours


def envelope_sender(letter: OutgoingLetter) -> str:
    """Where the report about exactly this letter comes to; the usual sender without a mailbox."""
    name, _at, host = settings.BOUNCE_ADDRESS.partition("@")
    return f"{name}+{letter.public_id.hex}@{host}" if host else settings.DEFAULT_FROM_EMAIL


@transaction.atomic
def take_bounce(raw: bytes) -> Bounce:
    """Harmless when the same report is taken twice."""
    message: Any = BytesParser(_class=EmailMessage, policy=policy.default).parsebytes(raw)
    letter = _letter_of(message)
    report = next(_reports(message), None)
    if letter is None or report is None:
        return Bounce.OTHER
    action, said = report
    if action != "failed":
        return Bounce.LATER
    OutgoingLetter.objects.filter(pk=letter.pk).update(
        status=LetterStatus.BOUNCED,
        last_error=said[:2000],
        closed_at=letter.closed_at or timezone.now(),
    )
    if not says_dead(said):
        return Bounce.REFUSED
    mark_dead(letter.to, said)
    return Bounce.DEAD


def _letter_of(message: EmailMessage) -> OutgoingLetter | None:
    keys = [*_keys_of_envelope(message), *_keys_of_returned(message)]
    found: OutgoingLetter | None = OutgoingLetter.objects.filter(public_id__in=keys).first()
    return found


def _keys_of_envelope(message: EmailMessage) -> Iterator[UUID]:
    for name in ENVELOPE:
        for value in message.get_all(name, []):
            yield from (UUID(key) for key in CAME_BACK_TO.findall(str(value)))


def _keys_of_returned(message: EmailMessage) -> Iterator[UUID]:
    """The letter itself, or its headers, which servers put at the end."""
    for part in message.walk():
        if part.get_content_type() in {"message/rfc822", "text/rfc822-headers"}:
            for found in MESSAGE_ID.findall(part.as_bytes().decode("ascii", "replace")):
                try:
                    yield UUID(found)
                except ValueError:
                    continue


def _reports(message: EmailMessage) -> Iterator[tuple[str, str]]:
    """(action, what was said) of each recipient; a letter of ours has one."""
    for part in message.walk():
        if part.get_content_type() != "message/delivery-status":
            continue
        for fields in part.get_payload():
            if not isinstance(fields, str) and fields["Action"]:
                yield str(fields["Action"]).strip().lower(), _said(fields)


def _said(fields: Any) -> str:
    """`5.1.1; 550 no such user`, with the code once."""
    status = str(fields["Status"] or "").strip()
    diagnostic = " ".join(str(fields["Diagnostic-Code"] or "").partition(";")[2].split())
    known = {".".join(found) for found in ENHANCED.findall(diagnostic)}
    return diagnostic if status in known else f"{status} {diagnostic}".strip()
