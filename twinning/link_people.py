"""Who may look after a link: people of the oblast's office and of the community."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from accounts.models import User
from communities.models import Community, CommunityMembership, Oblast, OfficeMembership


def people_of(home: Community | Oblast) -> Any:
    """Those with a role in force for our side of the link."""
    if isinstance(home, Community):
        return people_of_places({home.oblast_id}, {home.pk})
    return people_of_places({home.pk}, set())


def people_of_places(oblasts: set[int], communities: set[int]) -> Any:
    """Those with a role in force in the offices of the oblasts or in the communities."""
    officials = OfficeMembership.objects.active().filter(office__oblast__in=oblasts)
    own = CommunityMembership.objects.active().filter(community__in=communities)
    rows = User.objects.filter(Q(pk__in=officials.values("user")) | Q(pk__in=own.values("user")))
    return rows.filter(is_active=True).order_by("full_name", "email")
