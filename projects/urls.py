from __future__ import annotations

from django.urls import include, path

from common.exchange.urls import import_urls
from common.registers.views import download_view
from projects.progress_registers import REPORTS
from projects.registers import PROJECTS
from projects.views import charts, checks, editing, iati_imports, mta_property, progress
from projects.views import project_merging as merging
from projects.views import projects as pages

app_name = "projects"

urlpatterns = [
    path("", pages.project_list, name="project-list"),
    path("download.<str:file_format>", download_view(PROJECTS), name="project-download"),
    path("new/", editing.project_new, name="project-new"),
    path("similar/", editing.project_similar, name="project-similar"),
    path("import/", include(import_urls("projects"))),
    path("choices/<slug:what>/", editing.project_choices, name="project-choices"),
    path("iati/", iati_imports.iati_imports, name="iati-imports"),
    path("iati/<uuid:public_id>/", iati_imports.iati_import, name="iati-import"),
    path(
        "iati/<uuid:public_id>/progress/",
        iati_imports.iati_import_progress,
        name="iati-import-progress",
    ),
    path("iati/<uuid:public_id>/step/", iati_imports.iati_import_step, name="iati-import-step"),
    path("charts/", charts.project_charts, name="project-charts"),
    path("property/", mta_property.property_list, name="property-list"),
    path(
        "property/download.<str:file_format>",
        mta_property.property_download,
        name="receivedproperty-download",
    ),
    path("property/import/", include((import_urls("received-property"), "property"))),
    path("progress/", progress.progress_list, name="progress-list"),
    path(
        "progress/download.<str:file_format>",
        download_view(REPORTS),
        name="progressreport-download",
    ),
    path("<slug:reference>/", pages.project_detail, name="project-detail"),
    path("<slug:reference>/progress/new/", progress.progress_new, name="progress-new"),
    path(
        "<slug:reference>/progress/<uuid:public_id>/",
        progress.progress_detail,
        name="progress-detail",
    ),
    path(
        "<slug:reference>/progress/<uuid:public_id>/<slug:code>/",
        progress.progress_step,
        name="progress-step",
    ),
    path("<slug:reference>/edit/<slug:section>/", editing.project_edit, name="project-edit"),
    path("<slug:reference>/steps/<slug:code>/", editing.project_step, name="project-step"),
    path("<slug:reference>/merge/", merging.project_merge, name="project-merge"),
    path("<slug:reference>/files/", editing.project_files, name="project-files"),
    path("<slug:reference>/documents/new/", editing.document_new, name="document-new"),
    path(
        "<slug:reference>/documents/<uuid:public_id>/withdraw/",
        editing.document_withdraw,
        name="document-withdraw",
    ),
    path("<slug:reference>/photos/new/", editing.photo_new, name="photo-new"),
    path("<slug:reference>/photos/<uuid:public_id>/edit/", editing.photo_edit, name="photo-edit"),
    path("<slug:reference>/checks/", checks.project_checks, name="project-checks"),
    path("<slug:reference>/iati.xml", checks.project_iati, name="project-iati"),
    path(
        "<slug:reference>/documents/<uuid:public_id>/",
        pages.project_document,
        name="project-document",
    ),
    path("<slug:reference>/photos/<uuid:public_id>/", pages.project_photo, name="project-photo"),
]
