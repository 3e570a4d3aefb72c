from __future__ import annotations

from django.urls import path

from common.registers.api import views_of
from communities.registers import COMMUNITIES, OBLASTS
from communities.strategy_registers import GOALS, STRATEGIES

communities, community = views_of(COMMUNITIES)
oblasts, oblast = views_of(OBLASTS)
strategies, strategy = views_of(STRATEGIES)
goals, goal = views_of(GOALS)

urlpatterns = [
    path("communities/", communities, name="community-list"),
    path("communities/<str:key>/", community, name="community-detail"),
    path("oblasts/", oblasts, name="oblast-list"),
    path("oblasts/<str:key>/", oblast, name="oblast-detail"),
    path("strategies/", strategies, name="strategy-list"),
    path("strategies/<str:key>/", strategy, name="strategy-detail"),
    path("strategic-goals/", goals, name="strategic-goal-list"),
    path("strategic-goals/<uuid:key>/", goal, name="strategic-goal-detail"),
]
