from __future__ import annotations

from django.urls import include, path

from common.exchange.urls import import_urls
from common.registers.views import download_view
from partners.programme_registers import PROGRAMMES
from projects.views import programme_editing as editing
from projects.views import programmes as pages

app_name = "programmes"

urlpatterns = [
    path("", pages.programme_list, name="programme-list"),
    path("download.<str:file_format>", download_view(PROGRAMMES), name="programme-download"),
    path("import/", include(import_urls("programmes"))),
    path("new/", editing.programme_new, name="programme-new"),
    path("<slug:slug>/", pages.programme_detail, name="programme-detail"),
    path("<slug:slug>/edit/<slug:section>/", editing.programme_edit, name="programme-edit"),
    path("<slug:slug>/steps/<slug:code>/", editing.programme_step, name="programme-step"),
]
