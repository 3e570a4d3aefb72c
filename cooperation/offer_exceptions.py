"""What the services of offers refuse, in words that can be shown to the person."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from common.intake.refusals import MovedOn, Refusal
from partners.exceptions import InvalidData

__all__ = ["InvalidData"]


class NotLookingForHelp(Refusal):
    message = _("Nothing can be offered for this now: it is not published, or it is closed.")


class OfferKnown(Refusal):
    message = _("This partner has an open offer of this kind already.")


class OfferWrongStatus(MovedOn):
    """The step does not lead on from where the record stands."""


class PartnerInvited(Refusal):
    message = _("This partner has been invited to look already.")


class PartnerUnreachable(Refusal):
    message = _(
        "Nobody of this partner can be written to: it has no people in the portal and no contact "
        "person with an e-mail address."
    )
