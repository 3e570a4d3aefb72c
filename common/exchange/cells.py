"""Cells of a table as texts, without what no cell should hold."""

from __future__ import annotations

import re

from common.exchange.tables import FORMULA_STARTS

MOST_COLUMNS = 200
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\u200b]")

Cells = list[str]


def clean(text: str) -> str:
    """The text without what cannot be seen, and without our own mark before formulas."""
    text = CONTROL.sub("", text.replace("\N{NO-BREAK SPACE}", " ").replace("\r\n", "\n")).strip()
    if text.startswith("'") and text[1:].startswith(FORMULA_STARTS):
        return text[1:]
    return text
