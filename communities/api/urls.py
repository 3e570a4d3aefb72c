from __future__ import annotations

from django.urls import path

from common.registers.api import views_of
from communities.registers import COMMUNITIES, OBLASTS

communities, community = views_of(COMMUNITIES)
oblasts, oblast = views_of(OBLASTS)

urlpatterns = [
    path("communities/", communities, name="community-list"),
    path("communities/<str:key>/", community, name="community-detail"),
    path("oblasts/", oblasts, name="oblast-list"),
    path("oblasts/<str:key>/", oblast, name="oblast-detail"),
]
