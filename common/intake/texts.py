"""Typed texts without stray spaces and signs that nobody sees."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import TypeVar

T = TypeVar("T")


def one_line(text: str) -> str:
    return " ".join(_visible(text).split())


def many_lines(text: str) -> str:
    """Paragraphs stay; spaces at the ends of lines and more than one empty line go."""
    lines = "\n".join(line.rstrip() for line in _visible(text).splitlines())
    return re.sub(r"\n{3,}", "\n\n", lines).strip()


def _visible(text: str) -> str:
    """In composed form; without control characters, which neither people nor PostgreSQL want."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(char for char in composed if char in "\n\t\r" or _is_visible(char))


def _is_visible(char: str) -> bool:
    return unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co", "Cn"}


def with_scheme(address: str) -> str:
    """`www.undp.org` → `https://www.undp.org`: people seldom type the first part."""
    return f"https://{address}" if address and "://" not in address else address


def once(values: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(values))
