"""Every change first takes the record for itself, so that two people cannot mix their changes."""

from __future__ import annotations

from partners.enums import PartnerStatus
from partners.exceptions import PartnerArchived, PartnerMerged
from partners.models import Partner


def locked(partner: Partner) -> Partner:
    """The record as it is now, held until the transaction ends."""
    found: Partner = Partner.objects.select_for_update(of=("self",)).get(pk=partner.pk)
    return found


def locked_current(partner: Partner) -> Partner:
    """As `locked`; refuses PartnerMerged and PartnerArchived."""
    found = locked(partner)
    if found.merged_into_id:
        raise PartnerMerged
    if found.status == PartnerStatus.ARCHIVED:
        raise PartnerArchived
    return found
