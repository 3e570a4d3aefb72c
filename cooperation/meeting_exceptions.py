"""What the services of meetings refuse, in words that can be shown to the person."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from partners.exceptions import ChangedMeanwhile, InvalidData, PartnersError

__all__ = ["ChangedMeanwhile", "InvalidData", "PartnersError"]


class MeetingWrongStatus(PartnersError):
    message = _("Meanwhile the meeting has another status, in which this is not possible.")


class MeetingIncomplete(InvalidData):
    """What has to be said before the step: field → what is missing."""


class TaskWrongStatus(PartnersError):
    message = _("Meanwhile the task has another status, in which this is not possible.")


class AnswerUnknown(PartnersError):
    message = _("This address is not one of ours. Open the link from the letter once more.")
    status = 404


class AnswerUsed(PartnersError):
    message = _("This link has been used, or a newer letter has replaced it.")
    status = 410


class AnswerTooLate(PartnersError):
    message = _("The meeting is over or was cancelled: no answer is needed any more.")
    status = 410


class TooManyLetters(PartnersError):
    message = _("You have asked for many letters already. Please write to the office.")
    status = 429
