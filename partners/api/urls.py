from __future__ import annotations

from django.urls import path

from common.registers.api import views_of
from partners.registers import PARTNERS

partners, partner = views_of(PARTNERS)

urlpatterns = [
    path("partners/", partners, name="partner-list"),
    path("partners/<uuid:key>/", partner, name="partner-detail"),
]
