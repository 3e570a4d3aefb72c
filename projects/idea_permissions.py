"""Who may do what with ideas: communities write, the office of their oblast checks."""

from __future__ import annotations

from typing import Any

from accounts.memberships import active_memberships
from accounts.permissions import is_administrator
from communities.enums import CommunityRole
from communities.models import Community, CommunityMembership
from communities.permissions import communities_of, curated_oblasts, is_official
from partners.permissions import represented_by
from projects import idea_workflow as workflow
from projects.idea_enums import CLOSED, LOOKING, WRITTEN
from projects.idea_querysets import partners_of
from projects.models import IdeaInterest, ProjectIdea


def can_write_ideas(user: Any, community: Community | None = None) -> bool:
    """Coordinators and editors for their community, the office for those of its oblast."""
    if is_administrator(user):
        return True
    own, oblasts = communities_of(user), curated_oblasts(user)
    if community is None:
        return bool(own or oblasts)
    return community.pk in own or community.oblast_id in oblasts


def is_office_of(user: Any, idea: ProjectIdea) -> bool:
    return is_administrator(user) or idea.oblast_id in curated_oblasts(user)


def is_author_of(user: Any, idea: ProjectIdea) -> bool:
    """Somebody of a community that proposes it."""
    own = communities_of(user)
    if not own:
        return False
    return idea.community_id in own or idea.idea_communities.filter(community__in=own).exists()


def can_change_idea(user: Any, idea: ProjectIdea) -> bool:
    """Its communities may, whatever its state: whether it can be written now, the service says."""
    return is_office_of(user, idea) or is_author_of(user, idea)


def can_write_now(user: Any, idea: ProjectIdea) -> bool:
    """Communities write drafts and what was sent back; the office mends what is not closed."""
    if idea.status in CLOSED:
        return False
    return is_office_of(user, idea) or (idea.status in WRITTEN and is_author_of(user, idea))


def roles_in(user: Any, idea: ProjectIdea) -> tuple[str, ...]:
    """Whose steps of `idea_workflow` the person takes."""
    if is_office_of(user, idea):
        return (workflow.OFFICE, workflow.AUTHORS)
    return (workflow.AUTHORS,) if _coordinates(user, idea) else ()


def can_take(user: Any, idea: ProjectIdea, step: workflow.Step) -> bool:
    return step.who in roles_in(user, idea)


def _coordinates(user: Any, idea: ProjectIdea) -> bool:
    """Editors write; what binds the community is done by its coordinators."""
    led = {
        one.community_id
        for one in active_memberships(user)
        if isinstance(one, CommunityMembership) and one.role == CommunityRole.COORDINATOR
    }
    if not led:
        return False
    return idea.community_id in led or idea.idea_communities.filter(community__in=led).exists()


def can_register_interest(user: Any, idea: ProjectIdea) -> bool:
    """Representatives of partners; the office for a partner that said so elsewhere."""
    return bool(represented_by(user)) or is_office_of(user, idea)


def can_decide_interest(user: Any, interest: IdeaInterest) -> bool:
    """Record what came of it: the office, the coordinators of its communities."""
    return is_office_of(user, interest.idea) or _coordinates(user, interest.idea)


def can_withdraw_interest(user: Any, interest: IdeaInterest) -> bool:
    """The partner itself may say that it is no longer interested."""
    return interest.partner_id in represented_by(user)


def can_see_contact(user: Any, idea: ProjectIdea) -> bool:
    """Personal data: officials, its communities, partners whose interest is registered."""
    if is_official(user) or is_author_of(user, idea):
        return True
    partners = partners_of(user)
    return bool(partners) and idea.interests.filter(partner__in=partners).exists()


def is_looking(idea: ProjectIdea) -> bool:
    return idea.status in LOOKING
