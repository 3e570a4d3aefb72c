"""What the services of agreements refuse, in words that can be shown to the person."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from common.intake.refusals import MovedOn, Refusal
from partners.exceptions import InvalidData


class AgreementWrongStatus(MovedOn):
    """The step does not lead on from where the record stands."""


class AgreementArchived(Refusal):
    message = _("The agreement is archived. Restore it first.")


class AgreementNotArchived(Refusal):
    message = _("The agreement is not archived.")


class AgreementReasonMissing(Refusal):
    message = _("Say why the agreement is archived.")
    status = 400


class AgreementNotInForce(Refusal):
    message = _("Only an agreement that was in force can be amended or renewed.")


class StepStays(Refusal):
    """Says why the step cannot be taken back."""


class AlreadyDecided(Refusal):
    message = _("Somebody has decided about this row already.")


class FileRefused(InvalidData):
    def __init__(self, message: str) -> None:
        super().__init__({"file": [message]})


class RuleBroken(InvalidData):
    """A rule of the law forbids it: field → what the rule says."""


class NotYourOblast(Refusal):
    message = _("You keep agreements of your own oblast only.")
    status = 403
