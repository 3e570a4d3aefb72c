from __future__ import annotations

from django.urls import path

from common.registers.api import views_of
from cooperation.decision_registers import DECISIONS
from cooperation.meeting_registers import MEETINGS

meetings, meeting = views_of(MEETINGS)
decisions, decision = views_of(DECISIONS)

urlpatterns = [
    path("meetings/", meetings, name="meeting-list"),
    path("meetings/<uuid:key>/", meeting, name="meeting-detail"),
    path("decisions/", decisions, name="decision-list"),
    path("decisions/<uuid:key>/", decision, name="decision-detail"),
]
