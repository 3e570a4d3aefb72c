from __future__ import annotations

from django.urls import path

from common.audit import views

app_name = "audit"

urlpatterns = [
    path("", views.journal_page, name="journal"),
    path("<slug:kind>/<str:key>/", views.object_history, name="object-history"),
    path(
        "<slug:kind>/<str:key>/download/",
        views.object_history_download,
        name="object-history-download",
    ),
    path(
        "<slug:kind>/<str:key>/compare/",
        views.object_history_compare,
        name="object-history-compare",
    ),
    path(
        "<slug:kind>/<str:key>/versions/<int:version>/restore/",
        views.object_history_restore,
        name="object-history-restore",
    ),
]
