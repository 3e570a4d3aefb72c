from __future__ import annotations

from django.urls import path

from cooperation.views import matching as pages

app_name = "matching"

urlpatterns = [
    path("<slug:kind>/<slug:reference>/", pages.matches, name="matches"),
    path("<slug:kind>/<slug:reference>/invite/", pages.invite, name="invite"),
]
