"""What the services of requests refuse, in words that can be shown to the person."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from partners.exceptions import ChangedMeanwhile, InvalidData, PartnersError

__all__ = ["ChangedMeanwhile", "InvalidData", "PartnersError"]


class RequestWrongStatus(PartnersError):
    message = _("Meanwhile the request has another status, from which this is not possible.")


class RequestKnown(PartnersError):
    message = _("This request is saved already.")


class RequestNotWritable(PartnersError):
    message = _("The request is with the office now: take it back or write a message.")


class RequestIncomplete(InvalidData):
    """What has to be said before the request can be submitted: field → what is missing."""
