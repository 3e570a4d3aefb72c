from __future__ import annotations

from django.urls import path

from portal.views import developers, home, mistakes, open_data, search, statements

app_name = "portal"

urlpatterns = [
    path("", home.home, name="home"),
    path("search/", search.search, name="search"),
    path("open-data/", open_data.open_data, name="open-data"),
    path("developers/", developers.developers, name="developers"),
    path("about/", statements.about, name="about"),
    path("accessibility/", statements.accessibility, name="accessibility"),
    path("privacy/", statements.privacy, name="privacy"),
    path("mistakes/new/", mistakes.report, name="report-mistake"),
]
