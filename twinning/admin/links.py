"""Twin links in the administration: to look things up. They are changed on their own pages."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.admin import TabularInline

from partners.admin.common import ThroughServices
from twinning.models import TwinActivity, TwinLink, TwinLinkStage


class ToRead:
    """Stages, partners and letters follow from steps: nothing is typed past them."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class StageInline(ToRead, TabularInline):
    model = TwinLinkStage
    extra = 0
    fields = ("stage", "on", "precision", "by", "note")
    readonly_fields = fields


class ActivityInline(ToRead, TabularInline):
    model = TwinActivity
    extra = 0
    fields = ("on", "kind", "what", "what_en", "by")
    readonly_fields = fields


@admin.register(TwinLink)
class TwinLinkAdmin(ToRead, ThroughServices):
    list_display = ("__str__", "kind", "stage", "since_on", "visibility", "updated_at")
    list_filter = ("kind", "stage", "visibility")
    search_fields = ("community__search_text", "municipality__search_text")
    ordering = ("-updated_at", "-pk")
    inlines = (StageInline, ActivityInline)
    fields = (
        *("community", "oblast", "municipality", "kind", "stage", "since_on", "since_precision"),
        *("ended_on", "visibility", "office", "source", "note", "note_en", "updated_at"),
    )
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = TwinLink.objects.visible_to(request.user).with_sides()
        return rows
