from __future__ import annotations

from django.urls import path

from common.registers.views import download_view
from projects.registers import PROJECTS
from projects.views import checks
from projects.views import projects as pages

app_name = "projects"

urlpatterns = [
    path("", pages.project_list, name="project-list"),
    path("download.<str:file_format>", download_view(PROJECTS), name="project-download"),
    path("<slug:reference>/", pages.project_detail, name="project-detail"),
    path("<slug:reference>/checks/", checks.project_checks, name="project-checks"),
    path("<slug:reference>/iati.xml", checks.project_iati, name="project-iati"),
    path(
        "<slug:reference>/documents/<uuid:public_id>/",
        pages.project_document,
        name="project-document",
    ),
    path("<slug:reference>/photos/<uuid:public_id>/", pages.project_photo, name="project-photo"),
]
