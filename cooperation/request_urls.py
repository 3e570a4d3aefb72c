from __future__ import annotations

from django.urls import include, path

from common.exchange.urls import import_urls
from common.registers.views import download_view
from cooperation.request_registers import REQUESTS
from cooperation.views import request_deeds as deeds
from cooperation.views import request_editing as editing
from cooperation.views import requests as pages

app_name = "requests"

urlpatterns = [
    path("", pages.request_list, name="request-list"),
    path("download.<str:file_format>", download_view(REQUESTS), name="request-download"),
    path("import/", include(import_urls("requests"))),
    path("new/", editing.request_new, name="request-new"),
    path("draft/", editing.request_draft, name="request-draft"),
    path("<slug:reference>/", pages.request_detail, name="request-detail"),
    path("<slug:reference>/edit/", editing.request_edit, name="request-edit"),
    path("<slug:reference>/steps/<slug:code>/", deeds.request_step, name="request-step"),
    path("<slug:reference>/messages/new/", deeds.request_note, name="request-note"),
    path("<slug:reference>/do/<slug:deed>/", deeds.request_deed, name="request-deed"),
    path("<slug:reference>/undo/", deeds.request_undo, name="request-undo"),
    path("<slug:reference>/files/<uuid:public_id>/", pages.request_file, name="request-file"),
]
