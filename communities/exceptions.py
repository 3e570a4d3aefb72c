"""What the services of profiles and offices refuse, in words that can be shown to the person."""

from __future__ import annotations

from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class CommunitiesError(Exception):
    """A refusal; `status` is what a page or the API answers."""

    message: ClassVar[str | Promise] = _("This cannot be done.")
    status = 409

    def __str__(self) -> str:
        return str(self.message)


class NotAllowedToChange(CommunitiesError):
    message = _("You may not change this record.")
    status = 403


class CommunityWithdrawn(CommunitiesError):
    message = _("This community no longer exists, so its profile cannot be changed.")


class ChangedMeanwhile(CommunitiesError):
    message = _("Somebody else has changed this record since you opened it.")
