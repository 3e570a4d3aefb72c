"""Words of the import of IATI files."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class StagedOutcome(models.TextChoices):
    """What the check says of an activity."""

    NEW = "new", pgettext_lazy("activity", "new")
    CHANGED = "changed", pgettext_lazy("activity", "changes")
    COLLIDING = "colliding", pgettext_lazy("activity", "collides")
    UNCHANGED = "unchanged", pgettext_lazy("activity", "unchanged")
    OUTSIDE = "outside", pgettext_lazy("activity", "not ours")
    ERROR = "error", pgettext_lazy("activity", "error")


class CollisionReason(models.TextChoices):
    EDITED = "edited", _("People have changed here what the file changes too.")
    DIFFERS = "differs", _("The project was entered here, and the file says something else.")
    PUBLISHER = "publisher", _("Another organisation has published this identifier before.")
    SAME_NUMBER = "same_number", _("A project here has one of its other numbers.")
    OTHER_OFFICE = "other_office", _("The record is kept by the office of another oblast.")
    ARCHIVED = "archived", _("The record is archived.")


class StagedDecision(models.TextChoices):
    """What the official says of an activity that collides."""

    UNDECIDED = "", _("decide later")
    KEEP = "keep", _("keep ours, add only what we lack")
    TAKE = "take", _("take what the file says")
    NEW = "new", _("it is another project: register it")
    SKIP = "skip", pgettext_lazy("activity", "leave it out")


class StagedResult(models.TextChoices):
    WAITING = "", pgettext_lazy("activity", "waits")
    CREATED = "created", pgettext_lazy("activity", "registered")
    CHANGED = "changed", pgettext_lazy("activity", "changed")
    REFUSED = "refused", pgettext_lazy("activity", "not taken in")


class BodyMatch(models.TextChoices):
    NONE = "", _("nobody we know")
    IDENTIFIER = "identifier", _("its identifier")
    NAME = "name", _("its name: look whether it is the same one")
    PERSON = "person", _("said by a person")
