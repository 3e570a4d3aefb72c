"""Rates, for administrators: seen, corrected with history, never removed."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from common.audit.admin import KeptForever
from common.money.models import ExchangeRate


@admin.register(ExchangeRate)
class ExchangeRateAdmin(KeptForever, ModelAdmin):
    list_display = ("rate_on", "currency", "rate", "source")
    list_filter = ("currency",)
    date_hierarchy = "rate_on"
    search_fields = ("currency", "source")
    ordering = ("-rate_on", "currency", "pk")
    fields = ("currency", "rate_on", "rate", "source")

    def get_readonly_fields(
        self, request: HttpRequest, obj: ExchangeRate | None = None
    ) -> tuple[str, ...]:
        """Which rate it is, never changes; what it is, may have been mistyped."""
        return ("currency", "rate_on") if obj else ()
