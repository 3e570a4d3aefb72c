"""Partners in the administration. Whatever changes goes through the same services as on pages."""

from partners.admin.agreements import AgreementAdmin, AgreementRowAdmin
from partners.admin.contacts import ContactPersonAdmin
from partners.admin.partners import PartnerAdmin

__all__ = ["AgreementAdmin", "AgreementRowAdmin", "ContactPersonAdmin", "PartnerAdmin"]
