"""Who may do what with partners and their people. Pages, admin and templates all ask here."""

from __future__ import annotations

from typing import Any

from accounts.memberships import active_memberships
from accounts.permissions import is_administrator
from communities.permissions import (
    curated_offices,
    headed_offices,
    is_official,
)
from partners.enums import PartnerRole
from partners.models import ContactPerson, Partner, PartnerMembership

# What a partner may say of itself; how it is classed and who sees it is the office's business.
OWN_FIELDS = frozenset(
    {"description", "description_en", "website", "languages", "themes", "logo", "remove_logo"}
)


def can_register_partner(user: Any) -> bool:
    """Heads and officers of any office: the register is shared."""
    return is_administrator(user) or bool(curated_offices(user))


def can_keep_partner(user: Any, partner: Partner) -> bool:
    """Change everything of it: the keeping office's head and officers; any office's if none."""
    if is_administrator(user):
        return True
    offices = curated_offices(user)
    return bool(offices) and (partner.curated_by_id is None or partner.curated_by_id in offices)


def represents(user: Any, partner: Partner) -> bool:
    return partner.pk in represented_by(user)


def represented_by(user: Any) -> set[int]:
    """Primary keys of the partners for which the person speaks."""
    return {
        one.partner_id
        for one in active_memberships(user)
        if isinstance(one, PartnerMembership) and one.role == PartnerRole.REPRESENTATIVE
    }


def can_change_partner(user: Any, partner: Partner) -> bool:
    """Those who keep it, and its own representative (of whom only OWN_FIELDS are taken)."""
    return can_keep_partner(user, partner) or represents(user, partner)


def can_move_partner(user: Any, partner: Partner) -> bool:
    """Mark it as active or dormant."""
    return can_keep_partner(user, partner)


def can_archive_partner(user: Any, partner: Partner) -> bool:
    """Archive and restore."""
    return can_keep_partner(user, partner)


def can_hand_over_partner(user: Any, partner: Partner) -> bool:
    """Heads of the keeping office; of a shared record any head or officer may take it over."""
    if is_administrator(user):
        return True
    if partner.curated_by_id is None:
        return bool(curated_offices(user))
    return partner.curated_by_id in headed_offices(user)


def can_merge_partners(user: Any, kept: Partner, merged: Partner) -> bool:
    """A head when one of the two is kept by the head's office, whoever keeps the other; an officer
    only when each is kept by the officer's office or by nobody.
    """
    if is_administrator(user):
        return True
    heads, offices = headed_offices(user), curated_offices(user)
    keepers = {kept.curated_by_id, merged.curated_by_id}
    return bool(heads & keepers) or (bool(offices) and keepers <= offices | {None})


def can_merge_partner(user: Any, partner: Partner) -> bool:
    """Whether the merge of this record with some other one may be offered."""
    return bool(headed_offices(user)) or can_keep_partner(user, partner)


def can_see_contacts(user: Any) -> bool:
    """Personal data: officials only."""
    return is_official(user)


def can_change_contacts(user: Any, partner: Partner) -> bool:
    return can_keep_partner(user, partner)


def can_change_contact(user: Any, contact: ContactPerson) -> bool:
    return contact.forgotten_at is None and can_change_contacts(user, contact.partner)
