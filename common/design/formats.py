"""How dates, numbers and quotes are written, in the language of the page."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from babel.dates import format_date, format_time
from babel.numbers import format_decimal
from django.utils import timezone, translation
from django.utils.translation import gettext

NBSP = "\N{NO-BREAK SPACE}"
QUOTES = {"uk": ("«", "»"), "en": ("“", "”")}

Number = int | float | Decimal


class MoreThan(int):
    """So many, and more: nobody has counted further. Written «over 1,000»."""


def current_language() -> str:
    """`uk` or `en`, whatever the regional variant."""
    return (translation.get_language() or "uk").split("-")[0]


def locale() -> str:
    return "en_GB" if current_language() == "en" else "uk"


def long_date(value: dt.date | dt.datetime) -> str:
    """21 листопада 2026 / 21 November 2026, never broken between day and month."""
    text = format_date(local(value), format="d MMMM y", locale=locale())
    return text.replace(" ", NBSP, 1)


def moment(value: dt.datetime) -> str:
    """21 листопада 2026, 14:05: in Kyiv time, which the portal speaks."""
    clock = format_time(local_moment(value), format="HH:mm", locale=locale())
    return f"{long_date(value)}, {clock}"


def local(value: dt.date | dt.datetime) -> dt.date | dt.datetime:
    return local_moment(value) if isinstance(value, dt.datetime) else value


def local_moment(value: dt.datetime) -> dt.datetime:
    return timezone.localtime(value) if timezone.is_aware(value) else value


def number(value: Number, places: int | None = None) -> str:
    """1 234,5 (uk) / 1,234.5 (en); four digits are grouped too."""
    if isinstance(value, MoreThan):
        return gettext("over %(count)s") % {"count": number(int(value))}
    pattern = "#,##0.###" if places is None else "#,##0." + "0" * places
    text = format_decimal(value, format=pattern.rstrip("."), locale=locale())
    return text.replace("\N{NARROW NO-BREAK SPACE}", NBSP)


def quoted(text: str) -> str:
    opening, closing = QUOTES[current_language() if current_language() in QUOTES else "uk"]
    return f"{opening}{text}{closing}"
