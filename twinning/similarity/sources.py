"""From the database to what the ranking works on; columns are kept in memory while they hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Any

from django.db.models import Max
from django.db.models.functions import Coalesce

from communities.models import Community
from twinning.models import Municipality, TwinLink
from twinning.similarity.places import Columns, Home, KnownLink, KnownLinks, Place

Stamp = tuple[datetime | None, int | None]

_PLACE = (
    *("pk", "country", "population", "latitude", "longitude"),
    *("is_suburban", "listed_on"),
)


@dataclass(frozen=True)
class _Kept:
    stamp: Stamp
    columns: Columns


_kept: _Kept | None = None
_loading = Lock()


def columns() -> Columns:
    """Every city and town abroad. Read again (about a second) after any of them has changed."""
    global _kept  # noqa: PLW0603 - one copy per process on purpose: some 6 MB
    stamp = _stamp()
    kept = _kept
    if kept is None or kept.stamp != stamp:
        with _loading:
            # Whoever waited for the lock finds them read.
            kept = _kept
            if kept is None or kept.stamp != stamp:
                kept = _kept = _Kept(stamp, Columns.of(_places()))
    return kept.columns


def _stamp() -> Stamp:
    found = Municipality.objects.aggregate(newest=Max("updated_at"), last=Max("pk"))
    return found["newest"], found["last"]


def _places() -> Iterator[Place]:
    """Sorted by size within a country: neighbours are alike, which is what blocks live on."""
    size = Coalesce("population", 0).desc()
    rows = Municipality.objects.exclude(kind="region").order_by("country", size, "pk")
    # Read to the end at once, so the server's cursor is not left open.
    for values in rows.values_list(*_PLACE).iterator(chunk_size=10_000):
        key, country, population, latitude, longitude, is_suburban, listed_on = values
        yield Place(
            key=key,
            country=country,
            population=population,
            latitude=latitude,
            longitude=longitude,
            is_suburban=is_suburban,
            is_listed=bool(listed_on),
        )


def place_of(municipality: Municipality) -> Place:
    return Place(
        key=municipality.pk,
        country=str(municipality.country),
        population=municipality.population,
        latitude=municipality.latitude,
        longitude=municipality.longitude,
        is_suburban=municipality.is_suburban,
        is_listed=bool(municipality.listed_on),
    )


_HOME = ("pk", "oblast_id", "raion_id")


def home_of(community: Community) -> Home:
    own = [getattr(community, name) for name in _HOME]
    return _home([*own, community.size, community.latitude, community.longitude])


def homes() -> list[Home]:
    """Every community of Ukraine that the codifier knows."""
    columns = (*_HOME, Coalesce("population", "centre_population"), "latitude", "longitude")
    return [_home(values) for values in Community.objects.in_force().values_list(*columns)]


def _home(values: Any) -> Home:
    key, oblast, raion, population, latitude, longitude = values
    return Home(
        key=key,
        oblast=oblast,
        raion=raion,
        population=population,
        latitude=None if latitude is None else float(latitude),
        longitude=None if longitude is None else float(longitude),
    )


def known_links() -> KnownLinks:
    """Living links that everybody may see: the reasons on the page name them."""
    rows = TwinLink.objects.public().alive().order_by("pk")
    columns = (
        *("community_id", "oblast_id", "community__oblast_id", "community__raion_id"),
        *("municipality_id", "municipality__country"),
    )
    return KnownLinks(
        tuple(
            KnownLink(
                community=community or 0,
                oblast=oblast or home_oblast,
                raion=raion or 0,
                municipality=municipality,
                country=str(country),
            )
            for community, oblast, home_oblast, raion, municipality, country in rows.values_list(
                *columns
            )
        )
    )
