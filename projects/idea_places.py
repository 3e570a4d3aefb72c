"""What the pages of communities and oblasts say of ideas."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.design.formats import number
from common.design.parts import Link
from communities.models import Community, Oblast
from communities.places import (
    PlaceSection,
    add_community_section,
    add_oblast_section,
    first_of,
    short_title,
)
from projects.models import ProjectIdea

SHOWN = 6


def ideas_of_oblast(oblast: Oblast, user: Any) -> PlaceSection | None:
    return _section(_rows(user).filter(oblast=oblast), {"oblast": oblast.code})


def ideas_of_community(community: Community, user: Any) -> PlaceSection | None:
    """Those that it proposes alone or with others."""
    rows = _rows(user).of_communities([community.pk])
    return _section(rows, {"community": community.code})


def _rows(user: Any) -> Any:
    return ProjectIdea.objects.visible_to(user).in_catalogue().order_by("-published_on", "-pk")


def _section(rows: Any, query: dict[str, str]) -> PlaceSection | None:
    found, count = first_of(rows, SHOWN)
    if not found:
        return None
    text = ngettext("%(count)s idea.", "%(count)s ideas.", count)
    return PlaceSection(
        title=_("Project ideas"),
        anchor="ideas",
        lead=text % {"count": number(count)},
        links=[_link(one) for one in found],
        url=f"{reverse('ideas:idea-list')}?{urlencode(query)}",
        url_label=_("All of them, with filters"),
    )


def _link(idea: ProjectIdea) -> Link:
    return Link(short_title(idea), idea.get_absolute_url(), note=str(idea.get_status_display()))


def register_idea_sections() -> None:
    add_oblast_section(ideas_of_oblast)
    add_community_section(ideas_of_community)
