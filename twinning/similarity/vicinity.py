"""Places near the partners that others of the same oblast have: ties come in clusters."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import NamedTuple

from twinning.similarity.places import VICINITY, Columns, Home, KnownLink, KnownLinks, cell_of


class Vicinity(NamedTuple):
    """The square of the straight distance, in radii of the earth, to the partner of the link."""

    square: float
    link: KnownLink

    @property
    def closeness(self) -> float:
        """1 at the partner's own place, falling to 0 at 80 km from it."""
        return float(1 - self.square**0.5 / VICINITY)


def near_partners(home: Home, columns: Columns, known: KnownLinks) -> dict[int, Vicinity]:
    """By row: the nearest partner of another community of the oblast, or of the oblast itself.

    Rows without one within 80 km are not in it. The community's own partners do not count: how
    near to them its next one lies says nothing.
    """
    found: dict[int, Vicinity] = {}
    for link in known.by_oblast.get(home.oblast, ()):
        centre = columns.row_of.get(link.municipality)
        if link.community == home.key or centre is None:
            continue
        for row, square in _around(columns, centre):
            if row not in found or square < found[row][0]:
                found[row] = Vicinity(square, link)
    return found


def _around(columns: Columns, centre: int) -> Iterator[tuple[int, float]]:
    """Rows within the vicinity of one, with squares of distances: a root for each would be slow."""
    x, y, z = columns.point(centre)
    limit = VICINITY**2
    one, two, three = cell_of(x, y, z)
    for step in product((-1, 0, 1), repeat=3):
        cell = columns.cells.get((one + step[0], two + step[1], three + step[2]))
        if cell is not None:
            rows = zip(cell.rows, cell.xs, cell.ys, cell.zs, strict=True)
            for row, a, b, c in rows:
                square = (a - x) * (a - x) + (b - y) * (b - y) + (c - z) * (c - z)
                if square < limit:
                    yield row, square
