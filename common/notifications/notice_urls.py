from __future__ import annotations

from django.urls import path

from common.notifications import notice_views

app_name = "notices"

urlpatterns = [
    path("", notice_views.notice_list, name="notice-list"),
    path("read/", notice_views.read_all, name="read-all"),
    path("letters/", notice_views.choices, name="choices"),
    path("off/<str:token>/", notice_views.off, name="off"),
    path("<uuid:public_id>/read/", notice_views.notice_read, name="notice-read"),
]
