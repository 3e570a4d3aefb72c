from __future__ import annotations

from django.urls import path

from common.registers.api import views_of
from twinning.registers import MUNICIPALITIES

municipalities, municipality = views_of(MUNICIPALITIES)

urlpatterns = [
    path("municipalities/", municipalities, name="municipality-list"),
    path("municipalities/<uuid:key>/", municipality, name="municipality-detail"),
]
