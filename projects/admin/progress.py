"""Progress reports in the administration: read here, decided on their pages."""

from __future__ import annotations

from typing import Any

from django.contrib import admin

from projects.admin.mta import OfProject
from projects.models import ProgressReport


@admin.register(ProgressReport)
class ProgressReportAdmin(OfProject):
    list_display = ("project", "partner", "community", "status", "created_at", "decided_on")
    list_filter = ("status",)
    list_select_related: tuple[str, ...] = ("project", "partner", "community")
    ordering = ("-created_at", "-pk")

    def view_on_site(self, obj: Any) -> str:
        return str(obj.get_absolute_url())
