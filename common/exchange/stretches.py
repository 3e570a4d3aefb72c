"""Rows for a file that is written while somebody reads it: a stretch at a time, by their keys.

No cursor of the database stays open for as long as a reader likes, and one who goes away leaves
nothing behind. The memory is that of a stretch, and eight bytes for each row.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models.expressions import RawSQL

STRETCH = 500


@dataclass(frozen=True, slots=True)
class Stretch:
    keys: list[int]
    is_last: bool

    def in_order(self, found: dict[int, Any]) -> Iterator[Any]:
        """What was found by key, in the order of the rows."""
        return (found[key] for key in self.keys if key in found)


def stretches(rows: Any, size: int = STRETCH) -> Iterator[Stretch]:
    """The primary keys in the order of the rows, `size` at a time.

    Whatever has left the rows meanwhile (deleted, hidden, changed) is left out of later stretches.
    """
    for place, some in enumerate(keys_at_once(rows, size)):
        still = still_there(rows, some.keys) if place else some.keys
        yield Stretch(still, some.is_last)


def keys_at_once(rows: Any, size: int) -> Iterator[Stretch]:
    """As `stretches`, of all that were there at the beginning."""
    keys = array("q", rows.values_list("pk", flat=True))
    for start in range(0, len(keys), size):
        yield Stretch(keys[start : start + size].tolist(), is_last=start + size >= len(keys))


def still_there(rows: Any, keys: list[int]) -> list[int]:
    """Those of the keys that are among the rows now, in their order."""
    # As one array: a thousand parameters cost more than the rest.
    asked = RawSQL("SELECT unnest(%s::bigint[])", [keys])
    found = set(rows.order_by().filter(pk__in=asked).values_list("pk", flat=True))
    return [key for key in keys if key in found]


def objects(rows: Any, size: int = STRETCH) -> Iterator[Any]:
    """The objects in their order, with what the rows prefetch."""
    for some in stretches(rows, size):
        yield from some.in_order(rows.in_bulk(some.keys))
