"""The territory that a fresh portal starts with, from `communities/data/territories.csv`."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from common.audit.context import Source, acting
from communities.codifier import LEVELS, Category, Codifier, Place, Unit
from communities.models import Community
from communities.services.territories import apply_codifier

REFERENCE_FILE = Path(__file__).resolve().parents[1] / "data" / "territories.csv"
NOTE = "reference data"


def load_territories() -> int:
    """Make the whole territory if there is none; else give what centres lack: place, population.

    Names and codes of a territory that is there already are left alone: newer editions come
    through `import_territories`, and must not be undone at the next deployment.
    """
    rows = _rows()
    with transaction.atomic(), acting(source=Source.COMMAND, note=NOTE):
        if Community.objects.exists():
            return _complete(rows)
        return len(apply_codifier(codifier=_codifier(rows), note=NOTE).created)


def _rows() -> list[dict[str, str]]:
    with REFERENCE_FILE.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _codifier(rows: list[dict[str, str]]) -> Codifier:
    codifier = Codifier(rows=len(rows))
    levels = {1: codifier.first_level, 2: codifier.raions, 3: codifier.communities}
    for row in rows:
        unit = _unit(row)
        levels[LEVELS[unit.category]].append(unit)
    return codifier


def _unit(row: dict[str, str]) -> Unit:
    centre = _centre(row) if row["centre_code"] else None
    return Unit(row["code"], row["parent"], Category(row["category"]), row["name"], centre)


def _centre(row: dict[str, str]) -> Place:
    return Place(
        code=row["centre_code"],
        name=row["centre_name"],
        category=Category(row["centre_category"]),
        latitude=_coordinate(row["latitude"]),
        longitude=_coordinate(row["longitude"]),
        population=_people(row),
    )


def _coordinate(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def _people(row: dict[str, str]) -> int | None:
    return int(row["centre_population"]) if row["centre_population"] else None


def _complete(rows: list[dict[str, str]]) -> int:
    known = {row["code"]: row for row in rows if row["latitude"]}
    completed = []
    for community in Community.objects.filter(Q(latitude=None) | Q(centre_population=None)):
        codes = [community.code, *community.former_codes]
        row = next((known[code] for code in codes if code in known), None)
        if row and _take(community, row):
            community.updated_at = timezone.now()
            completed.append(community)
    columns = ("latitude", "longitude", "centre_population", "updated_at")
    Community.objects.bulk_update(completed, columns, batch_size=500)
    return len(completed)


def _take(community: Community, row: dict[str, str]) -> bool:
    """Fill what is missing; whether anything was."""
    before = community.latitude, community.centre_population
    if community.latitude is None:
        community.latitude = _coordinate(row["latitude"])
        community.longitude = _coordinate(row["longitude"])
    if community.centre_population is None:
        community.centre_population = _people(row)
    return before != (community.latitude, community.centre_population)
