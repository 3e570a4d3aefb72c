"""What the services of requests refuse, in words that can be shown to the person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from common.intake.refusals import MovedOn, Refusal
from partners.exceptions import InvalidData

if TYPE_CHECKING:
    from cooperation.models import CoordinationRequest
    from cooperation.request_workflow import Step

__all__ = ["InvalidData"]


class RequestWrongStatus(MovedOn):
    """The step does not lead on from where the record stands; a closed one says how it ended."""

    def __init__(self, record: CoordinationRequest | None = None, step: Step | None = None) -> None:
        is_taken = record and step and record.outcome == step.outcome
        super().__init__(record, step.target if is_taken and step else "")
        if record and record.outcome:
            self.standing = str(record.get_outcome_display())


class RequestKnown(Refusal):
    message = _("This request is saved already.")


class RequestNotWritable(Refusal):
    message = _("The request is with the office now: take it back or write a message.")


class RequestIncomplete(InvalidData):
    """What has to be said before the request can be submitted: field → what is missing."""
