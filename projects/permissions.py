"""Who may do what with projects: rights follow the oblast that keeps the record."""

from __future__ import annotations

from typing import Any

from accounts.permissions import is_administrator
from communities.models import Oblast
from communities.permissions import curated_oblasts, headed_offices
from projects.models import Project


def can_register_project(user: Any, oblast: Oblast | None = None) -> bool:
    """Heads and officers, for their own oblast; without one: for any at all."""
    if is_administrator(user):
        return True
    own = curated_oblasts(user)
    return bool(own) if oblast is None else oblast.pk in own


def can_change_project(user: Any, project: Project) -> bool:
    """Change it and everything of it, publish, archive: the people of the keeping office."""
    return is_administrator(user) or project.oblast_id in curated_oblasts(user)


def can_merge_projects(user: Any, kept: Project, merged: Project) -> bool:
    """Those who may change both, and the head of an office that keeps one of the two."""
    if can_change_project(user, kept) and can_change_project(user, merged):
        return True
    return bool(headed_offices(user) & {kept.office_id, merged.office_id})
