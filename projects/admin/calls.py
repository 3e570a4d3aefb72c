"""Calls and aid received in the administration: read here, changed on their pages."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from unfold.admin import ModelAdmin, TabularInline

from common.audit.admin import ReadOnly
from common.search.names import search_names
from projects.models import AidDelivery, AidFile, Call, CallFile, LinkCheck


class Found(ReadOnly, ModelAdmin):
    """Found by words in either alphabet; each record leads to its page."""

    search_fields = ("search_text",)

    def get_search_results(
        self, request: HttpRequest, queryset: Any, search_term: str
    ) -> tuple[Any, bool]:
        return (search_names(queryset, search_term) if search_term else queryset), False

    def view_on_site(self, obj: Any) -> str:
        return str(obj.get_absolute_url())


class CallFileInline(ReadOnly, TabularInline):
    model = CallFile
    extra = 0
    fields = ("title", "name", "visibility", "is_withdrawn")


@admin.register(Call)
class CallAdmin(Found):
    list_display = ("reference", "title", "partner", "record_status", "closes_at", "office")
    list_filter = ("record_status", "visibility", "source")
    list_select_related = ("partner", "office")
    ordering = ("-created_at", "-pk")
    inlines = (CallFileInline,)


class AidFileInline(ReadOnly, TabularInline):
    model = AidFile
    extra = 0
    fields = ("kind", "name", "visibility", "is_withdrawn")


@admin.register(AidDelivery)
class AidDeliveryAdmin(Found):
    list_display = ("reference", "name", "category", "quantity", "community", "delivered_on")
    list_filter = ("category", "record_status", "visibility", "source")
    list_select_related = ("community",)
    ordering = ("-delivered_on", "-pk")
    inlines = (AidFileInline,)


@admin.register(LinkCheck)
class LinkCheckAdmin(ReadOnly, ModelAdmin):
    list_display = ("url", "state", "status_code", "checked_at", "failing_since")
    list_filter = ("state",)
    search_fields = ("url",)
    ordering = ("-failing_since", "-checked_at", "pk")
