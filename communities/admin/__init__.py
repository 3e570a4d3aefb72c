"""Territories, offices and strategies in the administration."""

from communities.admin.offices import OfficeAdmin
from communities.admin.strategies import StrategicGoalAdmin, StrategyAdmin
from communities.admin.territories import CommunityAdmin, OblastAdmin, RaionAdmin

__all__ = [
    "CommunityAdmin",
    "OblastAdmin",
    "OfficeAdmin",
    "RaionAdmin",
    "StrategicGoalAdmin",
    "StrategyAdmin",
]
