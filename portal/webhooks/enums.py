from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class EventKind(models.TextChoices):
    """What happened to an object, as far as the receiver knows it."""

    PUBLISHED = "published", pgettext_lazy("event", "published")
    CHANGED = "changed", pgettext_lazy("event", "changed")
    WITHDRAWN = "withdrawn", pgettext_lazy("event", "withdrawn")


# A trial call is an event of no kind that one could choose.
TEST = "test"


class SubscriptionStatus(models.TextChoices):
    ACTIVE = "active", pgettext_lazy("webhook", "active")
    PAUSED = "paused", pgettext_lazy("webhook", "paused")
    DISABLED = "disabled", pgettext_lazy("webhook", "switched off by the portal")


class Trouble(models.TextChoices):
    """Why the portal switched a subscription off."""

    SILENT = "silent", _("the receiver has accepted nothing for three days")
    GONE = "gone", _("the receiver said that it is gone for good (410)")
    FILTERS = "filters", _("its filters ask for something that there is no longer")


class DeliveryStatus(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("webhook", "waiting")
    ACCEPTED = "accepted", pgettext_lazy("webhook", "accepted")
    REFUSED = "refused", pgettext_lazy("webhook", "not accepted")


class Overlap(models.TextChoices):
    """How long the former secret signs too: hours."""

    NONE = "0", _("not at all: it may be known to others")
    DAY = "24", _("for a day")
    WEEK = "168", _("for a week")
