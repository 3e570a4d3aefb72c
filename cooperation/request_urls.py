from __future__ import annotations

from django.urls import path

from cooperation.views import requests as pages

app_name = "requests"

urlpatterns = [
    path("<slug:reference>/", pages.request_detail, name="request-detail"),
    path("<slug:reference>/files/<uuid:public_id>/", pages.request_file, name="request-file"),
]
