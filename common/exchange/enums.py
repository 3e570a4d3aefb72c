from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class JobStatus(models.TextChoices):
    UPLOADED = "uploaded", _("being checked")
    PREVIEWED = "previewed", _("checked, waits for you")
    RUNNING = "running", _("going in")
    DONE = "done", _("done")
    FAILED = "failed", _("could not be read")
    CANCELLED = "cancelled", _("cancelled")


class Outcome(models.TextChoices):
    """What the check says of a row."""

    NEW = "new", _("new")
    CHANGED = "changed", _("changes")
    UNCHANGED = "unchanged", _("unchanged")
    DUPLICATE = "duplicate", _("probable duplicate")
    ERROR = "error", _("error")


class Decision(models.TextChoices):
    """What the official says of a probable duplicate."""

    UNDECIDED = "", _("decide later")
    SKIP = "skip", _("leave it out")
    NEW = "new", _("it is another one: register it")
    RECORD = "record", _("it is this record: complete it")


class Result(models.TextChoices):
    """What became of a row when the table went in."""

    WAITING = "", _("waits")
    CREATED = "created", _("registered")
    CHANGED = "changed", _("changed")
    UNCHANGED = "unchanged", _("unchanged")
    SKIPPED = "skipped", _("left out")
    REFUSED = "refused", _("not taken in")
