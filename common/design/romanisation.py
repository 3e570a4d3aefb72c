"""Ukrainian in Latin letters: the official table of Cabinet resolution 55 of 27 January 2010."""

from __future__ import annotations

import unicodedata

from common.design.formats import current_language

LETTERS = {
    "а": "a",
    "б": "b",
    "в": "v",
    "г": "h",
    "ґ": "g",
    "д": "d",
    "е": "e",
    "є": "ie",
    "ж": "zh",
    "з": "z",
    "и": "y",
    "і": "i",
    "ї": "i",
    "й": "i",
    "к": "k",
    "л": "l",
    "м": "m",
    "н": "n",
    "о": "o",
    "п": "p",
    "р": "r",
    "с": "s",
    "т": "t",
    "у": "u",
    "ф": "f",
    "х": "kh",
    "ц": "ts",
    "ч": "ch",
    "ш": "sh",
    "щ": "shch",
    "ю": "iu",
    "я": "ia",
}
AT_WORD_START = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}
APOSTROPHES = "'’ʼ`"
STRESS = "\u0301"
SOFT_SIGNS = "ьЬ"


def romanise(text: str) -> str:
    """Write Ukrainian text in Latin letters; what is not Ukrainian stays as it is.

    >>> romanise("Щербань"), romanise("Згурський"), romanise("Знам’янка")
    ('Shcherban', 'Zghurskyi', 'Znamianka')
    """
    chars = unicodedata.normalize("NFC", text)
    kept = [char for place, char in enumerate(chars) if not _is_dropped(chars, place)]
    return "".join(_romanised(kept, place) for place in range(len(kept)))


def person_name(name: str) -> str:
    """In the letters of the page: in Latin ones on an English page, as passports write it."""
    return romanise(name) if current_language() == "en" else name


def _is_dropped(chars: str, place: int) -> bool:
    """An apostrophe is dropped within a Ukrainian word, not in O'Brien or around a quotation."""
    char = chars[place]
    if char in APOSTROPHES:
        return (
            0 < place < len(chars) - 1
            and _is_cyrillic(chars[place - 1])
            and _is_cyrillic(chars[place + 1])
        )
    return char in SOFT_SIGNS or (char == STRESS and place > 0 and _is_cyrillic(chars[place - 1]))


def _is_cyrillic(char: str) -> bool:
    return "\u0400" <= char <= "\u04ff"


def _romanised(chars: list[str], place: int) -> str:
    char = chars[place]
    latin = _latin(chars, place)
    if latin is None:
        return char
    if char.islower():
        return latin
    return latin.upper() if _among_capitals(chars, place) else latin.capitalize()


def _latin(chars: list[str], place: int) -> str | None:
    letter = chars[place].lower()
    before = chars[place - 1].lower() if place else ""
    if letter == "г" and before == "з":
        return "gh"  # "зг" is "zgh", so that it is not read as "ж"
    if not before.isalpha() and letter in AT_WORD_START:
        return AT_WORD_START[letter]
    return LETTERS.get(letter)


def _among_capitals(chars: list[str], place: int) -> bool:
    """Whether a capital stands in a word of capitals, as in "ЩЕРБАНЬ" but not in "Щербань"."""
    after = chars[place + 1] if place + 1 < len(chars) else ""
    if after.isalpha():
        return after.isupper()
    return place > 0 and chars[place - 1].isupper()
