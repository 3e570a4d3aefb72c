"""The other direction: a municipality abroad looks for a community in Ukraine."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from twinning.similarity.places import (
    Home,
    KnownLinks,
    Place,
    kilometres,
    log_size,
    unit_vector,
)
from twinning.similarity.scoring import size_matters
from twinning.similarity.weights import FAR_PER_1000_KM, LEARNED, OBLAST_TIE, Weights

# A community whose population nobody has imported counts as one of the usual size.
ASSUMED = 10_000


@dataclass(frozen=True, slots=True)
class HomeMatch:
    community: int
    score: float
    has_partner_there: bool


def rank_homes(
    place: Place, homes: Iterable[Home], *, known: KnownLinks, weights: Weights, limit: int = 25
) -> list[HomeMatch]:
    """Communities by likeness; those with a partner in the same country come after the others.

    The same parts as the other way round, save that distance counts from the first kilometre:
    Ukraine is smaller than the world.
    """
    linked = {link.community for link in known.links if link.municipality == place.key}
    there = {link.community for link in known.links if link.country == place.country}
    matches = [
        HomeMatch(home.key, _score(place, home, known, weights), home.key in there)
        for home in homes
        if home.key not in linked
    ]
    matches.sort(key=lambda match: (match.has_partner_there, -match.score, match.community))
    return matches[:limit]


def _score(place: Place, home: Home, known: KnownLinks, weights: Weights) -> float:
    size = log_size(home.population or ASSUMED)
    apart = size_matters(place.population) * abs(log_size(place.population) - size)
    ties = OBLAST_TIE * known.per_oblast_and_country[home.oblast, place.country]
    return (
        weights.standing * LEARNED.standing_size * (size - 4) / 2
        - weights.size * apart
        + weights.ties * ties
        - weights.nearness * FAR_PER_1000_KM * _thousands(place, home)
    )


def _thousands(place: Place, home: Home) -> float:
    if place.latitude is None or place.longitude is None:
        return 0.0
    if home.latitude is None or home.longitude is None:
        return 0.0
    here = unit_vector(home.latitude, home.longitude)
    return kilometres(here, unit_vector(place.latitude, place.longitude)) / 1000
