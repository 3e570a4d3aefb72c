"""What the ranking knows of places: a home, columns of places abroad, and the known links."""

from __future__ import annotations

import math
from array import array
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

from twinning.similarity.weights import (
    LEARNED,
    LISTED,
    SMALLEST,
    Learned,
)

EARTH_RADIUS_KM = 6371
VICINITY_KM = 80
VICINITY = VICINITY_KM / EARTH_RADIUS_KM

Point = tuple[float, float, float]
NOWHERE: Point = (0.0, 0.0, 0.0)


@dataclass(frozen=True, kw_only=True)
class Home:
    """A community. `population` and coordinates may be unknown: then they do not count."""

    key: int
    oblast: int
    raion: int = 0
    population: int | None = None
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, kw_only=True)
class Place:
    """A place abroad as the database gives it."""

    key: int
    country: str
    population: int | None
    latitude: float | None
    longitude: float | None
    is_suburban: bool = False
    is_listed: bool = False


def log_size(population: int | None) -> float:
    return math.log10(max(population or 0, SMALLEST))


def standing_of(size: float, part: int, listed: int, learned: Learned) -> float:
    """How likely a place is to have a partner in Ukraine at all; `part`, `listed`: 0 or 1."""
    return learned.standing_size * (size - 4) - learned.part_of_another * part + LISTED * listed


def unit_vector(latitude: float, longitude: float) -> Point:
    north, east = math.radians(latitude), math.radians(longitude)
    flat = math.cos(north)
    return flat * math.cos(east), flat * math.sin(east), math.sin(north)


def cell_of(x: float, y: float, z: float) -> tuple[int, int, int]:
    """The cube, as wide as the vicinity, in which a point lies."""
    return math.floor(x / VICINITY), math.floor(y / VICINITY), math.floor(z / VICINITY)


def kilometres(one: Point, other: Point) -> float:
    straight = math.dist(one, other)
    return 2 * EARTH_RADIUS_KM * math.asin(min(1.0, straight / 2))


def _whole() -> array[int]:
    return array("q")


def _flags() -> array[int]:
    return array("b")


def _floats() -> array[float]:
    return array("d")


@dataclass(slots=True)
class Cell:
    """Rows with their points."""

    rows: array[int] = field(default_factory=_whole)
    xs: array[float] = field(default_factory=_floats)
    ys: array[float] = field(default_factory=_floats)
    zs: array[float] = field(default_factory=_floats)

    def add(self, row: int, point: Point) -> None:
        self.rows.append(row)
        for column, value in zip((self.xs, self.ys, self.zs), point, strict=True):
            column.append(value)


