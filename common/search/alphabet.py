"""The Ukrainian alphabet, for short lists that are sorted outside the database."""

from __future__ import annotations

ALPHABET = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"
PLACES = {letter: chr(0xE000 + place) for place, letter in enumerate(ALPHABET)}
IN_ORDER = str.maketrans(PLACES | dict.fromkeys("'’ʼ`", ""))


def alphabetical(text: str) -> str:
    """A key to sort by, as the function `uk_sort_key` of the database makes it."""
    return text.lower().translate(IN_ORDER)
