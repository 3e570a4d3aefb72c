"""What higher apps add to the pages of projects: a registry, as they are not known here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from communities.places import PlaceSection
from projects.models import Project

ProjectSection = Callable[[Project, Any], PlaceSection | None]

_of_projects: list[ProjectSection] = []


def add_project_section(section: ProjectSection) -> None:
    """Show `section(project, user)` on the page of every project; once however often added."""
    if section not in _of_projects:
        _of_projects.append(section)


def sections_of_project(project: Project, user: Any) -> list[PlaceSection]:
    return [found for section in _of_projects if (found := section(project, user))]
