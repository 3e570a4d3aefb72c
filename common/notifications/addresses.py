"""Addresses at which letters do not arrive: not tried again until somebody says that they do."""

from __future__ import annotations

import re
from collections.abc import Iterable

from common.notifications.models import DeadAddress

# X.Y.Z of RFC 3463, as servers put it into what they say.
ENHANCED = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
# No such mailbox, no such domain, moved away, mailbox closed. Not: full, too long, thought to be
# spam, wrong just now.
DEAD_CODES = frozenset(
    {"5.0.0", "5.1.0", "5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1", "5.4.4"}
)


def says_dead(said: str) -> bool:
    """Whether the mail server speaks of the address, not of the letter. Without a code we cannot
    tell, and believe the server that it knows no such address.
    """
    codes = {".".join(found) for found in ENHANCED.findall(said)}
    return not codes or bool(codes & DEAD_CODES)


def mark_dead(address: str, said: str) -> None:
    """From the first time on; what was said last is kept."""
    DeadAddress.objects.update_or_create(
        address=address.lower(), defaults={"said": " ".join(said.split())[:500]}
    )


def revive(address: str) -> bool:
    """Letters are tried again: the person confirmed the address, or an official knows better."""
    count, _by_model = DeadAddress.objects.filter(address=address.lower()).delete()
    return bool(count)


def is_dead(address: str) -> bool:
    return bool(DeadAddress.objects.filter(address=address.lower()).exists())


def dead_among(addresses: Iterable[str]) -> dict[str, DeadAddress]:
    """Those of `addresses` (in small letters) at which letters do not arrive; one query."""
    asked = {address.lower() for address in addresses if address}
    found = DeadAddress.objects.filter(address__in=asked) if asked else ()
    return {one.address: one for one in found}
