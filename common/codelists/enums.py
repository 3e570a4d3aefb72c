"""Official code lists that several apps use."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Visibility(models.TextChoices):
    """Who may see a record."""

    PUBLIC = "public", _("everybody")
    REGISTERED = "registered", _("signed-in partners and coordinators")
    INTERNAL = "internal", _("officials only")


# What everybody with a role on the portal may see.
OPEN = (Visibility.PUBLIC, Visibility.REGISTERED)


class OrganisationType(models.TextChoices):
    """IATI OrganisationType, Activity Standard 2.03."""

    GOVERNMENT = "10", _("Government")
    LOCAL_GOVERNMENT = "11", _("Local government")
    OTHER_PUBLIC = "15", _("Other public sector")
    INTERNATIONAL_NGO = "21", _("International NGO")
    NATIONAL_NGO = "22", _("National NGO")
    REGIONAL_NGO = "23", _("Regional NGO")
    PARTNER_COUNTRY_NGO = "24", _("Partner country based NGO")
    PUBLIC_PRIVATE = "30", _("Public-private partnership")
    MULTILATERAL = "40", _("Multilateral")
    FOUNDATION = "60", _("Foundation")
    PRIVATE = "70", _("Private sector")
    PRIVATE_PROVIDER = "71", _("Private sector in the provider country")
    PRIVATE_RECIPIENT = "72", _("Private sector in the recipient country")
    PRIVATE_THIRD = "73", _("Private sector in a third country")
    ACADEMIC = "80", _("Academic, training and research")
    OTHER = "90", _("Other")
