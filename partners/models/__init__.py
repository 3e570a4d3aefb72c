from partners.models.agreement_life import (
    AgreementAmendment,
    AgreementFile,
    AgreementReminder,
    AgreementRow,
    AgreementStep,
)
from partners.models.agreements import (
    Agreement,
    AgreementPartner,
    AgreementParty,
    AgreementSignatory,
    AgreementTheme,
)
from partners.models.contacts import ContactPerson
from partners.models.memberships import PartnerMembership
from partners.models.partners import Partner, PartnerIdentifier, PartnerOblast, PartnerTheme
from partners.models.programmes import (
    Programme,
    ProgrammeComponent,
    ProgrammeRole,
    ProgrammeTerritory,
    ProgrammeTheme,
)

__all__ = [
    "Agreement",
    "AgreementAmendment",
    "AgreementFile",
    "AgreementPartner",
    "AgreementParty",
    "AgreementReminder",
    "AgreementRow",
    "AgreementSignatory",
    "AgreementStep",
    "AgreementTheme",
    "ContactPerson",
    "Partner",
    "PartnerIdentifier",
    "PartnerMembership",
    "PartnerOblast",
    "PartnerTheme",
    "Programme",
    "ProgrammeComponent",
    "ProgrammeRole",
    "ProgrammeTerritory",
    "ProgrammeTheme",
]
