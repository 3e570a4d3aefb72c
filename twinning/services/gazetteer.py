"""Places abroad from `twinning/data/municipalities.csv.gz` into the table."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

import pgtrigger
from django.db import connection, transaction

from common.audit.context import Source, acting
from twinning.enums import MunicipalityKind
from twinning.models import GazetteerEdition, Municipality

DATA = Path(__file__).resolve().parents[1] / "data"
GAZETTEER_FILE = DATA / "municipalities.csv.gz"
REGIONS_FILE = DATA / "regions.csv"
# From here on a place counts as a city, as the EU and the OECD count.
CITY_FROM = 50_000
BATCH = 10_000

Progress = Callable[[int], None]


@dataclass(frozen=True)
class Loaded:
    """`rows` of the file, and how many records were made or changed. Both 0: nothing to do."""

    rows: int = 0
    changed: int = 0


STAGE = """
CREATE TEMPORARY TABLE gazetteer_stage (
    geonames_id integer, public_id uuid, kind text, name text, name_en text, name_uk text,
    country text, region_code text, region text, population integer, latitude float8,
    longitude float8, spellings smallint, is_suburban boolean, other_names text
) ON COMMIT DROP
"""
COLUMNS = (
    *("geonames_id", "public_id", "kind", "name", "name_en", "name_uk", "country", "region_code"),
    *("region", "population", "latitude", "longitude", "spellings"),
    *("is_suburban", "other_names"),
)
CHANGING = tuple(name for name in COLUMNS if name not in {"geonames_id", "public_id"})


def load_gazetteer(
    *, source: Path = GAZETTEER_FILE, progress: Progress = lambda rows: None
) -> Loaded:
    """Make the places that are missing and renew those that nobody has touched.

    Skips an edition that was the last one loaded. Records that people keep (see
    `Municipality.is_edited`) stay as they are; places that a new edition no longer has stay too.
    New rows are made without events: the file is their history. Idempotent.
    """
    content = source.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    if _is_loaded(digest):
        return Loaded()
    with transaction.atomic(), acting(source=Source.COMMAND, note="gazetteer"):
        rows = _stage(content, progress)
        changed = _renew() + _insert()
        _execute("DROP TABLE gazetteer_stage")
        GazetteerEdition.objects.update_or_create(digest=digest, defaults={"rows": rows})
    _analyse()
    return Loaded(rows, changed)


def load_gazetteer_once() -> int:
    """For `load_reference`: how many records were made or changed."""
    return load_gazetteer(source=GAZETTEER_FILE).changed


def public_id_of(geonames_id: int) -> UUID:
    """The same in every installation, so that mirrors of the API agree."""
    return uuid5(NAMESPACE_URL, f"https://www.geonames.org/{geonames_id}")


def _is_loaded(digest: str) -> bool:
    newest = GazetteerEdition.objects.order_by("-loaded_at", "-pk").first()
    return newest is not None and newest.digest == digest and Municipality.objects.exists()


def _stage(content: bytes, progress: Progress) -> int:
    count = 0
    with connection.cursor() as cursor:
        cursor.execute(STAGE)
        with cursor.copy(f"COPY gazetteer_stage ({', '.join(COLUMNS)}) FROM STDIN") as copy:
            for row in _rows(content):
                copy.write_row(row)
                count += 1
                if count % BATCH == 0:
                    progress(count)
    return count


def _rows(content: bytes) -> Iterator[list[Any]]:
    regions = region_names()
    text = io.TextIOWrapper(gzip.GzipFile(fileobj=io.BytesIO(content)), encoding="utf-8")
    for row in csv.DictReader(text):
        people = int(row["population"]) if row["population"] else None
        kind = MunicipalityKind.CITY if (people or 0) >= CITY_FROM else MunicipalityKind.TOWN
        key = int(row["geonames_id"])
        yield [
            *(key, public_id_of(key), kind.value, row["name"], row["name_en"], row["name_uk"]),
            *(row["country"], row["region_code"]),
            regions.get((row["country"], row["region_code"]), ""),
            *(people, float(row["latitude"]), float(row["longitude"])),
            *(int(row["spellings"]), bool(row["is_suburban"]), row["other_names"][:400]),
        ]


def region_names() -> dict[tuple[str, str], str]:
    with REGIONS_FILE.open(encoding="utf-8", newline="") as stream:
        return {(row["country"], row["code"]): row["name"] for row in csv.DictReader(stream)}


def _renew() -> int:
    """Rows that people have not touched and of which the new edition says something else."""
    pairs = ", ".join(f"{name} = s.{name}" for name in CHANGING)
    old = ", ".join(f"m.{name}" for name in CHANGING)
    new = ", ".join(f"s.{name}" for name in CHANGING)
    return _execute(
        f"UPDATE twinning_municipality m SET {pairs}, updated_at = now() "  # noqa: S608 - own names
        "FROM gazetteer_stage s WHERE s.geonames_id = m.geonames_id AND NOT m.is_edited "
        f"AND ({old}) IS DISTINCT FROM ({new})"
    )


def _insert() -> int:
    names = ", ".join(COLUMNS)
    with pgtrigger.ignore("twinning.Municipality:insert_insert"):
        return _execute(
            f"INSERT INTO twinning_municipality ({names}, website, languages, tags, "  # noqa: S608
            "associations, listed_on, origin, is_edited, updated_at) "
            f"SELECT {names}, '', '{{}}', '{{}}', '{{}}', '{{}}', 'gazetteer', false, now() "
            "FROM gazetteer_stage s WHERE NOT EXISTS (SELECT FROM twinning_municipality m "
            "WHERE m.geonames_id = s.geonames_id) ORDER BY geonames_id"
        )


def _execute(statement: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return int(cursor.rowcount)


def _analyse() -> None:
    """Fresh statistics: without them the first searches read the whole table."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE twinning_municipality")
