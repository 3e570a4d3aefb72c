from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class PartnerKind(models.TextChoices):
    INTERNATIONAL_ORGANISATION = "international_organisation", _("international organisation")
    FOREIGN_GOVERNMENT = "foreign_government", _("foreign government")
    GOVERNMENT_AGENCY = "government_agency", _("government agency")
    DIPLOMATIC_MISSION = "diplomatic_mission", _("embassy or mission")
    IFI = "ifi", _("international financial institution")
    FOUNDATION = "foundation", _("foundation")
    NGO = "ngo", _("non-governmental organisation")
    MUNICIPAL_ASSOCIATION = "municipal_association", _("association of municipalities")
    LOCAL_AUTHORITY = "local_authority", _("foreign local authority")
    REGIONAL_AUTHORITY = "regional_authority", _("foreign regional authority")
    UNIVERSITY = "university", _("university")
    COMPANY = "company", _("company")
    OTHER = "other", _("other")


class PartnerStatus(models.TextChoices):
    CANDIDATE = "candidate", _("candidate")
    ACTIVE = "active", _("active")
    DORMANT = "dormant", _("dormant")
    ARCHIVED = "archived", _("archived")


class IdentifierScheme(models.TextChoices):
    """Registers of organisations; prefixes as in org-id.guide where one exists."""

    IATI = "iati", _("IATI organisation identifier")
    UA_EDR = "UA-EDR", _("EDRPOU (Ukraine)")
    ROR = "XI-ROR", _("ROR")
    LEI = "XI-LEI", _("LEI")
    WIKIDATA = "XI-WIKIDATA", _("Wikidata")
    DAC_CHANNEL = "XM-DAC", _("OECD DAC channel code")
    OTHER = "other", _("other register")


class PartnerOrigin(models.TextChoices):
    """Where a record came from."""

    MANUAL = "manual", _("entered by an official")
    IMPORT = "import", _("imported table")
    IATI = "iati", _("IATI file")
    DEMO = "demo", _("demonstration data")


class PartnerRole(models.TextChoices):
    REPRESENTATIVE = "representative", _("representative")
    CLIENT = "client", _("read-only client")
