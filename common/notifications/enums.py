"""What becomes of a letter."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class LetterStatus(models.TextChoices):
    """BOUNCED: the mail server says that there is no such address. FAILED: tried long enough."""

    WAITING = "waiting", _("waiting")
    SENT = "sent", _("sent")
    BOUNCED = "bounced", _("refused: no such address")
    FAILED = "failed", _("given up")


class Frequency(models.TextChoices):
    """When a notice is also sent by e-mail; in the portal it is at once in any case."""

    NOW = "now", _("at once")
    DAILY = "daily", _("once a day, all together")
    WEEKLY = "weekly", _("once a week, all together")
    NEVER = "never", _("only in the portal")
