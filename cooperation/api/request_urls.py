from __future__ import annotations

from django.urls import path

from common.registers.api import views_of
from cooperation.request_registers import REQUESTS

requests, single = views_of(REQUESTS)

urlpatterns = [
    path("requests/", requests, name="request-list"),
    path("requests/<uuid:key>/", single, name="request-detail"),
]
