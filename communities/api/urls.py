from __future__ import annotations

from django.urls import path

from common.registers.api import views_of
from communities.office_registers import OFFICES, RAIONS
from communities.registers import COMMUNITIES, OBLASTS
from communities.strategy_registers import GOALS, STRATEGIES

communities, community = views_of(COMMUNITIES)
oblasts, oblast = views_of(OBLASTS)
raions, raion = views_of(RAIONS)
offices, office = views_of(OFFICES)
strategies, strategy = views_of(STRATEGIES)
goals, goal = views_of(GOALS)

urlpatterns = [
    path("communities/", communities, name="community-list"),
    path("communities/<str:key>/", community, name="community-detail"),
    path("oblasts/", oblasts, name="oblast-list"),
    path("oblasts/<str:key>/", oblast, name="oblast-detail"),
    path("raions/", raions, name="raion-list"),
    path("raions/<str:key>/", raion, name="raion-detail"),
    path("offices/", offices, name="office-list"),
    path("offices/<slug:key>/", office, name="office-detail"),
    path("strategies/", strategies, name="strategy-list"),
    path("strategies/<str:key>/", strategy, name="strategy-detail"),
    path("strategic-goals/", goals, name="strategic-goal-list"),
    path("strategic-goals/<uuid:key>/", goal, name="strategic-goal-detail"),
]
