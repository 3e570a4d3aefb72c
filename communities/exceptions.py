"""What the services of profiles and offices refuse, in words that can be shown to the person."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from common.intake.refusals import Refusal


class NotAllowedToChange(Refusal):
    message = _("You may not change this record.")
    status = 403


class CommunityWithdrawn(Refusal):
    message = _("This community no longer exists, so its profile cannot be changed.")
