"""Reading the files of `portal/demo/data`."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"
FILES = (
    "offices",
    "people",
    "profiles",
    "partners",
    "contacts",
    "cities",
    "agreements",
    "twin-links",
    "strategies",
    "ideas",
    "programmes",
    "projects",
    "mta",
    "letterheads",
    "letters",
    "calls",
    "aid",
    "saved-searches",
    "requests",
    "offers",
    "meetings",
    "keys",
    "news",
    "progress",
)

Entry = dict[str, Any]


def read(name: str) -> list[Entry]:
    entries: list[Entry] = json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))
    return entries


def digest() -> str:
    """Changes when any of the content does."""
    total = hashlib.sha256()
    for name in FILES:
        total.update((DATA / f"{name}.json").read_bytes())
    total.update((DATA / "rates.csv").read_bytes())
    return total.hexdigest()
