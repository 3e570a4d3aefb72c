"""What lines of the log do not hold: what would tell who somebody is, and what opens a door."""

from __future__ import annotations

import re

# Single-use keys in links of letters: whoever reads a log must not be able to use them.
SECRET_IN_PATH = re.compile(r"((?:invitations|reset/key|confirm-email)/)[^/?\s]+")
# What was searched for, and by which filters.
QUERY = re.compile(r"\?\S*")


def without_secrets(text: str) -> str:
    return SECRET_IN_PATH.sub(r"\1…", text)


def request_words(text: str) -> str:
    """`GET /partners/?q=…` without what was asked for."""
    return QUERY.sub("", without_secrets(text))
