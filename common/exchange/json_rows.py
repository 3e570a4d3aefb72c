"""Tables published as JSON: a list of objects with texts and numbers, bare or under «rows»."""

from __future__ import annotations

import json
from typing import Any

from django.utils.translation import gettext_lazy as _

from common.exchange.problems import UnreadableTable

# Under which name an object may hold the list.
HOLDERS = ("rows", "results", "data")
MOST_KEYS = 200


def is_json(beginning: bytes) -> bool:
    """Told by the content, as everywhere: no table begins with these."""
    return beginning.lstrip(b"\xef\xbb\xbf \r\n\t").startswith((b"[", b"{"))


def json_rows(content: bytes) -> tuple[list[str], list[list[str]]]:
    """The keys of all objects in the order of their coming, and each object's values as text.

    Raises UnreadableTable with a sentence for the person.
    """
    try:
        rows = json.loads(content.decode("utf-8-sig"), parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise UnreadableTable(_("The JSON file is damaged or cut: it cannot be read.")) from error
    if isinstance(rows, dict):
        rows = next((rows[name] for name in HOLDERS if isinstance(rows.get(name), list)), None)
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise UnreadableTable(
            _("The JSON file must hold a list of rows, or an object with “rows”.")
        )
    if not rows:
        raise UnreadableTable(_("The table is empty."))
    headers = list(dict.fromkeys(key for row in rows for key in row))
    if len(headers) > MOST_KEYS:
        raise UnreadableTable(_("The JSON file has too many columns."))
    return headers, [[_text(row.get(key)) for key in headers] for row in rows]


def _no_number(name: str) -> str:
    """NaN and its like are no JSON; some programs write them all the same."""
    return ""


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str | int | float):
        return str(value)
    raise UnreadableTable(_("A row of the JSON file may hold texts and numbers only."))
