"""The donors' API, version 1: registers of every app, the schema and its pages."""

from __future__ import annotations

from django.urls import include, path

from portal.api.codelists import CodelistsView, CodelistView
from portal.api.index import IndexView
from portal.api.schema import SchemaView
from portal.api.statistics import StatisticsView

app_name = "api"

urlpatterns = [
    path("", IndexView.as_view(), name="index"),
    path("", include("partners.api.urls")),
    path("", include("communities.api.urls")),
    path("", include("twinning.api.urls")),
    path("", include("projects.api.aid")),
    path("", include("projects.api.calls")),
    path("", include("projects.api.urls")),
    path("", include("projects.api.idea_urls")),
    path("", include("cooperation.api.offers")),
    path("", include("cooperation.api.request_urls")),
    path("", include("cooperation.api.meetings")),
    path("", include("portal.news.api")),
    path("codelists/", CodelistsView.as_view(), name="codelists"),
    path("codelists/<str:scheme>/", CodelistView.as_view(), name="codelist"),
    path("statistics/", StatisticsView.as_view(), name="statistics"),
    path("schema/", SchemaView.as_view(), name="schema"),
]
