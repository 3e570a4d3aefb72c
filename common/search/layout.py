"""Words typed with the keyboard in the other alphabet: «gjknfdf» is «полтава»."""

from __future__ import annotations

import re

# The same keys, with and without Shift, on the English and on the Ukrainian keyboard.
ENGLISH = "qwertyuiop[]asdfghjkl;'zxcvbnm,.\\{}:\"<>|"
UKRAINIAN = "йцукенгшщзхїфівапролджєячсмитьбюґхїжєбюґ"
TO_UKRAINIAN = str.maketrans(ENGLISH, UKRAINIAN)
# The first key of each letter: signs with Shift came second.
TO_ENGLISH = {
    ord(letter): key for key, letter in reversed(list(zip(ENGLISH, UKRAINIAN, strict=True)))
}
CYRILLIC = re.compile("[а-яіїєґ]")
LATIN = re.compile("[a-z]")


def in_other_layout(words: str) -> str:
    """What the same keys give on the other keyboard; empty for words in both alphabets or none."""
    words = words.lower()
    is_cyrillic, is_latin = CYRILLIC.search(words), LATIN.search(words)
    if bool(is_cyrillic) == bool(is_latin):
        return ""
    return words.translate(TO_ENGLISH if is_cyrillic else TO_UKRAINIAN)
