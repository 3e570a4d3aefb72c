"""Choices of calls."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ApplicantKind(models.TextChoices):
    """Who may apply."""

    COMMUNITY = "community", _("community (its council)")
    OBLAST_ADMINISTRATION = "oblast_administration", _("oblast administration or council")
    COMMUNAL_ENTERPRISE = "communal_enterprise", _("communal enterprise or institution")
    NGO = "ngo", _("civil society organisation")
    SME = "sme", _("small or medium-sized enterprise")
    UNIVERSITY = "university", _("university or research institution")
    HOUSING_COOPERATIVE = "housing_cooperative", _("association of co-owners of a building")
    PERSON = "person", _("person")
    OTHER = "other", pgettext_lazy("applicant", "other")


class CallState(models.TextChoices):
    """Where a call stands today. Computed from its dates, never stored."""

    UPCOMING = "upcoming", pgettext_lazy("call", "opens later")
    OPEN = "open", pgettext_lazy("call", "open")
    CLOSING_SOON = "closing_soon", pgettext_lazy("call", "closing soon")
    CLOSED = "closed", pgettext_lazy("call", "closed")


class CallSource(models.TextChoices):
    MANUAL = "manual", _("entered by an official")
    PARTNER = "partner", _("proposed by a partner")
    IMPORT = "import", _("imported table")
    DEMO = "demo", _("demonstration data")


class Frequency(models.TextChoices):
    """How often new calls of a saved search are told by letter."""

    DAILY = "daily", _("every day when there is something new")
    WEEKLY = "weekly", _("once a week when there is something new")
    NEVER = "never", _("no letters")


class LinkState(models.TextChoices):
    """What came of opening a link."""

    FINE = "fine", pgettext_lazy("link", "opens")
    MOVED = "moved", pgettext_lazy("link", "leads to another address")
    BROKEN = "broken", pgettext_lazy("link", "does not open")
    UNREACHABLE = "unreachable", pgettext_lazy("link", "no answer")
    REFUSED = "refused", pgettext_lazy("link", "not checked: a private address")


# Days before the deadline from which a call counts as closing soon.
SOON_DAYS = 14
BAD_LINKS = frozenset({LinkState.BROKEN, LinkState.UNREACHABLE, LinkState.REFUSED})
