"""What keeps people from doing something with technical assistance."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from common.intake.refusals import Refusal
from projects.exceptions import InvalidData

__all__ = [
    "CardWrongStatus",
    "InvalidData",
    "NotTechnicalAssistance",
    "PropertyWithdrawn",
    "RegistrationWrongState",
]


class NotTechnicalAssistance(Refusal):
    message = _("This is only for projects of international technical assistance.")


class RegistrationWrongState(Refusal):
    message = _("The state registration of this project does not stand so that this can follow.")


class CardWrongStatus(Refusal):
    message = _("The card is no longer in the state from which this step leads on.")


class PropertyWithdrawn(Refusal):
    message = _("This entry was withdrawn. It can no longer be changed or published.")
