"""What the services of agreements refuse, in words that can be shown to the person."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from partners.exceptions import InvalidData, PartnersError


class AgreementWrongStatus(PartnersError):
    message = _("Meanwhile the agreement has another status, from which this step is not possible.")


class AgreementArchived(PartnersError):
    message = _("The agreement is archived. Restore it first.")


class AgreementNotArchived(PartnersError):
    message = _("The agreement is not archived.")


class AgreementReasonMissing(PartnersError):
    message = _("Say why the agreement is archived.")
    status = 400


class AgreementChangedMeanwhile(PartnersError):
    message = _("Somebody else has changed this record since you opened it.")


class AgreementNotInForce(PartnersError):
    message = _("Only an agreement that was in force can be amended or renewed.")


class StepStays(PartnersError):
    """Why the step cannot be taken back, in a sentence."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.why = message

    def __str__(self) -> str:
        return self.why


class AlreadyDecided(PartnersError):
    message = _("Somebody has decided about this row already.")


class FileRefused(InvalidData):
    def __init__(self, message: str) -> None:
        super().__init__({"file": [message]})


class RuleBroken(InvalidData):
    """A rule of the law forbids it: field → what the rule says."""


class NotYourOblast(PartnersError):
    message = _("You keep agreements of your own oblast only.")
    status = 403
