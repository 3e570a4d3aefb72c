from communities.models.offices import CommunityMembership, Office, OfficeMembership
from communities.models.strategies import (
    StrategicGoal,
    Strategy,
    StrategyDocument,
    StrategyEdition,
)
from communities.models.territories import Community, Oblast, Raion, Territory

__all__ = [
    "Community",
    "CommunityMembership",
    "Oblast",
    "Office",
    "OfficeMembership",
    "Raion",
    "StrategicGoal",
    "Strategy",
    "StrategyDocument",
    "StrategyEdition",
    "Territory",
]
