from partners.models.contacts import ContactPerson
from partners.models.memberships import PartnerMembership
from partners.models.partners import Partner, PartnerIdentifier, PartnerOblast, PartnerTheme

__all__ = [
    "ContactPerson",
    "Partner",
    "PartnerIdentifier",
    "PartnerMembership",
    "PartnerOblast",
    "PartnerTheme",
]
