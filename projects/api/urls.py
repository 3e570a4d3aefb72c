from __future__ import annotations

from django.urls import path

from common.registers.api import views_of
from partners.programme_registers import PROGRAMMES
from projects.registers import PROJECTS

projects, project = views_of(PROJECTS)
programmes, programme = views_of(PROGRAMMES)

urlpatterns = [
    path("projects/", projects, name="project-list"),
    path("projects/<uuid:key>/", project, name="project-detail"),
    path("programmes/", programmes, name="programme-list"),
    path("programmes/<uuid:key>/", programme, name="programme-detail"),
]
