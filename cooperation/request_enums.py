"""Words for requests of communities to the office. Status and outcome are two things."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class RequestKind(models.TextChoices):
    PARTNER = "find_partner", _("find a partner")
    TWIN = "find_twin", _("find a twin municipality")
    SUPPORT = "support", _("support a project or an idea")
    HUMANITARIAN = "humanitarian", _("humanitarian need")
    AGREEMENT = "agreement", _("prepare or approve an agreement")
    MEETING = "meeting", _("arrange a meeting or a visit")
    TRANSLATION = "translation", _("translation or letter")
    ADVICE = "advice", pgettext_lazy("request", "advice")
    OTHER = "other", pgettext_lazy("request", "other")


class Urgency(models.TextChoices):
    USUAL = "usual", pgettext_lazy("urgency", "usual")
    URGENT = "urgent", pgettext_lazy("urgency", "urgent")
    CRITICAL = "critical", pgettext_lazy("urgency", "people are in danger")


class RequestStatus(models.TextChoices):
    """Where the request stands; how it ended is said by `Outcome`."""

    DRAFT = "draft", pgettext_lazy("request", "draft")
    SUBMITTED = "submitted", pgettext_lazy("request", "submitted")
    RETURNED = "returned", pgettext_lazy("request", "sent back for details")
    ACCEPTED = "accepted", pgettext_lazy("request", "accepted")
    IN_PROGRESS = "in_progress", pgettext_lazy("request", "in progress")
    WAITING = "waiting", pgettext_lazy("request", "waiting")
    OFFERED = "offered", pgettext_lazy("request", "help is offered")
    AGREED = "agreed", pgettext_lazy("request", "agreed")
    CLOSED = "closed", pgettext_lazy("request", "closed")


class Outcome(models.TextChoices):
    """How a closed request ended."""

    FULFILLED = "fulfilled", pgettext_lazy("request", "fulfilled")
    NOT_FULFILLED = "not_fulfilled", pgettext_lazy("request", "not fulfilled")
    REFUSED = "refused", pgettext_lazy("request", "refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("request", "withdrawn by the community")
    NOT_RELEVANT = "not_relevant", pgettext_lazy("request", "no longer relevant")


class WaitingFor(models.TextChoices):
    COMMUNITY = "community", pgettext_lazy("waits for", "the community")
    PARTNER = "partner", pgettext_lazy("waits for", "a partner")
    MINISTRY = "ministry", pgettext_lazy("waits for", "a ministry")


class Side(models.TextChoices):
    """Who has to do something now."""

    OFFICE = "office", pgettext_lazy("side of a request", "the office")
    COMMUNITY = "community", pgettext_lazy("side of a request", "the community")


class EntryKind(models.TextChoices):
    """What a line of the timeline tells."""

    STEP = "step", pgettext_lazy("timeline", "step")
    NOTE = "note", pgettext_lazy("timeline", "message")
    ASSIGNED = "assigned", pgettext_lazy("timeline", "another officer")
    HANDED_OVER = "handed_over", pgettext_lazy("timeline", "handed over to another office")
    EXTENDED = "extended", pgettext_lazy("timeline", "deadline extended")
    CHASED = "chased", pgettext_lazy("timeline", "chased")
    LINKED = "linked", pgettext_lazy("timeline", "linked")
    FILE = "file", pgettext_lazy("timeline", "file")
    PARTNER = "partner", pgettext_lazy("timeline", "partner invited to look")
    OFFER = "offer", pgettext_lazy("timeline", "offer")
    MEETING = "meeting", pgettext_lazy("timeline", "meeting")


# What its community writes.
WRITTEN = (RequestStatus.DRAFT, RequestStatus.RETURNED)
# What partners may see and offer help for, when its visibility lets them.
PUBLISHED = (
    RequestStatus.ACCEPTED,
    RequestStatus.IN_PROGRESS,
    RequestStatus.WAITING,
    RequestStatus.OFFERED,
)
# What the office deals with.
WITH_OFFICE = (
    RequestStatus.SUBMITTED,
    RequestStatus.ACCEPTED,
    RequestStatus.IN_PROGRESS,
    RequestStatus.WAITING,
    RequestStatus.OFFERED,
    RequestStatus.AGREED,
)
# Submitted and not closed: nothing of these may be forgotten.
OPEN = (*WITH_OFFICE, RequestStatus.RETURNED)
# The deadline runs; it stands still while the request is with the community or waits.
RUNNING = tuple(one for one in WITH_OFFICE if one != RequestStatus.WAITING)
