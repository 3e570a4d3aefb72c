"""The territory that a fresh portal starts with, from `communities/data/territories.csv`."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from common.audit.context import Source, acting
from communities.codifier import LEVELS, Category, Codifier, Place, Unit
from communities.models import Community
from communities.services.territories import apply_codifier

REFERENCE_FILE = Path(__file__).resolve().parents[1] / "data" / "territories.csv"
NOTE = "reference data"


def load_territories() -> int:
    """Make the whole territory if there is none, and give coordinates where they are missing.

    Names and codes of a territory that is there already are left alone: newer editions come
    through `import_territories`, and must not be undone at the next deployment.
    """
    incomplete = Community.objects.filter(latitude=None)
    if Community.objects.exists() and not incomplete.exists():
        return 0
    rows = _rows()
    with transaction.atomic(), acting(source=Source.COMMAND, note=NOTE):
        if Community.objects.exists():
            return _locate(rows)
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
    )


def _coordinate(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def _locate(rows: list[dict[str, str]]) -> int:
    places = {row["code"]: row for row in rows if row["latitude"]}
    located = []
    for community in Community.objects.filter(latitude=None):
        codes = [community.code, *community.former_codes]
        row = next((places[code] for code in codes if code in places), None)
        if row:
            community.latitude = _coordinate(row["latitude"])
            community.longitude = _coordinate(row["longitude"])
            community.updated_at = timezone.now()
            located.append(community)
    columns = ("latitude", "longitude", "updated_at")
    Community.objects.bulk_update(located, columns, batch_size=500)
    return len(located)
