"""What the services of meetings refuse, in words that can be shown to the person."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from common.intake.refusals import MovedOn, Refusal
from partners.exceptions import InvalidData

__all__ = ["InvalidData"]


class MeetingWrongStatus(MovedOn):
    """The step does not lead on from where the record stands."""


class MeetingIncomplete(InvalidData):
    """What has to be said before the step: field → what is missing."""


class TaskWrongStatus(MovedOn):
    """The step does not lead on from where the record stands."""


class AnswerUnknown(Refusal):
    message = _("This address is not one of ours. Open the link from the letter once more.")
    status = 404


class AnswerUsed(Refusal):
    message = _("This link has been used, or a newer letter has replaced it.")
    status = 410


class AnswerTooLate(Refusal):
    message = _("The meeting is over or was cancelled: no answer is needed any more.")
    status = 410


class TooManyLetters(Refusal):
    message = _("You have asked for many letters already. Please write to the office.")
    status = 429
