"""Choices of twin links."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class LinkKind(models.TextChoices):
    """What binds a community or an oblast with a place abroad."""

    TWIN_CITY = "twin_city", _("twin cities")
    TWIN_REGION = "twin_region", _("twin regions")
    FRIENDSHIP = "friendship", pgettext_lazy("twin link", "friendship")
    SOLIDARITY = "solidarity", _("solidarity partnership")
    PATRONAGE = "patronage", _("patronage over rebuilding")


class LinkStage(models.TextChoices):
    """How far the relations have come; see `twinning.workflow`."""

    CONTACT = "contact", pgettext_lazy("stage of a twin link", "first contact")
    LETTER = "letter", pgettext_lazy("stage of a twin link", "letter sent")
    TALKS = "talks", pgettext_lazy("stage of a twin link", "talks")
    MEMORANDUM = "memorandum", pgettext_lazy("stage of a twin link", "memorandum")
    AGREEMENT = "agreement", pgettext_lazy("stage of a twin link", "agreement")
    ACTIVE = "active", pgettext_lazy("stage of a twin link", "active")
    DORMANT = "dormant", pgettext_lazy("stage of a twin link", "dormant")
    ENDED = "ended", pgettext_lazy("stage of a twin link", "ended")


class Precision(models.TextChoices):
    """How exactly a date is known."""

    DAY = "day", _("day")
    YEAR = "year", _("year")


class ActivityKind(models.TextChoices):
    """What the two did together."""

    VISIT = "visit", _("visit")
    MEETING = "meeting", pgettext_lazy("joint activity", "meeting")
    AID = "aid", _("humanitarian aid")
    PROJECT = "project", _("joint project")
    EXCHANGE = "exchange", pgettext_lazy("joint activity", "exchange of people")
    CULTURE = "culture", _("culture and sport")
    OTHER = "other", pgettext_lazy("joint activity", "other")
