"""What the services of ideas refuse, in words that can be shown to the person."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from common.intake.refusals import MovedOn, Refusal
from partners.exceptions import InvalidData

__all__ = ["InvalidData"]


class IdeaWrongStatus(MovedOn):
    """The step does not lead on from where the record stands."""


class IdeaNotWritable(Refusal):
    message = _("The idea is with the office now: take it back to rework it.")


class IdeaNotLooking(Refusal):
    message = _("This idea does not look for partners now.")


class InterestKnown(Refusal):
    message = _("The interest of this partner is registered already.")


class InterestClosed(Refusal):
    message = _("The outcome of this interest is recorded already.")


class IdeaIncomplete(InvalidData):
    """What has to be said before the office can check the idea: field → what is missing."""
