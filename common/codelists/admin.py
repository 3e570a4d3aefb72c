"""Short lists that administrators keep: order them, rename them, no longer offer them."""

from __future__ import annotations

from django.contrib import admin
from unfold.admin import ModelAdmin

from common.audit.admin import KeptForever, ReadOnly
from common.codelists.models import CodelistEntry, Theme


@admin.register(Theme)
class ThemeAdmin(KeptForever, ModelAdmin):
    """What is no longer offered stays with the records that have it."""

    list_display = ("name", "name_en", "slug", "position", "is_archived")
    list_editable = ("position", "is_archived")
    list_filter = ("is_archived",)
    search_fields = ("name", "name_en", "slug")
    ordering = ("position", "sort_key", "pk")
    fields = ("slug", "name", "name_en", "position", "is_archived")

    def get_readonly_fields(self, request: object, obj: object = None) -> tuple[str, ...]:
        """Files and addresses name a theme by its code, so that it never changes."""
        return ("slug",) if obj else ()


@admin.register(CodelistEntry)
class CodelistEntryAdmin(ReadOnly, ModelAdmin):
    """To look up only: names are edited in the tables of the product, lists come from outside."""

    list_display = ("code", "name", "name_en", "codelist", "category", "is_withdrawn")
    list_filter = ("codelist", "is_withdrawn", "is_official")
    search_fields = ("code", "name", "name_en")
    ordering = ("codelist", "position", "code")
