"""Who may do what with meetings: the organising office leads them."""

from __future__ import annotations

from typing import Any

from accounts.memberships import active_memberships
from accounts.permissions import is_administrator
from communities.enums import CommunityRole
from communities.models import CommunityMembership, Office
from communities.permissions import curated_offices, is_official
from cooperation import decision_workflow
from cooperation.meeting_enums import OwnerKind
from cooperation.models import Meeting, MeetingTask
from partners.enums import PartnerRole
from partners.models import PartnerMembership


def can_write_meetings(user: Any, office: Office | None = None) -> bool:
    """Heads and officers, for their own office; without one: for any at all."""
    if is_administrator(user):
        return True
    own = curated_offices(user)
    return bool(own) if office is None else office.pk in own


def can_change_meeting(user: Any, meeting: Meeting) -> bool:
    """Change it, take steps, write minutes and decisions."""
    return is_administrator(user) or meeting.office_id in curated_offices(user)


def can_see_people(user: Any, meeting: Meeting) -> bool:
    """Names of participants are personal data: for officials and for those who meet."""
    if is_official(user):
        return True
    if not user.is_authenticated:
        return False
    return bool(Meeting.objects.involving(user).filter(pk=meeting.pk).exists())


def roles_in(user: Any, task: MeetingTask) -> tuple[str, ...]:
    """Whose steps of `decision_workflow` the person takes."""
    if can_change_meeting(user, task.decision.meeting):
        return (decision_workflow.ORGANISER, decision_workflow.OWNERS)
    return (decision_workflow.OWNERS,) if _does(user, task) else ()


def can_take(user: Any, task: MeetingTask, step: decision_workflow.Step) -> bool:
    return step.who in roles_in(user, task)


def _does(user: Any, task: MeetingTask) -> bool:
    """Whoever binds the owner: head and officers, coordinators, representatives."""
    if task.owner_kind == OwnerKind.OFFICE:
        return task.office_id in curated_offices(user)
    return any(
        (
            isinstance(one, CommunityMembership)
            and one.community_id == task.community_id
            and one.role == CommunityRole.COORDINATOR
        )
        or (
            isinstance(one, PartnerMembership)
            and one.partner_id == task.partner_id
            and one.role == PartnerRole.REPRESENTATIVE
        )
        for one in active_memberships(user)
    )
