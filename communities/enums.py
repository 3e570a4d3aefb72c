from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class OblastKind(models.TextChoices):
    """Category letters of the state codifier."""

    OBLAST = "O", _("oblast")
    CITY = "K", _("city with special status")


class CommunityKind(models.TextChoices):
    URBAN = "urban", _("urban")
    SETTLEMENT = "settlement", _("settlement")
    RURAL = "rural", _("rural")


class OfficeRole(models.TextChoices):
    HEAD = "head", _("head of the office")
    OFFICER = "officer", _("officer")
    ANALYST = "analyst", _("analyst")


class CommunityRole(models.TextChoices):
    COORDINATOR = "coordinator", _("coordinator")
    EDITOR = "editor", _("editor")
