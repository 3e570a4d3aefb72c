"""The data set of a speed comparison in the portal's own tables, by COPY and one INSERT a table.

    MOSTY_MODE=trial PGDATABASE=… python benchmarks/speed_data.py FOLDER

FOLDER holds a CSV per table of an invented register (country, sector, office, community, partner,
foreign_city, twinning, project, project_sector, project_community) and params.json. Sectors become
themes. Triggers rest meanwhile, so that no history is written; afterwards the registers are
followed once, as the worker does. Beside params.json the portal's codes are written into it.
"""

from __future__ import annotations

import csv
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]

KINDS = "CASE {} WHEN 'idea' THEN 'humanitarian' ELSE {} END"
STATUSES = {
    "draft": "3",
    "planned": "1",
    "active": "2",
    "completed": "4",
    "cancelled": "5",
    "suspended": "6",
}
PARTNER_KINDS = {
    "ngo": "ngo",
    "city": "local_authority",
    "government": "foreign_government",
    "fund": "foundation",
    "ifi": "ifi",
    "un": "international_organisation",
    "business": "company",
    "university": "university",
}
OBLAST_CODE = "'UA' || lpad(({} * 2)::text, 2, '0') || '000000000000000'"
RAION_CODE = "'UA' || lpad((id::int * 2)::text, 2, '0') || '010000000000000'"
KEY = "('00000000-0000-4000-8000-' || lpad({}, 12, '0'))::uuid"
TABLES: tuple[str, ...] = (
    *("country", "sector", "office", "community", "partner", "foreign_city", "twinning"),
    *("project", "project_sector", "project_community"),
)


def _cases(column: str, values: dict[str, str]) -> str:
    whens = " ".join(f"WHEN '{old}' THEN '{new}'" for old, new in values.items())
    return f"CASE {column} {whens} END"


# Table of ours → (rows of the data set, column → expression). All other columns stay empty.
FILLED: dict[str, tuple[str, dict[str, str]]] = {
    "codelists_theme": (
        "s_sector s",
        {"id": "id::bigint", "slug": "code", "name": "name_uk", "name_en": "name_en",
         "position": "id::int"},
    ),
    "communities_oblast": (
        "s_office s",
        {"id": "id::bigint", "code": OBLAST_CODE.format("id::int"), "name": "oblast",
         "name_en": "split_part(name_en, ', ', 2)", "kind": "'O'", "slug": "'oblast-' || id",
         "iso_code": "'UA-' || lpad(id, 2, '0')"},
    ),
    "communities_raion": (
        "s_office s",
        {"id": "id::bigint", "code": RAION_CODE,
         "name": "oblast || ' район'", "name_en": "'Raion ' || id", "oblast_id": "id::bigint"},
    ),
    "communities_office": (
        "s_office s",
        {"id": "id::bigint", "slug": "'office-' || id", "name": "name_uk", "name_en": "name_en",
         "oblast_id": "id::bigint"},
    ),
    "communities_community": (
        "s_community s",
        {"id": "id::bigint", "code": "left(katottg, 19)", "name": "name_uk", "name_en": "name_en",
         "oblast_id": "office_id::bigint", "raion_id": "office_id::bigint",
         "population": "population::int"},
    ),
    "partners_partner": (
        "s_partner s JOIN s_country c ON c.id = s.country_id",
        {"id": "s.id::bigint", "public_id": KEY.format("s.id"), "slug": "'partner-' || s.id",
         "name": "s.name_uk", "name_en": "s.name_en", "kind": _cases("s.kind", PARTNER_KINDS),
         "country": "c.code", "visibility": "'public'", "status": "'active'",
         "origin": "'import'"},
    ),
    "twinning_municipality": (
        "s_foreign_city s JOIN s_country c ON c.id = s.country_id",
        {"id": "s.id::bigint", "public_id": KEY.format("s.id"), "kind": "'city'",
         "country": "c.code", "name": "s.name_en", "name_uk": "s.name_uk", "name_en": "s.name_en",
         "population": "s.population::int", "latitude": "s.lat::float", "is_edited": "true",
         "longitude": "s.lon::float", "origin": "'import'"},
    ),
    "twinning_twinlink": (
        "(SELECT DISTINCT ON (community_id, foreign_city_id) * FROM s_twinning) s",
        {"id": "id::bigint", "public_id": KEY.format("id"), "community_id": "community_id::bigint",
         "municipality_id": "foreign_city_id::bigint", "kind": "'twin_city'",
         "stage": "CASE status WHEN 'ended' THEN 'ended' WHEN 'active' THEN 'active' "
                  "ELSE 'contact' END",
         "since_on": "signed::date", "since_precision": "'day'", "visibility": "'public'"},
    ),
    "projects_project": (
        "s_project s",
        {"id": "id::bigint", "public_id": KEY.format("id"), "reference": "'BM-PRJ-' || id",
         "kind": KINDS.format("kind", "kind"), "title": "title_uk", "title_en": "title_en",
         "description": "description", "status": _cases("status", STATUSES),
         "start_planned_on": "start_date::date", "end_planned_on": "end_date::date",
         "amount": "budget::numeric", "currency": "currency", "amount_on": "start_date::date",
         "record_status": "'published'", "visibility": "'public'", "source": "'import'",
         "oblast_id": "1", "office_id": "1"},
    ),
    "projects_projectrole": (
        "s_project s",
        {"id": "id::bigint", "project_id": "id::bigint", "partner_id": "partner_id::bigint",
         "role": "'funding'", "number": "0"},
    ),
    "projects_projecttheme": (
        "s_project_sector s",
        {"id": "id::bigint", "project_id": "project_id::bigint", "theme_id": "sector_id::bigint"},
    ),
    "projects_projectterritory": (
        "s_project_community s JOIN s_community c ON c.id = s.community_id",
        {"id": "s.id::bigint", "project_id": "s.project_id::bigint", "level": "'community'",
         "country": "'UA'", "community_id": "s.community_id::bigint",
         "oblast_id": "c.office_id::bigint", "raion_id": "c.office_id::bigint"},
    ),
}  # fmt: skip
EMPTY = {
    "character varying": "''",
    "text": "''",
    "boolean": "false",
    "ARRAY": "'{}'",
    "timestamp with time zone": "'2026-01-01T00:00:00Z'",
    "smallint": "0",
    "integer": "0",
    "jsonb": "'{}'",
}


