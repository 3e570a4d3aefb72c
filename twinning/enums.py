from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class MunicipalityKind(models.TextChoices):
    """Of a place abroad. A city has 50,000 people or more, where nobody says otherwise."""

    CITY = "city", pgettext_lazy("municipality", "city")
    TOWN = "town", pgettext_lazy("municipality", "town")
    REGION = "region", pgettext_lazy("municipality", "region")


class MunicipalityTag(models.TextChoices):
    """What a place lives by and is known for."""

    INDUSTRY = "industry", _("industry")
    AGRICULTURE = "agriculture", _("agriculture")
    FOOD = "food", _("food industry")
    ENERGY = "energy", _("energy")
    MINING = "mining", _("mining")
    UNIVERSITY = "university", _("university")
    PORT = "port", _("port")
    MOUNTAIN = "mountain", _("mountains")
    SPA = "spa", _("spa")
    TOURISM = "tourism", _("tourism")
    BORDER = "border", _("borderland")
    HERITAGE = "heritage", _("historic town")
    CAPITAL = "capital", _("seat of a region")


class Association(models.TextChoices):
    """Networks of cities and regions that a place belongs to."""

    CEMR = "cemr", _("Council of European Municipalities and Regions")
    EUROCITIES = "eurocities", _("Eurocities")
    AER = "aer", _("Assembly of European Regions")
    CLIMATE_ALLIANCE = "climate-alliance", _("Climate Alliance")
    ENERGY_CITIES = "energy-cities", _("Energy Cities")
    COVENANT = "covenant-of-mayors", _("Covenant of Mayors")
    CITTASLOW = "cittaslow", _("Cittaslow")
    SISTER_CITIES = "sister-cities", _("Sister Cities International")


class Listing(models.TextChoices):
    """Where a place says that it looks for partners in Ukraine."""

    CITIES4CITIES = "cities4cities.eu", "cities4cities.eu"
    UNITEDFORUA = "unitedforua.org", "unitedforua.org"
    SKEW = "skew.engagement-global.de", "skew.engagement-global.de"
    TWINNING_ORG = "twinning.org", "twinning.org"


class MunicipalityOrigin(models.TextChoices):
    GAZETTEER = "gazetteer", _("gazetteer")
    MANUAL = "manual", _("entered by an official")
    IMPORT = "import", _("imported table")
