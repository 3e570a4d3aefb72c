"""The map of the world in `twinning/data/world.json`, and where places lie on it.

Mercator, as the map of Ukraine, so that a part of it can be shown larger without another file:
the areas below are windows on the same drawing. `scripts/extract_map.py` draws the file.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import cache
from pathlib import Path

MAP_FILE = Path(__file__).parent / "data" / "world.json"

UNITS_PER_DEGREE = 10.0
# Beyond these latitudes there is nobody to be twinned with.
NORTH, SOUTH = 76.0, -56.0
BOW = 0.18  # how far an arc leaves the straight line, by its length


def _stretched(latitude: float) -> float:
    return math.degrees(math.log(math.tan(math.pi / 4 + math.radians(latitude) / 2)))


def project(latitude: float, longitude: float) -> tuple[float, float]:
    """Map units to the right of, and below, the upper left corner."""
    within = min(max(latitude, SOUTH), NORTH)
    x = UNITS_PER_DEGREE * (longitude + 180)
    y = UNITS_PER_DEGREE * (_stretched(NORTH) - _stretched(within))
    return round(x, 1), round(y, 1)


@dataclass(frozen=True)
class Area:
    """A window on the drawing. `radius` is that of a dot which can be seen in it."""

    code: str
    view_box: str
    radius: float


def _window(code: str, north: float, west: float, south: float, east: float) -> Area:
    left, top = project(north, west)
    right, bottom = project(south, east)
    width = right - left
    view_box = f"{left:g} {top:g} {width:g} {bottom - top:g}"
    return Area(code, view_box, round(width / 230, 1))


AREAS = {
    "europe": _window("europe", 64.5, -11, 37, 41.5),
    "world": _window("world", NORTH, -170, SOUTH, 190),
}


def arc(start: tuple[float, float], end: tuple[float, float]) -> str:
    """A bow from one point to the other, bent upwards, as SVG path data."""
    (x1, y1), (x2, y2) = start, end
    middle_x = (x1 + x2) / 2 + (y2 - y1) * BOW * (1 if x2 > x1 else -1)
    middle_y = (y1 + y2) / 2 - abs(x2 - x1) * BOW
    return f"M{x1:g} {y1:g}Q{middle_x:.1f} {middle_y:.1f} {x2:g} {y2:g}"


@cache
def outlines() -> dict[str, str]:
    """Countries as SVG path data by ISO 3166-1 numeric code («276» is Germany)."""
    found: dict[str, str] = json.loads(MAP_FILE.read_text(encoding="utf-8"))["countries"]
    return found
