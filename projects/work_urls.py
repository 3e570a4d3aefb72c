from __future__ import annotations

from django.urls import path

from projects.views import work

app_name = "work"

urlpatterns = [
    path("", work.work_page, name="work-page"),
    path("download.<str:file_format>", work.work_download, name="work-download"),
]
