from __future__ import annotations

from django.urls import path

from cooperation.views import desk as pages

app_name = "desk"

urlpatterns = [
    path("", pages.desk, name="desk"),
    path("act/", pages.act, name="act"),
]
