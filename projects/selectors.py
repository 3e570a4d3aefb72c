"""Questions about projects that several pages ask."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count

from projects.enums import ProjectKind
from projects.models import Project


def projects_by_kind(
    oblast: Any = None, since: dt.date | None = None, *, user: Any = None
) -> dict[str, int]:
    """How many projects of each kind the viewer may see: in the oblast, run on `since` or later.

    Every kind has its number, also nought. One query.
    """
    rows = Project.objects.visible_to(user or AnonymousUser()).current()
    if oblast is not None:
        rows = rows.in_oblast(oblast)
    if since is not None:
        rows = rows.since(since)
    counts = dict(rows.order_by().values_list("kind").annotate(count=Count("pk")))
    return {kind: counts.get(kind, 0) for kind in ProjectKind.values}


def survivor_of(user: Any, reference: str) -> Project | None:
    """The project that the one with this reference was merged into, if the viewer may see it."""
    merged = Project.objects.filter(reference=reference, merged_into__isnull=False).first()
    seen = set()
    while merged is not None and merged.merged_into_id and merged.pk not in seen:
        seen.add(merged.pk)
        merged = merged.merged_into
    if merged is None:
        return None
    found: Project | None = Project.objects.visible_to(user).filter(pk=merged.pk).first()
    return found
