"""Codes of meetings, of the people in them and of the tasks that follow from decisions."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class MeetingKind(models.TextChoices):
    SESSION = "session", _("session of the office")
    BILATERAL = "bilateral", _("bilateral meeting")
    NETWORK = "network", _("network meeting")
    STRATEGIC = "strategic", _("strategic session")
    VISIT = "visit", pgettext_lazy("kind of meeting", "visit")
    ONLINE = "online", _("online meeting")


class MeetingStatus(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("meeting", "draft")
    ANNOUNCED = "announced", pgettext_lazy("meeting", "announced")
    HELD = "held", pgettext_lazy("meeting", "held")
    PUBLISHED = "published", _("minutes published")
    CANCELLED = "cancelled", pgettext_lazy("meeting", "cancelled")


class Side(models.TextChoices):
    """Whom a participant speaks for."""

    OFFICE = "office", _("regional office")
    COMMUNITY = "community", _("community")
    PARTNER = "partner", _("partner")
    OTHER = "other", _("department or another organisation")


class Presence(models.TextChoices):
    INVITED = "invited", pgettext_lazy("participant", "invited")
    ACCEPTED = "accepted", pgettext_lazy("participant", "accepted")
    DECLINED = "declined", pgettext_lazy("participant", "declined")
    CAME = "came", pgettext_lazy("participant", "came")
    ABSENT = "absent", pgettext_lazy("participant", "did not come")


class MeetingFileKind(models.TextChoices):
    MATERIAL = "material", _("material")
    MINUTES = "minutes", _("signed minutes")
    PHOTO = "photo", _("photograph")


class OwnerKind(models.TextChoices):
    """Who does what was decided."""

    OFFICE = "office", _("regional office")
    DEPARTMENT = "department", _("department")
    COMMUNITY = "community", _("community")
    PARTNER = "partner", _("partner")


class TaskStatus(models.TextChoices):
    OPEN = "open", pgettext_lazy("task", "to be done")
    DONE = "done", pgettext_lazy("task", "done")
    DROPPED = "dropped", pgettext_lazy("task", "no longer needed")


# Others than the organiser may know of it.
KNOWN = (
    MeetingStatus.ANNOUNCED,
    MeetingStatus.HELD,
    MeetingStatus.PUBLISHED,
)
# People can still be invited, and the time can still change.
COMING = (MeetingStatus.DRAFT, MeetingStatus.ANNOUNCED)
ANSWERS = (Presence.ACCEPTED, Presence.DECLINED)
