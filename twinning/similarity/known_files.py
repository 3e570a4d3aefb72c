"""Known links from a file: the JSON of hromada-strategy-collab, or a CSV table."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from communities.models import Community
from twinning.models import Municipality
from twinning.naming import resolve_municipality
from twinning.similarity.learning import Case
from twinning.similarity.places import KnownLink
from twinning.similarity.sources import home_of

CSV_COLUMNS = ("katottg", "partner_name", "partner_country", "partner_region", "oblast", "short")


@dataclass(frozen=True, slots=True)
class NamedLink:
    """A link as a file says it; `oblast` and `short` name the community beside its code."""

    code: str
    name: str
    country: str
    region: str
    oblast: str = ""
    short: str = ""


@dataclass(frozen=True)
class Reading:
    cases: list[Case]
    unresolved: list[str]


def read_links(path: Path) -> list[NamedLink]:
    rows = _from_json(path) if path.suffix.lower() == ".json" else _from_csv(path)
    return list(dict.fromkeys(rows))


def _from_json(path: Path) -> Iterator[NamedLink]:
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    for community in content["hromadas"]:
        for partner in community["partners"]:
            yield _link(community | partner)


def _from_csv(path: Path) -> Iterator[NamedLink]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        for row in csv.DictReader(stream):
            yield _link(row)


def _link(row: dict[str, Any]) -> NamedLink:
    code, name, country, *more = ((row.get(one) or "").strip() for one in CSV_COLUMNS)
    return NamedLink(code, name, country.upper(), *more)


def resolve(named: list[NamedLink]) -> Reading:
    """Links whose community and place are in the database; the others are told, not guessed.

    A name that several places of the country bear goes to the largest of them: a mistake there
    only makes the figures worse. Where the file names another oblast than the code is in, the
    community of that name in the named oblast is meant.
    """
    codes = {one.code for one in named}
    rows = Community.objects.filter(code__in=codes).select_related("oblast")
    communities = {one.code: one for one in rows}
    found: dict[tuple[str, int], Case] = {}
    unresolved = []
    for one in named:
        community = _meant(one, communities.get(one.code))
        place = _place(one) if one.country else None
        if community is None or place is None:
            unresolved.append(f"{one.code} {one.name} {one.country}".strip())
            continue
        found.setdefault((community.code, place.pk), _case(community, place))
    return Reading(list(found.values()), unresolved)


def _meant(named: NamedLink, by_code: Community | None) -> Community | None:
    oblast = named.oblast.removesuffix("область").strip()
    if by_code is None or not oblast or by_code.oblast.name.startswith(oblast):
        return by_code
    namesakes = Community.objects.in_force().filter(
        name=named.short, oblast__name__startswith=oblast
    )
    return namesakes[0] if len(namesakes) == 1 else None


def _place(named: NamedLink) -> Municipality | None:
    resolution = resolve_municipality(name=named.name, country=named.country, region=named.region)
    return resolution.found or next(iter(resolution.candidates), None)


def _case(community: Community, place: Municipality) -> Case:
    link = KnownLink(
        community=community.pk,
        oblast=community.oblast_id,
        raion=community.raion_id,
        municipality=place.pk,
        country=str(place.country),
    )
    return Case(home_of(community), link, community.code)
