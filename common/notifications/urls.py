from __future__ import annotations

from django.urls import path

from common.notifications import views

app_name = "notifications"

urlpatterns = [
    path("", views.outbox, name="outbox"),
    path("<str:name>/", views.outbox_letter, name="outbox-letter"),
]
