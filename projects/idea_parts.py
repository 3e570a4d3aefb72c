"""What higher apps add to the page of an idea: a registry, so that this app need not know them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from communities.places import PlaceSection
from projects.models import ProjectIdea

IdeaSection = Callable[[ProjectIdea, Any], PlaceSection | None]

_of_ideas: list[IdeaSection] = []


def add_idea_section(section: IdeaSection) -> None:
    """Show `section(idea, user)` on the page of every idea; once however often it is added."""
    if section not in _of_ideas:
        _of_ideas.append(section)


def sections_of_idea(idea: ProjectIdea, user: Any) -> list[PlaceSection]:
    return [found for section in _of_ideas if (found := section(idea, user))]
