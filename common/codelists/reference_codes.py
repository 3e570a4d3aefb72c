"""The codes in use in the product: one table per list in `data/`, with our Ukrainian names.

A translator edits the tables; the next deployment (`load_reference`) takes the names over. What
the published lists say (`load_standards`) is not overwritten: from them come the English name, the
group and whether the code is withdrawn.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from common.codelists.models import CodelistEntry

DATA = Path(__file__).parent / "data"
_TAKEN = ("name", "name_en", "category", "is_withdrawn", "position")


def own_entries() -> Iterator[CodelistEntry]:
    """Every code of the tables, in their order."""
    for path in sorted(DATA.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for place, row in enumerate(csv.DictReader(file), start=1):
                yield CodelistEntry(
                    codelist=path.stem,
                    code=row["code"],
                    name=row["name"],
                    name_en=row["name_en"],
                    category=row["category"],
                    position=place,
                    is_withdrawn=bool(row["withdrawn"]),
                )


def load_codes() -> int:
    """Make what is missing and renew our names. Gives back how many codes were made or changed."""
    known = {(one.codelist, one.code): one for one in CodelistEntry.objects.all()}
    missing: list[CodelistEntry] = []
    changed: list[CodelistEntry] = []
    for own in own_entries():
        there = known.get((own.codelist, own.code))
        if there is None:
            missing.append(own)
        elif _take_over(there, own):
            changed.append(there)
    CodelistEntry.objects.bulk_create(missing, batch_size=1000)
    CodelistEntry.objects.bulk_update(changed, _TAKEN, batch_size=500)
    return len(missing) + len(changed)


def _take_over(there: CodelistEntry, own: CodelistEntry) -> bool:
    """Of an official code only the Ukrainian name is ours."""
    taken = _TAKEN[:1] if there.is_official else _TAKEN
    differing = [name for name in taken if getattr(there, name) != getattr(own, name)]
    for name in differing:
        setattr(there, name, getattr(own, name))
    return bool(differing)
