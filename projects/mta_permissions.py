"""Who may do what with technical assistance: the recipient reports, the office of the oblast
registers and decides.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from accounts.memberships import active_memberships
from communities.enums import CommunityRole
from communities.models import CommunityMembership
from communities.permissions import is_official
from partners.permissions import represented_by
from projects import mta_cards as workflow
from projects.enums import ProjectKind, RoleKind
from projects.models import MonitoringCard, Project
from projects.mta_querysets import receives
from projects.permissions import can_change_project, can_register_project


def can_register(user: Any, project: Project) -> bool:
    """Enter what the state register says, ask for cards: the people of the keeping office."""
    return project.kind == ProjectKind.MTA and can_change_project(user, project)


def is_recipient(user: Any, project: Project) -> bool:
    """Somebody of a community, or for a partner, that receives the assistance."""
    own = receives(user)
    return own is not None and bool(project.roles.filter(own).exists())


def is_any_recipient(user: Any) -> bool:
    return receives(user) is not None


def can_report(user: Any, project: Project) -> bool:
    """Fill in cards, record and publish property: the recipients, and the office for those that
    are not on the portal.
    """
    if project.kind != ProjectKind.MTA:
        return False
    return can_change_project(user, project) or is_recipient(user, project)


def can_report_any(user: Any) -> bool:
    """For any project at all: recipients, heads and officers."""
    return can_register_project(user) or is_any_recipient(user)


def can_see_cards(user: Any, project: Project) -> bool:
    """The same rule as `CardQuerySet.visible_to`."""
    return project.kind == ProjectKind.MTA and (is_official(user) or is_recipient(user, project))


def roles_in(user: Any, card: MonitoringCard) -> tuple[str, ...]:
    """Whose steps of `mta_cards` the person takes: editors write; coordinators and the
    representatives of a partner hand in.
    """
    if can_change_project(user, card.project):
        return (workflow.RECIPIENT, workflow.OFFICE)
    led = {
        one.community_id
        for one in active_memberships(user)
        if isinstance(one, CommunityMembership) and one.role == CommunityRole.COORDINATOR
    }
    partners = represented_by(user)
    if not (led or partners):
        return ()
    rows = card.project.roles.filter(role=RoleKind.RECIPIENT)
    hands_in = rows.filter(Q(community__in=led) | Q(partner__in=partners)).exists()
    return (workflow.RECIPIENT,) if hands_in else ()
