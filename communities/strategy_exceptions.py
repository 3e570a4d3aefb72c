"""What the services of strategies refuse, in words that can be shown to the person."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from communities.exceptions import CommunitiesError


class StrategyArchived(CommunitiesError):
    message = _("The strategy is archived. Restore it first.")


class StrategyNotArchived(CommunitiesError):
    message = _("The strategy is not archived.")


class StrategyWrongStatus(CommunitiesError):
    message = _("Meanwhile the strategy has another status, from which this step is not possible.")


class InvalidStrategy(CommunitiesError):
    """Values that cannot be kept: field → what is wrong with it, in words for its author."""

    message = _("Some values cannot be kept.")
    status = 400

    def __init__(self, errors: Mapping[str, list[str]]) -> None:
        super().__init__(errors)
        self.errors = dict(errors)

    def __str__(self) -> str:
        return " ".join(text for texts in self.errors.values() for text in texts)
