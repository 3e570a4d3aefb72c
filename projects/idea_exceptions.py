"""What the services of ideas refuse, in words that can be shown to the person."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from partners.exceptions import ChangedMeanwhile, InvalidData, PartnersError

__all__ = ["ChangedMeanwhile", "InvalidData", "PartnersError"]


class IdeaWrongStatus(PartnersError):
    message = _("Meanwhile the idea has another status, from which this step is not possible.")


class IdeaNotWritable(PartnersError):
    message = _("The idea is with the office now: take it back to rework it.")


class IdeaNotLooking(PartnersError):
    message = _("This idea does not look for partners now.")


class InterestKnown(PartnersError):
    message = _("The interest of this partner is registered already.")


class InterestClosed(PartnersError):
    message = _("The outcome of this interest is recorded already.")


class IdeaIncomplete(InvalidData):
    """What has to be said before the office can check the idea: field → what is missing."""
