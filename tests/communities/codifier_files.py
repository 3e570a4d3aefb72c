"""A small but whole codifier for tests: all 27 first-level units, a few communities."""

from __future__ import annotations

import io
from collections.abc import Sequence

from openpyxl import Workbook

from communities.codifier import COLUMNS
from communities.first_level import FIRST_LEVEL

Cells = tuple[str, ...]

SPECIAL_CITIES = {"80": "Київ", "85": "Севастополь"}
SUMY, POLTAVA = "UA59000000000059000", "UA53000000000053000"
SUMY_RAION, ROMNY_RAION = "UA59080000000059080", "UA59060000000059060"
SUMSKA, MYKOLAIVSKA, RIVER = "UA59080270000059827", "UA59080150000059815", "UA59060110000059611"


def first_level_code(number: str) -> str:
    return f"UA{number}{'0' * 10}{number}000"


def row(codes: Sequence[str], category: str, name: str) -> Cells:
    return (*codes, *[""] * (5 - len(codes)), category, name)


def community(raion: str, code: str, name: str, centre: tuple[str, str]) -> list[Cells]:
    """The rows of a community of Sumy oblast and of its centre, given as (category, name)."""
    settlement = f"{code[:9]}001009{code[-4:]}"
    above = (SUMY, raion, code)
    return [row(above, "H", name), row((*above, settlement), *centre)]


def codifier_rows() -> list[Cells]:
    rows: list[Cells] = []
    for number in FIRST_LEVEL:
        category = "K" if number in SPECIAL_CITIES else "O"
        name = SPECIAL_CITIES.get(number, f"Область{number}ська ")
        rows.append(row((first_level_code(number),), category, name))
        if number == "59":
            rows += sumy_rows()
    return rows


def sumy_rows() -> list[Cells]:
    return [
        row((SUMY, SUMY_RAION), "P", "Сумський"),
        *community(SUMY_RAION, MYKOLAIVSKA, "Миколаївська ", ("C", "Миколаївка")),
        *community(SUMY_RAION, SUMSKA, "Сумська", ("M", "Суми")),
        row((SUMY, ROMNY_RAION), "P", "Роменський"),
        *community(ROMNY_RAION, RIVER, "Річківська", ("X", "Річки")),
    ]


def as_csv(
    rows: Sequence[Cells], *, encoding: str = "utf-8-sig", header: Cells = COLUMNS
) -> io.BytesIO:
    lines = "\r\n".join(";".join(cells) for cells in [header, *rows])
    return io.BytesIO((lines + "\r\n").encode(encoding))


def as_xlsx(rows: Sequence[Cells]) -> io.BytesIO:
    """With title rows before the header, as the ministry publishes it."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(["", "", "", "", "", "ЗАТВЕРДЖЕНО", ""])
    sheet.append(["Кодифікатор адміністративно-територіальних одиниць"])
    for cells in [COLUMNS, *rows]:
        sheet.append([cell or None for cell in cells])
    stream = io.BytesIO()
    book.save(stream)
    stream.seek(0)
    return stream
