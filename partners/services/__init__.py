"""What changes partners. Each function takes the actor, makes one transaction, refuses by a domain
exception and leaves the question of who may to `partners.permissions`, asked by whoever calls.
"""

from partners.data import ContactData, PartnerData, contact_data_of, data_of
from partners.services.contacts import (
    add_contact,
    change_contact,
    erase_contact,
    forget_expired_contacts,
)
from partners.services.logos import change_logo, remove_logo
from partners.services.merging import merge_partners
from partners.services.partners import change_partner, hand_over, register_partner
from partners.services.statuses import (
    archive_partner,
    restore_partner,
    set_status,
    status_before,
)

__all__ = [
    "ContactData",
    "PartnerData",
    "add_contact",
    "archive_partner",
    "change_contact",
    "change_logo",
    "change_partner",
    "contact_data_of",
    "data_of",
    "erase_contact",
    "forget_expired_contacts",
    "hand_over",
    "merge_partners",
    "register_partner",
    "remove_logo",
    "restore_partner",
    "set_status",
    "status_before",
]
