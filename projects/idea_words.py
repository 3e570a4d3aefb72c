"""How ideas look on pages: states, steps, shares."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from common.design.formats import long_date, number
from common.design.languages import wording
from common.design.parts import Fact, Pill, Step, Tone
from common.money.wording import full
from projects import idea_workflow as workflow
from projects.idea_enums import IdeaStatus, InterestStatus
from projects.models import ProjectIdea

TONES: dict[str, Tone] = {
    IdeaStatus.DRAFT: "quiet",
    IdeaStatus.SUBMITTED: "wait",
    IdeaStatus.RETURNED: "bad",
    IdeaStatus.CHECKED: "info",
    IdeaStatus.PUBLISHED: "good",
    IdeaStatus.INTEREST: "good",
    IdeaStatus.FUNDED: "good",
    IdeaStatus.WITHDRAWN: "quiet",
    IdeaStatus.OUTDATED: "quiet",
}
INTEREST_TONES: dict[str, Tone] = {
    InterestStatus.NEW: "wait",
    InterestStatus.TALKS: "info",
    InterestStatus.FUNDED: "good",
    InterestStatus.ENDED: "quiet",
}


def idea_pill(status: str) -> Pill:
    return Pill(str(IdeaStatus(status).label), TONES[status])


def interest_pill(status: str) -> Pill:
    return Pill(str(InterestStatus(status).label), INTEREST_TONES[status])


def way(idea: ProjectIdea) -> list[Step]:
    """The steps to the money, done and coming; empty for what is closed without it."""
    status = IdeaStatus.DRAFT if idea.status == IdeaStatus.RETURNED else idea.status
    if status not in workflow.WAY:
        return []
    here = workflow.WAY.index(IdeaStatus(status))
    return [Step(str(one.label), _state(place, here)) for place, one in enumerate(workflow.WAY)]


def _state(place: int, here: int) -> Any:
    is_over = here == len(workflow.WAY) - 1
    if place < here or (is_over and place == here):
        return "done"
    return "current" if place == here else "next"


def own_share(idea: ProjectIdea) -> str:
    if idea.own_amount is not None:
        return full(idea.own_amount, idea.currency)
    if idea.own_percent is not None:
        return _("%(percent)s %%") % {"percent": number(idea.own_percent)}
    return ""


def period(idea: ProjectIdea) -> str:
    starts = long_date(idea.starts_on) if idea.starts_on else ""
    ends = long_date(idea.ends_on) if idea.ends_on else ""
    return " – ".join(part for part in (starts, ends) if part)


def community_facts(idea: ProjectIdea) -> list[Fact]:
    """The community that submits it, then those that join, each with its oblast."""
    found = [(_("Community"), idea.community)]
    joined = idea.idea_communities.select_related("community__oblast")
    found += [(_("Together with"), one.community) for one in joined]
    return [
        Fact(label, wording(one, "full_name").text, one.get_absolute_url()) for label, one in found
    ]
