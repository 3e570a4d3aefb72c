"""Secrets that open something: made at random, shown or sent once, kept as their SHA-256.

A slow hash is for passwords, which people choose and others guess. Ours hold 256 random bits:
nobody tries them all, however fast one try is; and a key is looked up at each request, which a
slow hash would make a hundred times dearer (decision 36).
"""

from __future__ import annotations

import hashlib
import re
import secrets

TOKEN_BYTES = 32
PREFIX_BYTES = 4
# What a key looks like: its name, by which people tell it apart, and the secret.
KEY = re.compile(r"(mosty_[0-9a-f]{8})_[0-9a-f]{64}")


def digest(token: str) -> str:
    """What is stored of a token. It is random and long, so that no salt is needed."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_key() -> str:
    return f"mosty_{secrets.token_hex(PREFIX_BYTES)}_{secrets.token_hex(TOKEN_BYTES)}"


def looks_like_key(text: str) -> bool:
    return KEY.fullmatch(text) is not None


def prefix_of(key: str) -> str:
    """What may be shown and logged of a key."""
    found = KEY.fullmatch(key)
    assert found is not None
    return found[1]
