from __future__ import annotations

from django.urls import path

from common.registers.api import views_of
from partners.programme_registers import PROGRAMMES
from projects.mta_registers import CARDS, PROPERTY
from projects.registers import PROJECTS

projects, project = views_of(PROJECTS)
programmes, programme = views_of(PROGRAMMES)
cards, card = views_of(CARDS)
received_property, received = views_of(PROPERTY)

urlpatterns = [
    path("projects/", projects, name="project-list"),
    path("projects/<uuid:key>/", project, name="project-detail"),
    path("programmes/", programmes, name="programme-list"),
    path("programmes/<uuid:key>/", programme, name="programme-detail"),
    path("monitoring-cards/", cards, name="monitoring-card-list"),
    path("monitoring-cards/<uuid:key>/", card, name="monitoring-card-detail"),
    path("received-property/", received_property, name="received-property-list"),
    path("received-property/<uuid:key>/", received, name="received-property-detail"),
]
