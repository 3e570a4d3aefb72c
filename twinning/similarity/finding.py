"""The finder as pages and letters use it: records with reasons, in few queries."""

from __future__ import annotations

from dataclasses import dataclass

from common.design.languages import wording
from communities.models import Community
from twinning.models import Municipality
from twinning.similarity.places import KnownLinks
from twinning.similarity.ranking import Match, rank
from twinning.similarity.reasons import Pair, home_reasons, reasons
from twinning.similarity.reverse import rank_homes
from twinning.similarity.sources import columns, home_of, homes, known_links, place_of
from twinning.similarity.weights import Weights


@dataclass(frozen=True)
class Suggestion:
    municipality: Municipality
    community: Community
    reasons: list[str]
    score: float


@dataclass(frozen=True)
class Suggestions:
    """`free` have no partner in Ukraine that the portal knows; `linked` have."""

    free: list[Suggestion]
    linked: list[Suggestion]


def find_municipalities(
    community: Community, *, country: str = "", weights: Weights | None = None, limit: int = 25
) -> Suggestions:
    """Places abroad for the community. Three queries, however long the list."""
    known = known_links()
    ranking = rank(
        home_of(community),
        columns(),
        known=known,
        weights=weights or Weights(),
        country=country,
        limit=limit,
    )
    records = _municipalities([*ranking.free, *ranking.linked])
    names = _names_of_linked(known, records)

    def suggested(matches: list[Match]) -> list[Suggestion]:
        return [_suggestion(match, community, known, records, names) for match in matches]

    return Suggestions(suggested(ranking.free), suggested(ranking.linked))


def _suggestion(
    match: Match,
    community: Community,
    known: KnownLinks,
    records: dict[int, Municipality],
    names: dict[int, str],
) -> Suggestion:
    near = match.near
    neighbour = records.get(near.link.municipality) if near else None
    pair = Pair(community, records[match.municipality], known, names, near, neighbour)
    return Suggestion(pair.municipality, community, reasons(pair), match.score)


def find_communities(
    municipality: Municipality, *, weights: Weights | None = None, limit: int = 25
) -> list[Suggestion]:
    """Ukrainian communities for the place abroad, those without a partner in its country first."""
    known = known_links()
    matches = rank_homes(
        place_of(municipality), homes(), known=known, weights=weights or Weights(), limit=limit
    )
    keys = [match.community for match in matches]
    records = Community.objects.select_related("oblast").in_bulk(keys)
    found = [(match, records[match.community]) for match in matches]
    return [
        Suggestion(
            municipality,
            community,
            home_reasons(Pair(community, municipality, known, {})),
            match.score,
        )
        for match, community in found
    ]


def _municipalities(matches: list[Match]) -> dict[int, Municipality]:
    """The places, and the partners of the oblast that they lie near."""
    keys = {match.municipality for match in matches}
    near = {match.near.link.municipality for match in matches if match.near}
    return Municipality.objects.in_bulk(keys | near)


def _names_of_linked(known: KnownLinks, records: dict[int, Municipality]) -> dict[int, str]:
    keys = {
        link.community
        for municipality in records
        for link in known.by_municipality.get(municipality, [])
    }
    if not keys:
        return {}
    rows = Community.objects.filter(pk__in=keys)
    return {one.pk: wording(one, "name").text for one in rows}
