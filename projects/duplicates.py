"""Projects that a new one may be: the same number in another register, or a title much alike."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Value
from django.db.models.functions import Greatest

from common.intake.texts import one_line
from projects.models import Project, ProjectIdentifier

ALIKE = 0.5
SHORTEST = 6
MOST = 5


def similar_projects(
    *,
    user: Any,
    title: str = "",
    title_en: str = "",
    numbers: Iterable[str] = (),
    without: Project | None = None,
) -> list[Project]:
    """Those that the user may see, of any oblast: one with the same number first."""
    rows = Project.objects.visible_to(user).current()
    if without:
        rows = rows.exclude(pk=without.pk)
    values = [one_line(one)[:200] for one in numbers if one_line(one)]
    same = ProjectIdentifier.objects.filter(value__in=values).values("project")
    found = list(rows.filter(pk__in=same)[:MOST]) if values else []
    return [*found, *(one for one in _alike(rows, title, title_en) if one not in found)][:MOST]


def _alike(rows: Any, title: str, title_en: str) -> list[Project]:
    said = {"title": one_line(title)[:500], "title_en": one_line(title_en)[:500]}
    likeness: list[Any] = [
        TrigramSimilarity(name, text) for name, text in said.items() if len(text) >= SHORTEST
    ]
    if not likeness:
        return []
    alike = Greatest(*likeness, Value(0.0))
    near = rows.annotate(alike=alike).filter(alike__gte=ALIKE)
    return list(near.order_by("-alike", "-pk")[:MOST])
