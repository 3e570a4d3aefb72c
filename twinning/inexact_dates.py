"""Days of which perhaps only the year is known: kept as the first of January of that year."""

from __future__ import annotations

import datetime as dt

from common.design.formats import long_date
from twinning.link_enums import Precision

YEAR = len("1988")


def read_date(text: str) -> tuple[dt.date | None, str]:
    """«1988», «2022-05-01» or nothing as a day and how exactly it is known. Raises ValueError."""
    if not text:
        return None, Precision.DAY.value
    if len(text) == YEAR:
        return dt.date(int(text), 1, 1), Precision.YEAR.value
    return dt.date.fromisoformat(text), Precision.DAY.value


def typed_date(on: dt.date | None, precision: str) -> str:
    """As `read_date` reads it."""
    if on is None:
        return ""
    return str(on.year) if precision == Precision.YEAR else on.isoformat()


def told_date(on: dt.date | None, precision: str) -> str:
    """«1988», «1 травня 2022 р.»: for people."""
    if on is None:
        return ""
    return str(on.year) if precision == Precision.YEAR else long_date(on)
