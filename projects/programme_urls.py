from __future__ import annotations

from django.urls import path

from common.registers.views import download_view
from partners.programme_registers import PROGRAMMES
from projects.views import programmes as pages

app_name = "programmes"

urlpatterns = [
    path("", pages.programme_list, name="programme-list"),
    path("download.<str:file_format>", download_view(PROGRAMMES), name="programme-download"),
    path("<slug:slug>/", pages.programme_detail, name="programme-detail"),
]