@dataclass
class Columns:
    """Places abroad as columns of numbers, countries in one run each: 8 bytes per number.

    A place without coordinates lies at the middle of the earth, which is near everything; that
    only makes it not be pushed back for its distance.
    """

    learned: Learned = LEARNED
    keys: array[int] = field(default_factory=_whole)
    sizes: array[float] = field(default_factory=_floats)
    parts: array[int] = field(default_factory=_flags)
    listed: array[int] = field(default_factory=_flags)
    standings: array[float] = field(default_factory=_floats)
    xs: array[float] = field(default_factory=_floats)
    ys: array[float] = field(default_factory=_floats)
    zs: array[float] = field(default_factory=_floats)
    countries: dict[str, range] = field(default_factory=dict)

    @classmethod
    def of(cls, places: Iterable[Place], learned: Learned = LEARNED) -> Columns:
        """From places sorted by country."""
        columns = cls(learned)
        for place in places:
            columns._add(place)
        columns.standings = columns._standings(learned)
        return columns

    def relearned(self, learned: Learned) -> Columns:
        """The same places under other learned numbers."""
        return replace(self, learned=learned, standings=self._standings(learned))

    def _add(self, place: Place) -> None:
        row = len(self.keys)
        known = place.latitude is not None and place.longitude is not None
        vector = unit_vector(place.latitude or 0, place.longitude or 0) if known else NOWHERE
        self.keys.append(place.key)
        self.sizes.append(log_size(place.population))
        self.parts.append(place.is_suburban)
        self.listed.append(place.is_listed)
        for column, value in zip((self.xs, self.ys, self.zs), vector, strict=True):
            column.append(value)
        begun = self.countries.get(place.country, range(row, row)).start
        self.countries[place.country] = range(begun, row + 1)

    def _standings(self, learned: Learned) -> array[float]:
        rows = zip(self.sizes, self.parts, self.listed, strict=True)
        return array("d", (standing_of(*row, learned) for row in rows))

    def rows(self, country: str = "") -> range:
        if country:
            return self.countries.get(country, range(0))
        return range(len(self.keys))

    def countries_of(self, rows: Iterable[int]) -> set[str]:
        """The countries in which any of the rows lies."""
        ordered = sorted(rows)
        return {
            code
            for code, run in self.countries.items()
            if bisect_left(ordered, run.start) < bisect_left(ordered, run.stop)
        }

    @cached_property
    def row_of(self) -> dict[int, int]:
        return {key: row for row, key in enumerate(self.keys)}

    def point(self, row: int) -> Point:
        return self.xs[row], self.ys[row], self.zs[row]

    @cached_property
    def cells(self) -> dict[tuple[int, int, int], Cell]:
        """Rows by the cube in which they lie, to find neighbours in."""
        found: dict[tuple[int, int, int], Cell] = defaultdict(Cell)
        for row, point in enumerate(zip(self.xs, self.ys, self.zs, strict=True)):
            if point != NOWHERE:
                found[cell_of(*point)].add(row, point)
        return dict(found)

    @cached_property
    def blocks(self) -> dict[str, list[Block]]:
        """By country: neighbouring rows of about one size. Small when rows are sorted by size."""
        return {
            country: [self._block(part) for part in _parts(self.sizes, rows)]
            for country, rows in self.countries.items()
        }

    def _block(self, rows: range) -> Block:
        part = slice(rows.start, rows.stop)
        sizes = self.sizes[part]
        axes = (self.xs[part], self.ys[part], self.zs[part])
        return Block(
            rows=rows,
            smallest=min(sizes),
            largest=max(sizes),
            standing=max(self.standings[part]),
            corners=tuple((min(axis), max(axis)) for axis in axes),
        )


BLOCK_STEP = 0.1  # decimal steps of population
BLOCK_ROWS = 256


def _parts(sizes: array[float], rows: range) -> Iterator[range]:
    begun = rows.start
    for row in rows:
        if abs(sizes[row] - sizes[begun]) > BLOCK_STEP or row - begun == BLOCK_ROWS:
            yield range(begun, row)
            begun = row
    yield range(begun, rows.stop)


@dataclass(frozen=True, slots=True)
class Block:
    """Rows, and the limits within which their numbers lie: what none of them can exceed."""

    rows: range
    smallest: float
    largest: float
    standing: float
    corners: tuple[tuple[float, float], ...]

    def apart(self, size: float) -> float:
        """The least difference of size of any row."""
        return max(0.0, self.smallest - size, size - self.largest)

    def away(self, point: Point) -> float:
        """The least straight distance of any row, in radii of the earth."""
        gaps = (
            max(0.0, low - own, own - high)
            for own, (low, high) in zip(point, self.corners, strict=True)
        )
        return math.hypot(*gaps)


@dataclass(frozen=True, slots=True)
class KnownLink:
    """A community (or, with `community` 0, an oblast) and a place abroad in relations."""

    community: int
    oblast: int
    raion: int
    municipality: int
    country: str


@dataclass(frozen=True)
class KnownLinks:
    """Links that exist. Without any, nothing is linked and no country is preferred."""

    links: tuple[KnownLink, ...] = ()

    def without(self, hidden: KnownLink) -> KnownLinks:
        return KnownLinks(tuple(one for one in self.links if one is not hidden))

    @cached_property
    def by_municipality(self) -> dict[int, list[KnownLink]]:
        found: dict[int, list[KnownLink]] = defaultdict(list)
        for link in self.links:
            found[link.municipality].append(link)
        return dict(found)

    @cached_property
    def by_oblast(self) -> dict[int, list[KnownLink]]:
        found: dict[int, list[KnownLink]] = defaultdict(list)
        for link in self.links:
            found[link.oblast].append(link)
        return dict(found)

    @cached_property
    def per_country(self) -> Counter[str]:
        return Counter(link.country for link in self.links)

    @cached_property
    def per_oblast_and_country(self) -> Counter[tuple[int, str]]:
        return Counter((link.oblast, link.country) for link in self.links)

    def of_community(self, community: int) -> Iterator[KnownLink]:
        return (link for link in self.links if link.community == community)
