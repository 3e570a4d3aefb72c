"""Choices of aid received."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class AidCategory(models.TextChoices):
    VEHICLES = "vehicles", _("vehicles")
    BUSES = "buses", _("buses")
    FIRE_RESCUE = "fire_rescue", _("fire and rescue equipment")
    GENERATORS = "generators", _("generators and power supply")
    HEATING = "heating", _("heating")
    WATER = "water", _("water supply and treatment")
    MEDICAL = "medical", _("medical equipment and medicines")
    FOOD = "food", _("food")
    HYGIENE = "hygiene", _("hygiene")
    CLOTHING = "clothing", _("clothing and bedding")
    SHELTER = "shelter", _("modular houses and tents")
    BUILDING = "building", _("building materials")
    MACHINERY = "machinery", _("communal and road machinery")
    IT = "it", _("computers and communication")
    FURNITURE = "furniture", _("furniture")
    EDUCATION = "education", _("equipment for schools and kindergartens")
    OTHER = "other", pgettext_lazy("category of aid", "other")


class Unit(models.TextChoices):
    """Codes of UNECE Recommendation 20 (packages: 21)."""

    PIECE = "H87", pgettext_lazy("unit", "pcs")
    SET = "SET", pgettext_lazy("unit", "sets")
    PAIR = "PR", pgettext_lazy("unit", "pairs")
    KILOGRAM = "KGM", pgettext_lazy("unit", "kg")
    TONNE = "TNE", pgettext_lazy("unit", "t")
    LITRE = "LTR", pgettext_lazy("unit", "l")
    METRE = "MTR", pgettext_lazy("unit", "m")
    SQUARE_METRE = "MTK", pgettext_lazy("unit", "m²")
    CUBIC_METRE = "MTQ", pgettext_lazy("unit", "m³")
    BOX = "XBX", pgettext_lazy("unit", "boxes")
    PACKAGE = "XPK", pgettext_lazy("unit", "packages")
    PALLET = "XPX", pgettext_lazy("unit", "pallets")


class AidFileKind(models.TextChoices):
    ACT = "act", _("act of acceptance")
    DECLARATION = "declaration", _("declaration of humanitarian aid")
    LETTER = "letter", _("letter")
    AGREEMENT = "agreement", _("agreement of donation")
    PHOTO = "photo", _("photograph")
    OTHER = "other", pgettext_lazy("file", "other")


class AidSource(models.TextChoices):
    MANUAL = "manual", _("entered by hand")
    IMPORT = "import", _("imported table")
    DEMO = "demo", _("demonstration data")
