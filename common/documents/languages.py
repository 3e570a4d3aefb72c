"""How a language writes: quotes, dates, numbers, the tag that programs know it by."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from babel.dates import format_date
from babel.numbers import format_decimal

NBSP = "\N{NO-BREAK SPACE}"
NARROW = "\N{NARROW NO-BREAK SPACE}"


@dataclass(frozen=True)
class Writing:
    """`quotes`: outer pair, inner pair. `sticky`: short words that never end a line."""

    tag: str
    quotes: tuple[str, str, str, str]
    sticky: str = ""
    addressee_right: bool = False

    @property
    def region(self) -> str:
        return self.tag.partition("-")[2]


LOW_HIGH = ("„", "“", "‚", "‘")
LOW_RIGHT = ("„", "”", "«", "»")
HIGH = ("“", "”", "‘", "’")
ANGLES = ("«", "»", "“", "”")
SWEDISH = ("”", "”", "’", "’")

WRITINGS: dict[str, Writing] = {
    "uk": Writing("uk-UA", ("«", "»", "„", "“"), "авзійоуя", addressee_right=True),
    "en": Writing("en-GB", HIGH),
    "de": Writing("de-DE", LOW_HIGH),
    "pl": Writing("pl-PL", LOW_RIGHT, "aiouwz", addressee_right=True),
    "fr": Writing("fr-FR", (f"«{NBSP}", f"{NBSP}»", "“", "”"), addressee_right=True),
    "lt": Writing("lt-LT", LOW_HIGH),
    "lv": Writing("lv-LV", LOW_RIGHT),
    "et": Writing("et-EE", ("„", "“", "«", "»")),
    "cs": Writing("cs-CZ", LOW_HIGH, "aikosuvz"),
    "sk": Writing("sk-SK", LOW_HIGH, "aikosuvz"),
    "ro": Writing("ro-RO", LOW_RIGHT, addressee_right=True),
    "hu": Writing("hu-HU", ("„", "”", "»", "«")),
    "it": Writing("it-IT", ANGLES, addressee_right=True),
    "es": Writing("es-ES", ANGLES),
    "nl": Writing("nl-NL", HIGH),
    "sv": Writing("sv-SE", SWEDISH),
    "da": Writing("da-DK", SWEDISH),
    "fi": Writing("fi-FI", SWEDISH),
}
OTHER = WRITINGS["en"]
# Where a letter is dated more fully than the usual long form.
DATES = {"uk": "d MMMM y 'року'", "pl": "d MMMM y 'r.'"}


def writing(language: str) -> Writing:
    """English habits for a language that nobody has described."""
    return WRITINGS.get(language, OTHER)


def date_in(language: str, day: dt.date) -> str:
    """«21 листопада 2026 р.», “21 November 2026”, „21. November 2026“; in one line always."""
    pattern = DATES.get(language, "long")
    text = format_date(day, format=pattern, locale=writing(language).tag.replace("-", "_"))
    return text.replace(NARROW, " ").replace(" ", NBSP)


def number_in(language: str, value: int) -> str:
    text = format_decimal(value, locale=writing(language).tag.replace("-", "_"))
    return text.replace(NARROW, NBSP)
