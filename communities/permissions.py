"""Who may do what with territories and offices. Rights follow the territory."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from accounts.memberships import active_memberships
from accounts.permissions import is_administrator
from common.codelists.enums import OPEN, Visibility
from common.design.languages import wording
from communities.enums import OfficeRole
from communities.models import Community, CommunityMembership, Office, OfficeMembership

CURATING_ROLES = frozenset({OfficeRole.HEAD.value, OfficeRole.OFFICER.value})


def _office_memberships(user: Any) -> list[OfficeMembership]:
    return [one for one in active_memberships(user) if isinstance(one, OfficeMembership)]


def _community_memberships(user: Any) -> list[CommunityMembership]:
    return [one for one in active_memberships(user) if isinstance(one, CommunityMembership)]


def is_official(user: Any) -> bool:
    """Anybody with a role in any office, or a portal administrator."""
    return is_administrator(user) or bool(_office_memberships(user))


def is_registered(user: Any) -> bool:
    """A signed-in person with at least one role: sees what is not for everybody."""
    return is_official(user) or bool(active_memberships(user))


def visibilities_for(user: Any) -> tuple[Visibility, ...]:
    """Of what is published, which the person may see: officials all."""
    if is_official(user):
        return tuple(Visibility)
    return OPEN if is_registered(user) else (Visibility.PUBLIC,)


def offices_of(user: Any) -> set[int]:
    """Primary keys of the offices where the user has any role."""
    return {one.office_id for one in _office_memberships(user)}


def curated_offices(user: Any) -> set[int]:
    """Primary keys of the offices whose records the user may change (head, officer)."""
    return {one.office_id for one in _office_memberships(user) if one.role in CURATING_ROLES}


def offices_to_enter_for(user: Any) -> QuerySet[Office]:
    """The offices that may keep what the user enters, in Ukrainian order; administrators: all."""
    offices: QuerySet[Office] = Office.objects.in_ukrainian_order()
    return offices if is_administrator(user) else offices.filter(pk__in=curated_offices(user))


def office_choices(user: Any) -> list[tuple[str, str]]:
    """(address, name in the language of the moment) of each, for a form or an import."""
    return [(one.slug, wording(one, "name").text) for one in offices_to_enter_for(user)]


def office_of_upload(user: Any, slug: str) -> Office | None:
    """The one that was chosen for a table, or the only one that the user enters for."""
    offices = offices_to_enter_for(user)
    found = list((offices.filter(slug=slug) if slug else offices)[:2])
    return found[0] if len(found) == 1 else None


def headed_offices(user: Any) -> set[int]:
    return {one.office_id for one in _office_memberships(user) if one.role == OfficeRole.HEAD}


def communities_of(user: Any) -> set[int]:
    return {one.community_id for one in _community_memberships(user)}


def curated_oblasts(user: Any) -> set[int]:
    """Primary keys of the oblasts whose offices the user works for as head or officer."""
    return {one.office.oblast_id for one in _office_memberships(user) if one.role in CURATING_ROLES}


def can_change_office(user: Any, office: Office) -> bool:
    return is_administrator(user) or office.pk in headed_offices(user)


def can_change_community(user: Any, community: Community) -> bool:
    """The community's own people, and the curating officials of its oblast."""
    return (
        is_administrator(user)
        or community.pk in communities_of(user)
        or community.oblast_id in curated_oblasts(user)
    )


def can_change_territory(user: Any) -> bool:
    """Names and codes come from the codifier: only a portal administrator imports them."""
    return is_administrator(user)
