"""Reads of partners that are more than one queryset."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from accounts.models import User
from partners.enums import PartnerRole
from partners.models import Partner, PartnerMembership


def survivor_of(user: Any, **address: Any) -> Partner | None:
    """Where a merged record's address (slug or public_id) leads, if the user may see it."""
    merged = Partner.objects.filter(**address, merged_into__isnull=False)
    found: Partner | None = (
        Partner.objects.visible_to(user).filter(pk__in=merged.values("merged_into")).first()
    )
    return found


def moved_key(user: Any, key: Any) -> str | None:
    """As `survivor_of` for the API: the survivor's public identifier."""
    survivor = survivor_of(user, public_id=key)
    return str(survivor.public_id) if survivor else None


def if_known(user: Any, partner: Partner | None) -> Partner | None:
    """The partner that another record names, if the user may know of it."""
    if partner is None or not Partner.objects.visible_to(user).filter(pk=partner.pk).exists():
        return None
    return partner


def people_of(partner: Partner, *roles: str) -> QuerySet[User]:
    """Those who have one of the roles in the partner now, or any; each once."""
    held = PartnerMembership.objects.active().filter(partner=partner)
    if roles:
        held = held.filter(role__in=roles)
    return User.objects.filter(is_active=True, pk__in=held.values("user")).order_by("pk")


def representatives_of(partner: Partner) -> QuerySet[User]:
    """Those who speak for the partner now."""
    return people_of(partner, PartnerRole.REPRESENTATIVE)
