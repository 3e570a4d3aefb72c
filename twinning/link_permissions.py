"""Who may do what with twin links. Rights follow the territory of our side."""

from __future__ import annotations

from typing import Any

from accounts.memberships import active_memberships
from accounts.permissions import is_administrator
from communities.enums import CommunityRole
from communities.models import Community, CommunityMembership
from communities.permissions import curated_oblasts
from twinning.models import TwinLink, TwinLinkQuestion
from twinning.workflow import PROPOSED, steps_from


def keeps_oblast(user: Any, oblast: int) -> bool:
    """Heads and officers of the oblast's office."""
    return is_administrator(user) or oblast in curated_oblasts(user)


def coordinated_communities(user: Any) -> set[int]:
    return {
        one.community_id
        for one in active_memberships(user)
        if isinstance(one, CommunityMembership) and one.role == CommunityRole.COORDINATOR
    }


def can_register_links(user: Any) -> bool:
    """Whether there is any territory for which the user may enter a link."""
    return bool(is_administrator(user) or curated_oblasts(user) or coordinated_communities(user))


def can_register_link(user: Any, home: Any, stage: str) -> bool:
    """Coordinators propose: the first two stages, for their own community."""
    is_community = isinstance(home, Community)
    if keeps_oblast(user, home.oblast_id if is_community else home.pk):
        return True
    return is_community and stage in PROPOSED and home.pk in coordinated_communities(user)


def keeps_link(user: Any, link: TwinLink) -> bool:
    """Heads and officers of the oblast's office."""
    return keeps_oblast(user, link.home_oblast.pk)


def coordinates_link(user: Any, link: TwinLink) -> bool:
    return link.community_id in coordinated_communities(user)


def can_change_link(user: Any, link: TwinLink) -> bool:
    """The keepers, and the coordinators of the community; which fields: `can_change_sides`."""
    return keeps_link(user, link) or coordinates_link(user, link)


def can_change_sides(user: Any, link: TwinLink) -> bool:
    """Who is linked with whom, how, and who sees it: a coordinator only of a proposal."""
    is_proposal = link.stage in PROPOSED
    return keeps_link(user, link) or (is_proposal and coordinates_link(user, link))


def can_take_stage(user: Any, link: TwinLink, stage: str) -> bool:
    if keeps_link(user, link):
        return True
    return stage in PROPOSED and coordinates_link(user, link)


def can_take_back_stage(user: Any, link: TwinLink) -> bool:
    """Whoever might have taken the last step."""
    return can_take_stage(user, link, link.stage)


def allowed_stages(user: Any, link: TwinLink) -> list[str]:
    """Where the link may go from here by this person."""
    return [stage for stage in steps_from(link.stage) if can_take_stage(user, link, stage)]


def can_log_activity(user: Any, link: TwinLink) -> bool:
    return can_change_link(user, link)


def can_import_links(user: Any) -> bool:
    return bool(user.is_active and (is_administrator(user) or curated_oblasts(user)))


def can_decide_question(user: Any, question: TwinLinkQuestion) -> bool:
    return keeps_oblast(user, question.home_oblast_id)
