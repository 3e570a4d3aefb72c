"""What the services of strategies refuse, in words that can be shown to the person."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from common.intake.values import WrongValues
from communities.exceptions import CommunitiesError


class StrategyArchived(CommunitiesError):
    message = _("The strategy is archived. Restore it first.")


class StrategyNotArchived(CommunitiesError):
    message = _("The strategy is not archived.")


class StrategyWrongStatus(CommunitiesError):
    message = _("Meanwhile the strategy has another status, from which this step is not possible.")


class InvalidStrategy(WrongValues, CommunitiesError):
    status = 400
