from __future__ import annotations

from django.urls import path

from common.operations import job_views

app_name = "operations"

urlpatterns = [
    path("", job_views.job_list, name="job-list"),
    path("<slug:name>/", job_views.job_detail, name="job-detail"),
]
