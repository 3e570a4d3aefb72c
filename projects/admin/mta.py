"""Technical assistance in the administration: read here, changed on the pages of the project."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from unfold.admin import ModelAdmin

from common.audit.admin import ReadOnly
from projects.models import MonitoringCard, ProjectRegistrationEvent, ReceivedProperty


class OfProject(ReadOnly, ModelAdmin):
    search_fields: tuple[str, ...] = ("project__reference", "project__title")
    list_select_related: tuple[str, ...] = ("project",)


@admin.register(ProjectRegistrationEvent)
class RegistrationEventAdmin(OfProject):
    list_display = ("project", "kind", "happened_on", "number", "taken_back_at")
    list_filter = ("kind",)
    ordering = ("-happened_on", "-pk")

    def view_on_site(self, obj: Any) -> str:
        return f"{obj.project.get_absolute_url()}#registration"


@admin.register(MonitoringCard)
class MonitoringCardAdmin(OfProject):
    list_display = ("project", "starts_on", "due_on", "status", "submitted_on", "decided_on")
    list_filter = ("status", "due_on", "is_final")
    ordering = ("-due_on", "-pk")

    def view_on_site(self, obj: Any) -> str:
        return str(obj.get_absolute_url())


@admin.register(ReceivedProperty)
class ReceivedPropertyAdmin(OfProject):
    list_display = ("description", "project", "booked_on", "publish_by", "published_on")
    search_fields = ("description", *OfProject.search_fields)
    ordering = ("-booked_on", "-pk")

    def view_on_site(self, obj: Any) -> str:
        return str(obj.get_absolute_url())
