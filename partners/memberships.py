"""Roles in partner organisations: who gives them, who sees them, who is asked for them."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.memberships import MembershipKind, register
from accounts.models import User
from accounts.permissions import is_administrator
from common.design.languages import wording
from common.search.names import search_names
from communities.enums import OfficeRole
from communities.models import OfficeMembership
from communities.permissions import (
    CURATING_ROLES,
    curated_oblasts,
    curated_offices,
    headed_offices,
    offices_of,
)
from partners.enums import PartnerRole
from partners.models import Partner, PartnerMembership, PartnerOblast


def _grantable(user: User, role: str) -> QuerySet[Any]:
    """Partners that the user's office keeps; of those that nobody keeps, a head gives roles in
    all, an officer in those that work in the oblast.
    """
    found = Partner.objects.current()
    if is_administrator(user):
        return found
    rule = Q(curated_by__in=curated_offices(user))
    if headed_offices(user):
        rule |= Q(curated_by=None)
    working_here = PartnerOblast.objects.filter(oblast__in=curated_oblasts(user))
    rule |= Q(curated_by=None, pk__in=working_here.values("partner"))
    return found.filter(rule)


def _overseen(user: User) -> QuerySet[Any]:
    if is_administrator(user):
        return Partner.objects.all()
    offices = offices_of(user)
    if not offices:
        return Partner.objects.none()
    return Partner.objects.filter(Q(curated_by__in=offices) | Q(curated_by=None))


def _offered(user: User) -> QuerySet[Any]:
    return Partner.objects.visible_to(user).current().in_ukrainian_order()


def _approvers(partner: Partner, role: str) -> QuerySet[User]:
    """The heads and officers of the office that keeps the partner, else the heads of all."""
    held = OfficeMembership.objects.active()
    if partner.curated_by_id:
        held = held.filter(office=partner.curated_by_id, role__in=CURATING_ROLES)
    else:
        held = held.filter(role=OfficeRole.HEAD)
    return User.objects.filter(is_active=True, pk__in=held.values("user"))


def _hint(partner: Partner) -> str:
    return str(partner.get_kind_display())


def register_kinds() -> None:
    register(
        MembershipKind(
            code="partner",
            position=3,
            label=_("Partner organisation"),
            model=PartnerMembership,
            scope="partner",
            reference="slug",
            roles=PartnerRole,
            grantable=_grantable,
            overseen=_overseen,
            offered=_offered,
            approvers=_approvers,
            narrow=search_names,
            name=lambda partner: wording(partner, "name").text,
            hint=_hint,
        )
    )
