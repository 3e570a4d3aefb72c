"""The simple types of XML Schema that IATI uses, as patterns and small checks."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

# Digits are those of ASCII: of others the schema knows nothing, nor does the database.
_DATE = re.compile(r"(-?\d{4,})-(\d\d)-(\d\d)(Z|[+-]\d\d:\d\d)?", re.ASCII)
_MOMENT = re.compile(
    r"(-?\d{4,}-\d\d-\d\d)T([01]\d|2[0-4]):([0-5]\d):([0-5]\d)(\.\d+)?(Z|[+-]\d\d:\d\d)?",
    re.ASCII,
)
_DECIMAL = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)", re.ASCII)
_INTEGER = re.compile(r"[+-]?\d+", re.ASCII)
_TOKEN = re.compile(r"[\w.:-]+")
_LARGEST_INT = 2**31 - 1


def _is_date(text: str) -> bool:
    found = _DATE.fullmatch(text)
    if not found:
        return False
    # Years beyond what Python counts still are dates; leap years repeat every 400 years.
    year, month, day = int(found[1][-4:]), int(found[2]), int(found[3])
    try:
        date(year or 2000, month, day)
    except ValueError:
        return False
    return bool(found[1].strip("-0"))


def _is_moment(text: str) -> bool:
    found = _MOMENT.fullmatch(text)
    return bool(found and _is_date(found[1]))


def _is_int(text: str) -> bool:
    return bool(_INTEGER.fullmatch(text)) and -_LARGEST_INT - 1 <= int(text[:20]) <= _LARGEST_INT


def _is_whole_from(least: int) -> Callable[[str], bool]:
    def check(text: str) -> bool:
        return bool(_INTEGER.fullmatch(text)) and int(text[:400]) >= least

    return check


def _is_address(text: str) -> bool:
    return not any(character in text for character in '<>"{}|\\^`') and text.count("#") < 2


_CHECKS: dict[str, Callable[[str], bool]] = {
    "string": lambda text: True,
    "date": _is_date,
    "dateTime": _is_moment,
    "decimal": lambda text: bool(_DECIMAL.fullmatch(text)),
    "boolean": lambda text: text in {"1", "0", "true", "false"},
    "int": _is_int,
    "nonNegativeInteger": _is_whole_from(0),
    "positiveInteger": _is_whole_from(1),
    "anyURI": _is_address,
    "NMTOKEN": lambda text: bool(_TOKEN.fullmatch(text)),
}


def is_valid(kind: str, text: str) -> bool:
    """Whether the text is of the simple type; space around it does not matter."""
    return _CHECKS[kind](text if kind == "string" else text.strip(" \t\r\n"))
