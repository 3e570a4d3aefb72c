"""What the services of offers refuse, in words that can be shown to the person."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from partners.exceptions import ChangedMeanwhile, InvalidData, PartnersError

__all__ = ["ChangedMeanwhile", "InvalidData", "PartnersError"]


class NotLookingForHelp(PartnersError):
    message = _("Nothing can be offered for this now: it is not published, or it is closed.")


class OfferKnown(PartnersError):
    message = _("This partner has an open offer of this kind already.")


class OfferWrongStatus(PartnersError):
    message = _("Meanwhile the offer has another status, from which this step is not possible.")


class PartnerInvited(PartnersError):
    message = _("This partner has been invited to look already.")


class PartnerUnreachable(PartnersError):
    message = _(
        "Nobody of this partner can be written to: it has no people in the portal and no contact "
        "person with an e-mail address."
    )
