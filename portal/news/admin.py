"""News in the administration: looked at here, written on their pages, to which each leads."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from unfold.admin import ModelAdmin, TabularInline

from common.audit.admin import ReadOnly
from common.search.names import search_names
from portal.news.models import NewsFile, NewsItem


class FileInline(ReadOnly, TabularInline):
    model = NewsFile
    extra = 0
    fields = ("name", "kind", "alt", "visibility", "is_withdrawn")


@admin.register(NewsItem)
class NewsItemAdmin(ReadOnly, ModelAdmin):
    list_display = ("reference", "title", "office", "record_status", "dated_at")
    list_filter = ("record_status", "visibility", "office")
    list_select_related = ("office",)
    search_fields = ("search_text",)
    ordering = ("-dated_at", "-pk")
    inlines = (FileInline,)
    fields = (
        "reference",
        "office",
        "record_status",
        "archive_reason",
        "title",
        "title_en",
        "summary",
        "summary_en",
        "text",
        "text_en",
        "visibility",
        "published_at",
    )

    def get_queryset(self, request: HttpRequest) -> Any:
        """Drafts of other offices are unknown here too."""
        return NewsItem.objects.visible_to(request.user).order_by(*self.ordering)

    def get_search_results(
        self, request: HttpRequest, queryset: Any, search_term: str
    ) -> tuple[Any, bool]:
        return (search_names(queryset, search_term) if search_term else queryset), False

    def view_on_site(self, obj: NewsItem) -> str:
        return obj.get_absolute_url()
