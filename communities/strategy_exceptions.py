"""What the services of strategies refuse, in words that can be shown to the person."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from common.intake.refusals import MovedOn, Refusal
from common.intake.values import WrongValues


class StrategyArchived(Refusal):
    message = _("The strategy is archived. Restore it first.")


class StrategyNotArchived(Refusal):
    message = _("The strategy is not archived.")


class StrategyWrongStatus(MovedOn):
    """The step does not lead on from where the record stands."""


class InvalidStrategy(WrongValues):
    pass
