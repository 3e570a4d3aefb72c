"""Housekeeping of accounts."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts import services
from common.audit.context import Source, acting
from common.operations.jobs import job
from common.operations.rhythms import Every


@job(
    "accounts-expired-invitations",
    _("Invitations that ran out are closed"),
    Every(6 * 60 * 60),
)
def close_expired_invitations() -> int:
    with acting(source=Source.TASK):
        return services.close_expired_invitations()
