"""Ideas of a community that may be the same one: told while somebody writes, and to the office."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Q
from django.db.models.functions import Greatest

from common.intake.texts import one_line
from communities.models import Community
from projects.idea_enums import IdeaStatus
from projects.models import ProjectIdea

ALIKE = 0.45
SHORTEST = 6
MOST = 5


def similar_ideas(
    *,
    user: Any,
    community: Community,
    title: str,
    title_en: str = "",
    without: ProjectIdea | None = None,
) -> list[ProjectIdea]:
    """Those that the user may see, of the same community, whose title is much alike."""
    uk, en = one_line(title)[:300], one_line(title_en)[:300]
    if max(len(uk), len(en)) < SHORTEST:
        return []
    likeness: list[Any] = []
    if len(uk) >= SHORTEST:
        likeness.append(TrigramSimilarity("title", uk))
    if len(en) >= SHORTEST:
        likeness.append(TrigramSimilarity("title_en", en))
    alike = Greatest(*likeness) if len(likeness) > 1 else likeness[0]
    together = Q(community=community) | Q(idea_communities__community=community)
    rows = ProjectIdea.objects.visible_to(user).exclude(status=IdeaStatus.WITHDRAWN)
    if without:
        rows = rows.exclude(pk=without.pk)
    found = rows.filter(together).annotate(alike=alike).filter(alike__gte=ALIKE)
    return list(found.distinct().order_by("-alike", "pk")[:MOST])
