"""Roles in offices and in communities: who gives them, who sees them, who is asked for them."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.memberships import MembershipKind, active_memberships, register
from accounts.models import User
from accounts.permissions import is_administrator
from common.design.languages import wording
from common.search.names import WITHOUT_APOSTROPHES, search_names
from communities.enums import CommunityRole, OfficeRole
from communities.models import Community, CommunityMembership, Oblast, Office, OfficeMembership
from communities.permissions import (
    CURATING_ROLES,
    curated_oblasts,
    headed_offices,
    offices_of,
)


def officials_of(oblast: Oblast, roles: frozenset[str] = CURATING_ROLES) -> QuerySet[User]:
    """People with one of these roles in the office of the oblast today."""
    held = OfficeMembership.objects.active().filter(office__oblast=oblast, role__in=roles)
    return User.objects.filter(is_active=True, pk__in=held.values("user"))


def _narrowed(found: QuerySet[Any], text: str, *columns: str) -> QuerySet[Any]:
    """Every typed word must occur in one of the columns."""
    for word in text.lower().translate(WITHOUT_APOSTROPHES).split()[:8]:
        rule = Q()
        for column in columns:
            rule |= Q(**{f"{column}__contains": word})
        found = found.filter(rule)
    return found


def _grantable_offices(user: User, role: str) -> QuerySet[Office]:
    if is_administrator(user):
        return Office.objects.all()
    return Office.objects.filter(pk__in=headed_offices(user))


def _overseen_offices(user: User) -> QuerySet[Office]:
    if is_administrator(user):
        return Office.objects.all()
    return Office.objects.filter(pk__in=offices_of(user))


def _offered_offices(user: User) -> QuerySet[Office]:
    return Office.objects.visible_to(user).in_ukrainian_order()


def _narrow_offices(found: QuerySet[Any], text: str) -> QuerySet[Any]:
    return _narrowed(found, text, "oblast__search_text")


def _office_approvers(office: Office, role: str) -> QuerySet[User]:
    return officials_of(office.oblast, frozenset({OfficeRole.HEAD.value}))


def _coordinated(user: User) -> set[int]:
    return {
        one.community_id
        for one in active_memberships(user)
        if isinstance(one, CommunityMembership) and one.role == CommunityRole.COORDINATOR
    }


def _grantable_communities(user: User, role: str) -> QuerySet[Any]:
    found = Community.objects.in_force()
    if is_administrator(user):
        return found
    rule = Q(oblast__in=curated_oblasts(user))
    if role == CommunityRole.EDITOR:
        rule |= Q(pk__in=_coordinated(user))
    return found.filter(rule)


def _overseen_communities(user: User) -> QuerySet[Any]:
    if is_administrator(user):
        return Community.objects.all()
    rule = Q(oblast__office__in=offices_of(user)) | Q(pk__in=_coordinated(user))
    return Community.objects.filter(rule)


def _offered_communities(user: User) -> QuerySet[Any]:
    return Community.objects.in_force().in_ukrainian_order()


def _narrow_communities(found: QuerySet[Any], text: str) -> QuerySet[Any]:
    near = _narrowed(found, text, "search_text", "oblast__search_text")
    return near if near.exists() else search_names(found, text)


def _community_approvers(community: Community, role: str) -> QuerySet[User]:
    return officials_of(community.oblast)


def _community_hint(community: Community) -> str:
    places = (wording(place, "full_name").text for place in (community.raion, community.oblast))
    return ", ".join(places)


def register_kinds() -> None:
    register(
        MembershipKind(
            code="office",
            position=1,
            label=_("Regional office"),
            model=OfficeMembership,
            scope="office",
            reference="slug",
            roles=OfficeRole,
            grantable=_grantable_offices,
            overseen=_overseen_offices,
            offered=_offered_offices,
            approvers=_office_approvers,
            narrow=_narrow_offices,
            name=lambda office: wording(office, "name").text,
            hint=lambda office: wording(office.oblast, "full_name").text,
            related=("oblast",),
        )
    )
    register(
        MembershipKind(
            code="community",
            position=2,
            label=_("Community"),
            model=CommunityMembership,
            scope="community",
            reference="code",
            roles=CommunityRole,
            grantable=_grantable_communities,
            overseen=_overseen_communities,
            offered=_offered_communities,
            approvers=_community_approvers,
            narrow=_narrow_communities,
            name=lambda community: wording(community, "full_name").text,
            hint=_community_hint,
            related=("oblast", "raion"),
        )
    )
