"""What the services of requests refuse, in words that can be shown to the person."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from common.intake.refusals import Refusal
from partners.exceptions import InvalidData

__all__ = ["InvalidData"]


class RequestWrongStatus(Refusal):
    message = _("Meanwhile the request has another status, from which this is not possible.")


class RequestStepTaken(Refusal):
    message = _("This has been done already: nothing is left to do here.")


class RequestKnown(Refusal):
    message = _("This request is saved already.")


class RequestNotWritable(Refusal):
    message = _("The request is with the office now: take it back or write a message.")


class RequestIncomplete(InvalidData):
    """What has to be said before the request can be submitted: field → what is missing."""
