from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class AccessRequestStatus(models.TextChoices):
    WAITING = "waiting", _("waiting for a decision")
    APPROVED = "approved", _("approved")
    REFUSED = "refused", _("refused")
    WITHDRAWN = "withdrawn", _("withdrawn")


class KeyStatus(models.TextChoices):
    WAITING = "waiting", _("waiting for a decision")
    REFUSED = "refused", _("refused")
    WITHDRAWN = "withdrawn", _("withdrawn")
    APPROVED = "approved", pgettext_lazy("API key", "approved, not made yet")
    ACTIVE = "active", pgettext_lazy("API key", "in force")
    REVOKED = "revoked", pgettext_lazy("API key", "revoked")


class KeyScope(models.TextChoices):
    """What a key may do at most; its owner's own rights hold too."""

    READ = "read", _("read what I may read (without it: what everybody may)")
    OFFERS = "offers:write", _("make offers")
    IDEAS = "ideas:write", _("say interest in ideas")
    REQUESTS = "requests:write", _("file and change requests")
    PROGRESS = "progress:write", _("report the progress of projects")


class InvitationStatus(models.TextChoices):
    """Computed from the moments of an invitation, stored nowhere."""

    OPEN = "open", pgettext_lazy("invitation", "waits for an answer")
    ACCEPTED = "accepted", pgettext_lazy("invitation", "accepted")
    REVOKED = "revoked", pgettext_lazy("invitation", "taken back")
    EXPIRED = "expired", pgettext_lazy("invitation", "expired")
