"""The history of ideas with everything that belongs to them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from common.audit.registry import HistoryOf, Owned, register
from communities.permissions import communities_of, is_official
from projects.models import (
    IdeaCommunity,
    IdeaFile,
    IdeaGoal,
    IdeaInterest,
    IdeaStep,
    IdeaTheme,
    ProjectIdea,
)


def _ideas(user: Any) -> Any:
    return ProjectIdea.objects.visible_to(user)


def _its_people(user: Any, idea: ProjectIdea) -> bool:
    """Officials, and the people of the communities that propose it."""
    if is_official(user):
        return True
    own = communities_of(user)
    return bool(own) and ProjectIdea.objects.of_communities(own).filter(pk=idea.pk).exists()


def _journal(user: Any) -> Any:
    if is_official(user):
        return ProjectIdea.objects.all()
    own = communities_of(user)
    return ProjectIdea.objects.of_communities(own) if own else None


def register_idea_histories() -> None:
    interest = ("partner", "status", "outcome_note")
    register(
        HistoryOf(
            kind="idea",
            model=ProjectIdea,
            label=_("Project idea"),
            visible=_ideas,
            can_see=_its_people,
            journal=_journal,
            owned=(
                Owned(IdeaCommunity, "idea", _("Community")),
                Owned(IdeaTheme, "idea", _("Theme")),
                Owned(IdeaGoal, "idea", _("Strategic goal")),
                Owned(IdeaFile, "idea", _("File"), summary=("name", "kind", "visibility")),
                Owned(IdeaStep, "idea", _("Step"), summary=("code", "status", "note")),
                Owned(IdeaInterest, "idea", _("Interest"), summary=interest),
            ),
        )
    )