def main() -> None:
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    folder = Path(sys.argv[1])
    started = time.monotonic()
    fill(folder)
    say(f"filled in {time.monotonic() - started:.0f} s")
    follow_all()
    say(f"followed after {time.monotonic() - started:.0f} s")
    note_parameters(folder)


def fill(folder: Path) -> None:
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for table in TABLES:
            _stage(cursor, table, folder / f"{table}.csv")
        for table, (rows, columns) in FILLED.items():
            _insert(cursor, table, rows, columns)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _stage(cursor: Any, table: str, path: Path) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        names = next(csv.reader(file))
    columns = ", ".join(f"{name} text" for name in names)
    cursor.execute(f"CREATE TEMPORARY TABLE s_{table} ({columns}) ON COMMIT DROP")
    with (
        path.open("rb") as file,
        cursor.copy(f"COPY s_{table} FROM STDIN (FORMAT csv, HEADER)") as copy,
    ):
        while part := file.read(1 << 20):
            copy.write(part)


def _insert(cursor: Any, table: str, rows: str, columns: dict[str, str]) -> None:
    """What is not named and must not be null is empty."""
    cursor.execute(
        "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = %s "
        "AND is_nullable = 'NO' AND column_default IS NULL AND is_identity = 'NO' "
        "AND is_generated = 'NEVER'",
        [table],
    )
    rest = {name: EMPTY.get(kind, "NULL") for name, kind in cursor.fetchall()}
    values = rest | columns
    cursor.execute(
        f"INSERT INTO {table} ({', '.join(values)}) SELECT {', '.join(values.values())} FROM {rows}"  # noqa: S608
    )
    say(f"{table}: {cursor.rowcount}")


def follow_all() -> None:
    from django.db import connection

    from common.registers.changes.follow import follow

    follow()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def note_parameters(folder: Path) -> None:
    """The portal's own codes beside those of the data set, for the addresses of the target."""
    from common.registers.paging import Cursor
    from communities.models import Oblast
    from projects.registers import PROJECTS

    path = folder / "params.json"
    given = json.loads(path.read_text(encoding="utf-8"))
    codes = dict(Oblast.objects.values_list("name", "code"))
    for one in given["W2"]:
        one |= {"oblast_code": codes[one["oblast"]], "status_code": STATUSES[one["status"]]}
    for one in given["W4"]:
        one["public_id"] = f"00000000-0000-4000-8000-{one['id']:012d}"
    rows = PROJECTS.queryset().order_by("-begun_on", "-pk").values_list("begun_on", "pk")
    day, pk = rows[int(given["projects"] * 0.9)]
    given["W3"] = [{"cursor": Cursor(day, pk).encode()}]
    path.write_text(json.dumps(given, ensure_ascii=False, indent=1), encoding="utf-8")


def say(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    main()
