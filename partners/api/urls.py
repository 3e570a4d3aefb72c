from __future__ import annotations

from django.urls import path

from common.registers.api import views_of
from partners.agreement_registers import AGREEMENTS
from partners.registers import PARTNERS

partners, partner = views_of(PARTNERS)
agreements, agreement = views_of(AGREEMENTS)

urlpatterns = [
    path("partners/", partners, name="partner-list"),
    path("partners/<uuid:key>/", partner, name="partner-detail"),
    path("agreements/", agreements, name="agreement-list"),
    path("agreements/<uuid:key>/", agreement, name="agreement-detail"),
]
