"""Who may do what with requests: communities write, the office that deals with them leads them."""

from __future__ import annotations

from typing import Any

from accounts.memberships import active_memberships
from accounts.models import User
from accounts.permissions import is_administrator
from communities.enums import CommunityRole
from communities.memberships import officials_of
from communities.models import Community, CommunityMembership, Office, OfficeMembership
from communities.permissions import (
    CURATING_ROLES,
    communities_of,
    curated_oblasts,
    curated_offices,
    offices_of,
)
from cooperation import request_workflow as workflow
from cooperation.models import CoordinationRequest
from cooperation.request_enums import OPEN, WITH_OFFICE, WRITTEN, RequestStatus


def can_write_requests(user: Any, community: Community | None = None) -> bool:
    """Coordinators and editors for their community, the office for those of its oblast."""
    if is_administrator(user):
        return True
    own, oblasts = communities_of(user), curated_oblasts(user)
    if community is None:
        return bool(own or oblasts)
    return community.pk in own or community.oblast_id in oblasts


def is_office_of(user: Any, request: CoordinationRequest) -> bool:
    """A head or officer of the office that deals with it."""
    if is_administrator(user):
        return True
    if request.office_id is None:
        return request.oblast_id in curated_oblasts(user)
    return request.office_id in curated_offices(user)


def is_author_of(user: Any, request: CoordinationRequest) -> bool:
    """Somebody of its community, or an official who writes it for the community."""
    if request.community_id in communities_of(user):
        return True
    return request.author_id == user.pk and request.oblast_id in curated_oblasts(user)


def sees_inside(user: Any, request: CoordinationRequest) -> bool:
    """Timeline, people, files: not from outside, as partners see a published request."""
    return CoordinationRequest.objects.inside_for(user).filter(pk=request.pk).exists()


def sees_internal(user: Any, request: CoordinationRequest) -> bool:
    """What officials write to each other."""
    if is_administrator(user):
        return True
    held = [one for one in active_memberships(user) if isinstance(one, OfficeMembership)]
    return any(
        one.office_id == request.office_id or one.office.oblast_id == request.oblast_id
        for one in held
    )


def can_change_request(user: Any, request: CoordinationRequest) -> bool:
    """Its people may, whatever its state: whether it can be written now, the service says."""
    return is_office_of(user, request) or is_author_of(user, request)


def can_write_now(user: Any, request: CoordinationRequest) -> bool:
    """Communities write drafts and what was sent back; the office mends what is with it."""
    if request.status in WRITTEN and is_author_of(user, request):
        return True
    return request.status in (*WITH_OFFICE, RequestStatus.RETURNED) and is_office_of(user, request)


def roles_in(user: Any, request: CoordinationRequest) -> tuple[str, ...]:
    """Whose steps of `request_workflow` the person takes."""
    own = (workflow.AUTHORS, workflow.COMMUNITY_ALONE) if _coordinates(user, request) else ()
    if is_office_of(user, request):
        return (workflow.OFFICE, workflow.AUTHORS, *own)
    return own


def can_take(user: Any, request: CoordinationRequest, step: workflow.Step) -> bool:
    return step.who in roles_in(user, request)


def can_submit(user: Any, request: CoordinationRequest | None) -> bool:
    """Editors write and do not submit; of a new one it is enough to submit for somebody."""
    if request is not None:
        return can_take(user, request, workflow.SUBMIT)
    return (
        is_administrator(user)
        or bool(curated_oblasts(user))
        or any(
            isinstance(one, CommunityMembership) and one.role == CommunityRole.COORDINATOR
            for one in active_memberships(user)
        )
    )


def can_note(user: Any, request: CoordinationRequest) -> bool:
    """Write a message: its people, whether it is open or closed, but in somebody's draft."""
    return can_change_request(user, request) and request.submitted_at is not None


def can_answer(user: Any, request: CoordinationRequest) -> bool:
    """Whether the person's message may be the answer for which the office waits."""
    return _coordinates(user, request)


def can_lead(user: Any, request: CoordinationRequest) -> bool:
    """Assign, hand over, extend, chase, link: the office, while it is open."""
    return request.status in OPEN and is_office_of(user, request)


def _coordinates(user: Any, request: CoordinationRequest) -> bool:
    """Editors write; what binds the community is done by its coordinators."""
    if request.author_id == user.pk and request.oblast_id in curated_oblasts(user):
        return True
    return any(
        isinstance(one, CommunityMembership)
        and one.role == CommunityRole.COORDINATOR
        and one.community_id == request.community_id
        for one in active_memberships(user)
    )


# People


def officers_for(office: Office | None) -> Any:
    """Who may be given a request of the office."""
    held = OfficeMembership.objects.active().filter(office=office, role__in=CURATING_ROLES)
    return User.objects.filter(is_active=True, pk__in=held.values("user")).order_by("full_name")


def office_people(request: CoordinationRequest) -> list[User]:
    """Heads and officers of the office that deals with it."""
    if request.office_id is None:
        return list(officials_of(request.oblast))
    return list(officers_for(request.office))


def community_people(request: CoordinationRequest) -> list[User]:
    """Coordinators and editors of its community."""
    held = CommunityMembership.objects.active().filter(community=request.community_id)
    return list(User.objects.filter(is_active=True, pk__in=held.values("user")).order_by("pk"))


def who_may_read(request: CoordinationRequest, *, is_internal: bool) -> list[User]:
    """People who can be mentioned: those who will see the line."""
    people = office_people(request)
    if not is_internal:
        people += community_people(request)
    return list(dict.fromkeys(people))


def works_in_an_office(user: Any) -> bool:
    return is_administrator(user) or bool(offices_of(user))
