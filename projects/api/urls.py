from __future__ import annotations

from django.urls import path

from common.registers.api import views_of
from partners.programme_registers import PROGRAMMES
from projects.api.cards import CardDetailView, cards
from projects.api.progress import IndicatorView, ReportListView, report
from projects.mta_registers import PROPERTY
from projects.registers import PROJECTS

projects, project = views_of(PROJECTS)
programmes, programme = views_of(PROGRAMMES)
received_property, received = views_of(PROPERTY)

urlpatterns = [
    path("projects/", projects, name="project-list"),
    path("projects/<uuid:key>/", project, name="project-detail"),
    path("programmes/", programmes, name="programme-list"),
    path("programmes/<uuid:key>/", programme, name="programme-detail"),
    path("monitoring-cards/", cards, name="monitoring-card-list"),
    path("monitoring-cards/<uuid:key>/", CardDetailView.as_view(), name="monitoring-card-detail"),
    path("projects/<uuid:key>/indicators/", IndicatorView.as_view(), name="project-indicators"),
    path("progress-reports/", ReportListView.as_view(), name="progress-report-list"),
    path("progress-reports/<uuid:key>/", report, name="progress-report-detail"),
    path("received-property/", received_property, name="received-property-list"),
    path("received-property/<uuid:key>/", received, name="received-property-detail"),
]
