"""Calls in the API."""

from __future__ import annotations

from django.urls import path

from common.registers.api import views_of
from projects.call_registers import CALLS

calls, call = views_of(CALLS)

urlpatterns = [
    path("calls/", calls, name="call-list"),
    path("calls/<uuid:key>/", call, name="call-detail"),
]
