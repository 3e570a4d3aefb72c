"""Takes the reports of mail servers about letters that did not arrive."""

from __future__ import annotations

import mailbox
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from common.notifications.bounces import Bounce, take_bounce


class Command(BaseCommand):
    help = (
        "Take reports of letters that did not arrive: one from standard input (as a mail server "
        "pipes it), or all new ones of a mailbox. What is taken in a Maildir is marked as seen."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        places = parser.add_mutually_exclusive_group()
        places.add_argument("--maildir", type=Path)
        places.add_argument("--mbox", type=Path)

    def handle(self, *args: Any, maildir: Path | None, mbox: Path | None, **options: Any) -> None:
        if maildir or mbox:
            place = maildir or mbox
            if not place or not place.exists():
                raise CommandError(f"There is no mailbox {place}.")
        counts = Counter(take_bounce(raw) for raw in _messages(maildir, mbox))
        said = ", ".join(f"{kind}: {counts[kind]}" for kind in Bounce)
        self.stdout.write(f"{counts.total()} messages; {said}")


def _messages(maildir: Path | None, mbox: Path | None) -> Iterator[bytes]:
    if maildir:
        yield from _unseen(mailbox.Maildir(maildir, create=False))
    elif mbox:
        with closing(mailbox.mbox(mbox, create=False)) as box:
            yield from (message.as_bytes() for message in box)
    else:
        yield sys.stdin.buffer.read()


def _unseen(box: mailbox.Maildir) -> Iterator[bytes]:
    """A message is marked after it was taken: taken twice is better than never."""
    for key in list(box.keys()):
        message = box[key]
        if "S" in message.get_flags():
            continue
        yield message.as_bytes()
        message.set_subdir("cur")
        message.add_flag("S")
        box[key] = message
