from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class AccessRequestStatus(models.TextChoices):
    WAITING = "waiting", _("waiting for a decision")
    APPROVED = "approved", _("approved")
    REFUSED = "refused", _("refused")
    WITHDRAWN = "withdrawn", _("withdrawn")
