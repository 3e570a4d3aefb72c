"""Where places lie on the map of Ukraine in `communities/data/ukraine.json`.

The map is drawn in the Mercator projection, one unit being about 1.3 km in the middle of the
country; `scripts/extract_map.py` fits the three constants and draws the file.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import cache
from pathlib import Path

MAP_FILE = Path(__file__).parent / "data" / "ukraine.json"

UNITS_PER_DEGREE = 55.38
LEFT = 1224.3  # map units between the meridian of Greenwich and the left edge
TOP = 3417.03  # map units between the equator and the upper edge


def project(latitude: float, longitude: float) -> tuple[float, float]:
    """Map units to the right of, and below, the upper left corner."""
    stretched = math.degrees(math.log(math.tan(math.pi / 4 + math.radians(latitude) / 2)))
    x = UNITS_PER_DEGREE * longitude - LEFT
    y = TOP - UNITS_PER_DEGREE * stretched
    return round(x, 1), round(y, 1)


@dataclass(frozen=True, slots=True)
class MapPlace:
    """A point that a page wants to see on the map, with its words and, if it has one, its page."""

    latitude: float
    longitude: float
    label: str
    url: str = ""

    @property
    def x(self) -> float:
        return project(self.latitude, self.longitude)[0]

    @property
    def y(self) -> float:
        return project(self.latitude, self.longitude)[1]


@dataclass(frozen=True, slots=True)
class UkraineMap:
    """Outlines as SVG path data: the country, and its first-level units by KATOTTG code."""

    width: int
    height: int
    country: str
    oblasts: dict[str, str]


@cache
def ukraine_map() -> UkraineMap:
    content = json.loads(MAP_FILE.read_text(encoding="utf-8"))
    return UkraineMap(
        width=content["width"],
        height=content["height"],
        country=content["country"],
        oblasts=content["oblasts"],
    )
