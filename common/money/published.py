"""Files of official rates as the National Bank of Ukraine publishes them.

JSON of its interface: a list of objects with `cc` (or `r030`), `rate` or `rate_per_unit`, `units`
and `exchangedate`. CSV and XLSX of its site: the same under Ukrainian headings. Nothing is
guessed: a file with one row that cannot be read is refused with all such rows named.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.exchange.columns import ImportColumn
from common.exchange.problems import UnreadableTable
from common.exchange.reading import open_table
from common.money.currencies import CODE, HRYVNIA
from common.money.services import PublishedRate

COLUMNS = (
    ImportColumn(
        name="exchangedate",
        label=_("Date"),
        headings=("Дата", "rate_on", "date"),
        required=True,
        example="15.03.2024",
    ),
    ImportColumn(
        name="cc",
        label=_("Letter code"),
        headings=("Код літерний", "Код валюти літерний", "currency", "код"),
        required=True,
        example="EUR",
    ),
    ImportColumn(
        name="rate",
        label=_("Official rate"),
        headings=(
            "Офіційний курс",
            "Офіційний курс гривні",
            "Офіційний курс гривні, грн",
            "Курс",
        ),
        required=True,
        example="42,9447",
    ),
    ImportColumn(
        name="units",
        label=_("Number of units"),
        headings=("Кількість одиниць", "Кількість одиниць валюти", "Кількість"),
        example="1",
    ),
)
LARGEST_JSON = 20 * 1024 * 1024
LARGEST_RATE = Decimal(10) ** 9
DIGITS = Decimal("0.00000001")
# On a Friday the rates of Monday are known; over holidays those of a few days more.
DAYS_AHEAD = 14
FIRST_DAY = dt.date(1996, 9, 2)  # when the hryvnia came
DAY_FORMATS = ("%d.%m.%Y", "%Y-%m-%d", "%Y%m%d")

Row = Mapping[str, Any]


class UnusableRates(Exception):
    """`problems`: a sentence for each row that cannot be used, or one for the whole file."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("; ".join(problems))


def read_published(path: Path, *, latest: dt.date | None = None) -> list[PublishedRate]:
    """The rates of the file. Raises UnusableRates: then nothing of it may be used.

    A rate of a day after `latest` (in `DAYS_AHEAD` days when nothing is said) is a mistake.
    """
    try:
        rows = list(_rows(path))
    except UnreadableTable as error:
        raise UnusableRates([str(error)]) from error
    if not rows:
        raise UnusableRates(["The file holds no rates."])
    return _checked(rows, latest or timezone.localdate() + dt.timedelta(days=DAYS_AHEAD))


def _rows(path: Path) -> Iterator[tuple[int, Row]]:
    with path.open("rb") as file:
        beginning = file.read(64).lstrip(b"\xef\xbb\xbf \r\n\t")
    if beginning.startswith((b"[", b"{")):
        yield from _json_rows(path)
        return
    with path.open("rb") as file, open_table(file, COLUMNS) as table:
        for row in table.rows:
            cells = dict(zip(table.columns, row.cells, strict=False))
            yield row.number, {name: text for name, text in cells.items() if name}


def _json_rows(path: Path) -> Iterator[tuple[int, Row]]:
    if path.stat().st_size > LARGEST_JSON:
        raise UnusableRates(["The file is too large for a list of rates."])
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"), parse_float=Decimal)
    except (ValueError, RecursionError) as error:
        raise UnusableRates([f"The file is not JSON: {error}"]) from error
    if not isinstance(content, list) or not all(isinstance(row, dict) for row in content):
        raise UnusableRates(["The file must hold a list of rates."])
    if content and not {"cc", "exchangedate"} <= content[0].keys():
        raise UnusableRates(["The rates must have the fields cc, rate and exchangedate."])
    yield from enumerate(content, start=1)


def _checked(rows: list[tuple[int, Row]], latest: dt.date) -> list[PublishedRate]:
    problems: list[str] = []
    found: dict[tuple[str, dt.date], PublishedRate] = {}
    for number, row in rows:
        try:
            one = _rate(number, row, latest)
        except ValueError as error:
            problems.append(f"Row {number}: {error}")
            continue
        first = found.setdefault((one.currency, one.rate_on), one)
        if first.rate != one.rate:
            problems.append(
                f"Row {number}: another rate of {one.currency} on {one.rate_on} stands in row "
                f"{first.row}."
            )
    if problems:
        raise UnusableRates(problems)
    return list(found.values())


def _rate(number: int, row: Row, latest: dt.date) -> PublishedRate:
    currency = str(row.get("cc") or "").strip().upper()
    if not CODE.fullmatch(currency) or currency == HRYVNIA:
        raise ValueError(f"«{currency}» is not the code of a foreign currency.")
    return PublishedRate(number, currency, _day(row.get("exchangedate"), latest), _per_unit(row))


def _day(said: Any, latest: dt.date) -> dt.date:
    text = str(said or "").strip()[:10]
    for pattern in DAY_FORMATS:
        try:
            day = dt.datetime.strptime(text, pattern).replace(tzinfo=dt.UTC).date()
        except ValueError:
            continue
        if not FIRST_DAY <= day <= latest:
            raise ValueError(f"{day} is before the hryvnia or too far ahead.")
        return day
    raise ValueError(f"«{text}» is not a date such as 15.03.2024.")


def _per_unit(row: Row) -> Decimal:
    """Hryvnias for one unit: the bank quotes some currencies for 10, 100 or 1000."""
    if row.get("rate_per_unit"):
        return _usable(row["rate_per_unit"], _number(row["rate_per_unit"]))
    said = row.get("units")
    units = _number("1" if said in (None, "") else said)
    return _usable(row.get("rate"), _number(row.get("rate")) / units)


def _usable(said: Any, rate: Decimal) -> Decimal:
    rounded = rate.quantize(DIGITS)
    if not rounded:
        raise ValueError(f"«{said}» cannot be a rate.")
    return rounded


def _number(said: Any) -> Decimal:
    text = re.sub(r"\s", "", str("" if said is None else said)).replace(",", ".")
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise ValueError(f"«{said}» is not a number.") from None
    if not number.is_finite() or not 0 < number < LARGEST_RATE:
        raise ValueError(f"«{said}» cannot be a rate.")
    return number
