"""How an office presents itself and can be reached."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from common.audit.context import acting
from common.intake.refusals import ChangedMeanwhile
from communities.exceptions import NotAllowedToChange
from communities.models import Oblast, Office
from communities.permissions import can_change_office, can_change_territory

EDITABLE = (
    "name",
    "name_en",
    "edrpou",
    "postal_address",
    "phone",
    "email",
    "website",
    "about",
    "about_en",
)


@transaction.atomic
def change_office(
    *, actor: Any, office: Office, seen: datetime | None = None, **words: str
) -> Office:
    """Change the names, contacts and texts of an office; `words` is any of EDITABLE.

    Refuses: NotAllowedToChange, ChangedMeanwhile (see `change_community_profile`).
    """
    found: Office = Office.objects.select_for_update().get(pk=office.pk)
    if not can_change_office(actor, found):
        raise NotAllowedToChange
    if seen is not None and found.updated_at != seen:
        raise ChangedMeanwhile
    changed = _put(found, words)
    if changed:
        found.full_clean(exclude=["oblast"])
        with acting(actor=actor):
            found.save(update_fields=[*changed, "updated_at"])
    return found


def _put(office: Office, words: Mapping[str, str]) -> list[str]:
    """Set what differs; the names of those columns."""
    unknown = set(words) - set(EDITABLE)
    if unknown:
        raise TypeError(f"An office has no {', '.join(sorted(unknown))} to change")
    changed = [name for name, text in words.items() if getattr(office, name) != text.strip()]
    for name in changed:
        setattr(office, name, words[name].strip())
    return changed


@transaction.atomic
def open_office(*, actor: Any, oblast: Oblast, slug: str, **words: str) -> Office:
    """Open the office of an oblast. Refuses: NotAllowedToChange (administrators only)."""
    if not can_change_territory(actor):
        raise NotAllowedToChange
    office = Office(oblast=oblast, slug=slug)
    _put(office, words)
    office.full_clean()
    with acting(actor=actor):
        office.save()
    return office
