"""Words for project ideas of communities and the interest of partners."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class IdeaStatus(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("idea", "draft")
    SUBMITTED = "submitted", pgettext_lazy("idea", "submitted to the office")
    RETURNED = "returned", pgettext_lazy("idea", "sent back to be mended")
    CHECKED = "checked", pgettext_lazy("idea", "checked by the office")
    PUBLISHED = "published", pgettext_lazy("idea", "looks for a partner")
    INTEREST = "interest", pgettext_lazy("idea", "partners are interested")
    FUNDED = "funded", pgettext_lazy("idea", "funded")
    WITHDRAWN = "withdrawn", pgettext_lazy("idea", "withdrawn")
    OUTDATED = "outdated", pgettext_lazy("idea", "outdated")


# What stands in the public catalogue.
CATALOGUE = (IdeaStatus.PUBLISHED, IdeaStatus.INTEREST, IdeaStatus.FUNDED)
# What still looks for money.
LOOKING = (IdeaStatus.PUBLISHED, IdeaStatus.INTEREST)
# What its community writes.
WRITTEN = (IdeaStatus.DRAFT, IdeaStatus.RETURNED)
CLOSED = (IdeaStatus.FUNDED, IdeaStatus.WITHDRAWN, IdeaStatus.OUTDATED)


class Readiness(models.TextChoices):
    """How far the idea is prepared, from the first thought to the first spade."""

    IDEA = "idea", _("an idea")
    STUDY = "feasibility_study", _("feasibility study")
    DESIGN = "design", _("design documents")
    PERMITS = "permits", _("permits received")
    READY = "ready", _("ready to start")


class IdeaFileKind(models.TextChoices):
    DOCUMENT = "document", _("document")
    PHOTO = "photo", _("photograph")


class InterestStatus(models.TextChoices):
    NEW = "new", pgettext_lazy("interest", "registered")
    TALKS = "talks", pgettext_lazy("interest", "talks")
    FUNDED = "funded", pgettext_lazy("interest", "funded")
    ENDED = "ended", pgettext_lazy("interest", "not continued")


OPEN_INTEREST = (InterestStatus.NEW, InterestStatus.TALKS)
