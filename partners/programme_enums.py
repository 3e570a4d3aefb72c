from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ProgrammeRoleKind(models.TextChoices):
    """What an organisation does in a programme; IATI OrganisationRole in `IATI_ROLES`."""

    FUNDING = "funding", _("funding")
    ACCOUNTABLE = "accountable", _("accountable")
    EXTENDING = "extending", _("extending")
    IMPLEMENTING = "implementing", _("implementing")


IATI_ROLES = {"funding": "1", "accountable": "2", "extending": "3", "implementing": "4"}


class RecordStatus(models.TextChoices):
    """How far the record is, whatever happens to the project or programme itself."""

    DRAFT = "draft", pgettext_lazy("record", "draft")
    PUBLISHED = "published", pgettext_lazy("record", "published")
    ARCHIVED = "archived", pgettext_lazy("record", "archived")


class ActivityStatus(models.TextChoices):
    """IATI ActivityStatus, Activity Standard 2.03."""

    PIPELINE = "1", _("being prepared")
    IMPLEMENTATION = "2", _("under way")
    FINALISATION = "3", _("being finished")
    CLOSED = "4", pgettext_lazy("activity", "closed")
    CANCELLED = "5", pgettext_lazy("activity", "cancelled")
    SUSPENDED = "6", pgettext_lazy("activity", "suspended")


class ProgrammeLevel(models.TextChoices):
    """With whom a component works."""

    NATIONAL = "national", _("national level")
    LOCAL = "local", _("local level")


class RecordSource(models.TextChoices):
    MANUAL = "manual", _("entered by an official")
    IMPORT = "import", _("imported table")
    IATI = "iati", _("IATI file")
    DEMO = "demo", _("demonstration data")
