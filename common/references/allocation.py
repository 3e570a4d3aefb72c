from __future__ import annotations

from django.db import transaction
from django.db.models import F

from common.references.models import ReferenceCounter

DIGITS = 4


def allocate(*, prefix: str, series: str, year: int) -> str:
    """The next reference of the series, such as `PL-AGR-2026-0007`.

    The counter's row is held until the caller's transaction ends: two people who register at the
    same moment get different numbers, and a transaction that fails leaves no gap.
    """
    with transaction.atomic():
        of = {"prefix": prefix, "series": series, "year": year}
        ReferenceCounter.objects.bulk_create([ReferenceCounter(**of)], ignore_conflicts=True)
        counter = ReferenceCounter.objects.select_for_update().get(**of)
        counter.last = F("last") + 1
        counter.save(update_fields=["last"])
        counter.refresh_from_db(fields=["last"])
    return f"{prefix}-{series}-{year}-{counter.last:0{DIGITS}d}"
