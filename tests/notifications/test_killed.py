"""A sender killed in mid-delivery, for real: nobody is left out, and no letter is doubled.

The small sister of `benchmarks/kill_delivery.py`.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connections
from django.utils import timezone

from common.notifications.delivery import LEASE, send_due
from common.notifications.enums import LetterStatus
from common.notifications.models import OutgoingLetter

LETTERS = 40
KILLED_AFTER = (5, 15, 25)


class FileBackend(BaseEmailBackend):
    """A mail server: a line is written before it says yes."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            line = f"{message.extra_headers['Message-ID']} {message.to[0]}\n"
            with Path(os.environ["TAKEN"]).open("a", encoding="utf-8") as taken:
                taken.write(line)
            time.sleep(0.005)
        return len(email_messages)


def taken() -> list[str]:
    path = Path(os.environ["TAKEN"])
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


def kill_after(lines: int) -> None:
    """Have another process send, and end it without a word."""
    connections.close_all()
    sender = multiprocessing.get_context("fork").Process(target=send_due)
    sender.start()
    while len(taken()) < lines and sender.is_alive():
        time.sleep(0.001)
    if sender.pid and sender.is_alive():
        os.kill(sender.pid, signal.SIGKILL)
    sender.join()


@pytest.mark.django_db(transaction=True)
def test_killed_three_times(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.FileBackend"
    monkeypatch.setenv("TAKEN", str(tmp_path / "taken"))
    people = {f"{number}@mosty.example" for number in range(LETTERS)}
    for address in people:
        OutgoingLetter.objects.create(to=address, subject="Тема", text="Текст", html="Текст")
    for lines in KILLED_AFTER:
        kill_after(lines)
    send_due()
    left = OutgoingLetter.objects.filter(status=LetterStatus.WAITING)
    assert left.count() <= len(KILLED_AFTER)
    assert not left.filter(due_at__gt=timezone.now() + LEASE).exists()
    left.update(due_at=timezone.now())
    send_due()
    assert {line.split()[1] for line in taken()} == people
    # Again under its own name, at most once for each kill: whoever deduplicates by it shows one.
    assert len(set(taken())) == LETTERS
    assert len(taken()) - LETTERS <= len(KILLED_AFTER)
    assert not OutgoingLetter.objects.exclude(status=LetterStatus.SENT).exists()
