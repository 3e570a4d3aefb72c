from __future__ import annotations

from django.db import transaction

from common.references.models import ReferenceCounter

DIGITS = 4


def allocate(*, prefix: str, series: str, year: int) -> str:
    """The next reference of the series, such as `PL-AGR-2026-0007`.

    The counter's row is held until the caller's transaction ends: two people who register at the
    same moment get different numbers, and a transaction that fails leaves no gap.
    """
    return allocate_many(prefix=prefix, series=series, year=year, count=1)[0]


def allocate_many(*, prefix: str, series: str, year: int, count: int) -> list[str]:
    """The next `count` references of the series; with the same promise."""
    with transaction.atomic():
        of = {"prefix": prefix, "series": series, "year": year}
        ReferenceCounter.objects.bulk_create([ReferenceCounter(**of)], ignore_conflicts=True)
        counter = ReferenceCounter.objects.select_for_update().get(**of)
        first = counter.last + 1
        counter.last += count
        counter.save(update_fields=["last"])
    numbers = range(first, first + count)
    return [f"{prefix}-{series}-{year}-{number:0{DIGITS}d}" for number in numbers]
