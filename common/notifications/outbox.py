"""The outbox of a trial: letters become files, which a page shows."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage as ParsedMessage
from email.parser import BytesParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

NAME = re.compile(r"^\d{8}T\d{12}-[0-9a-f]{8}$")


class OutboxBackend(BaseEmailBackend):
    """Writes each letter as a file of its own, whole or not at all."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder = outbox_folder()
        folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            _write(folder, message)
        return len(email_messages)


def outbox_folder() -> Path:
    return Path(settings.OUTBOX_DIR)


def _write(folder: Path, message: EmailMessage) -> None:
    name = f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}-{secrets.token_hex(4)}"
    unfinished = folder / f".{name}.part"
    unfinished.write_bytes(message.message().as_bytes())
    unfinished.rename(folder / f"{name}.eml")


@dataclass(frozen=True)
class OutboxLetter:
    """One letter as the page shows it."""

    name: str
    sent_at: datetime
    to: str
    sender: str
    subject: str
    text: str


def letters(limit: int = 100) -> list[OutboxLetter]:
    """The newest letters first."""
    files = sorted(outbox_folder().glob("*.eml"), reverse=True)[:limit]
    return [_read(file) for file in files if NAME.match(file.stem)]


def letter(name: str) -> OutboxLetter | None:
    """The letter of that name; None for anything that is not the name of a letter here."""
    file = outbox_folder() / f"{name}.eml"
    return _read(file) if NAME.match(name) and file.is_file() else None


def _read(file: Path) -> OutboxLetter:
    with file.open("rb") as source:
        message: Any = BytesParser(_class=ParsedMessage, policy=policy.default).parse(source)
    body = message.get_body(preferencelist=("plain", "html"))
    return OutboxLetter(
        name=file.stem,
        sent_at=datetime.strptime(file.stem[:21], "%Y%m%dT%H%M%S%f").replace(tzinfo=UTC),
        to=str(message["To"] or ""),
        sender=str(message["From"] or ""),
        subject=str(message["Subject"] or ""),
        text=body.get_content() if body else "",
    )
