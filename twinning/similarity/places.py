"""What the ranking knows of places: a home, columns of places abroad, and the known links."""

from __future__ import annotations

import math
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from twinning.similarity.weights import (
    LISTED,
    MOST_SPELLINGS,
    SMALLEST,
    STANDING_BEND,
    STANDING_BEND_AT,
    STANDING_SIZE,
    STANDING_SPELLING,
    SUBURBAN,
)

EARTH_RADIUS_KM = 6371


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
    spellings: int = 0
    is_suburban: bool = False
    is_listed: bool = False


def log_size(population: int | None) -> float:
    return math.log10(max(population or 0, SMALLEST))


def standing_of(place: Place) -> float:
    """How likely a place of this size and fame is to have a partner in Ukraine at all."""
    size = log_size(place.population)
    return (
        STANDING_SIZE * (size - 4)
        - STANDING_BEND * (size - STANDING_BEND_AT) ** 2
        + STANDING_SPELLING * min(place.spellings, MOST_SPELLINGS)
        - SUBURBAN * place.is_suburban
        + LISTED * place.is_listed
    )


def unit_vector(latitude: float, longitude: float) -> tuple[float, float, float]:
    north, east = math.radians(latitude), math.radians(longitude)
    flat = math.cos(north)
    return flat * math.cos(east), flat * math.sin(east), math.sin(north)


def kilometres(one: tuple[float, float, float], other: tuple[float, float, float]) -> float:
    straight = math.dist(one, other)
    return 2 * EARTH_RADIUS_KM * math.asin(min(1.0, straight / 2))


@dataclass
class Columns:
    """Places abroad as columns of numbers, countries in one run each: 8 bytes per number.

    A place without coordinates lies at the middle of the earth, which is near everything; that
    only makes it not be pushed back for its distance.
    """

    keys: array[int] = field(default_factory=lambda: array("q"))
    sizes: array[float] = field(default_factory=lambda: array("d"))
    standings: array[float] = field(default_factory=lambda: array("d"))
    xs: array[float] = field(default_factory=lambda: array("d"))
    ys: array[float] = field(default_factory=lambda: array("d"))
    zs: array[float] = field(default_factory=lambda: array("d"))
    countries: dict[str, range] = field(default_factory=dict)

    @classmethod
    def of(cls, places: Iterable[Place]) -> Columns:
        """From places sorted by country."""
        columns = cls()
        for place in places:
            columns._add(place)
        return columns

    def _add(self, place: Place) -> None:
        row = len(self.keys)
        known = place.latitude is not None and place.longitude is not None
        vector = unit_vector(place.latitude or 0, place.longitude or 0) if known else (0, 0, 0)
        self.keys.append(place.key)
        self.sizes.append(log_size(place.population))
        self.standings.append(standing_of(place))
        for column, value in zip((self.xs, self.ys, self.zs), vector, strict=True):
            column.append(value)
        begun = self.countries.get(place.country, range(row, row)).start
        self.countries[place.country] = range(begun, row + 1)

    def rows(self, country: str = "") -> range:
        if country:
            return self.countries.get(country, range(0))
        return range(len(self.keys))

    @cached_property
    def row_of(self) -> dict[int, int]:
        return {key: row for row, key in enumerate(self.keys)}

    def country_of(self, row: int) -> str:
        return next(code for code, rows in self.countries.items() if row in rows)


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
    def per_country(self) -> Counter[str]:
        return Counter(link.country for link in self.links)

    @cached_property
    def per_oblast_and_country(self) -> Counter[tuple[int, str]]:
        return Counter((link.oblast, link.country) for link in self.links)

    def of_community(self, community: int) -> Iterator[KnownLink]:
        return (link for link in self.links if link.community == community)
