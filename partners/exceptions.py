"""What the services of partners refuse, in words that can be shown to the person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from common.intake.refusals import Refusal
from common.intake.values import WrongValues

if TYPE_CHECKING:
    from partners.models import Partner


class PartnerArchived(Refusal):
    message = _("The partner is archived. Restore it first.")


class PartnerMerged(Refusal):
    message = _("This record was merged into another one. Change that one instead.")


class WrongStatus(Refusal):
    """The step does not lead on from the status that the partner has now."""

    message = _("Meanwhile the partner has another status, from which this step is not possible.")


class ReasonMissing(Refusal):
    message = _("Say why the partner is archived.")
    status = 400


class MergedWithItself(Refusal):
    message = _("Choose another partner: one cannot be merged with itself.")
    status = 400


class ContactErased(Refusal):
    message = _("The data of this person have been erased.")


class InvalidData(WrongValues):
    """Values of a record that stands on partners or above them."""


class IdentifierTaken(InvalidData):
    """Another partner has the identifier. `holder` may be invisible to the reader."""

    status = 409

    def __init__(self, scheme: str, value: str, holder: Partner) -> None:
        text = _now("%(value)s belongs to another partner already: %(partner)s.")
        super().__init__({"identifiers": [text % {"value": value, "partner": holder}]})
        self.scheme, self.value, self.holder = scheme, value, holder


class LogoRefused(InvalidData):
    def __init__(self, message: str) -> None:
        super().__init__({"logo": [message]})
