"""What keeps people from doing something with technical assistance."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from projects.exceptions import InvalidData, PartnersError

__all__ = [
    "CardWrongStatus",
    "InvalidData",
    "NotTechnicalAssistance",
    "PartnersError",
    "PropertyWithdrawn",
    "RegistrationWrongState",
]


class NotTechnicalAssistance(PartnersError):
    message = _("This is only for projects of international technical assistance.")


class RegistrationWrongState(PartnersError):
    message = _("The state registration of this project does not stand so that this can follow.")


class CardWrongStatus(PartnersError):
    message = _("The card is no longer in the state from which this step leads on.")


class PropertyWithdrawn(PartnersError):
    message = _("This entry was withdrawn. It can no longer be changed or published.")
