"""Offers in the administration: read here, changed on their pages."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from unfold.admin import ModelAdmin

from common.audit.admin import ReadOnly
from cooperation.models import Offer, PartnerInvite


@admin.register(Offer)
class OfferAdmin(ReadOnly, ModelAdmin):
    list_display = ("reference", "partner", "kind", "status", "valid_until", "made_at")
    list_filter = ("status", "kind", "is_by_office")
    list_select_related = ("partner",)
    search_fields = ("reference", "partner__name", "what")
    ordering = ("-made_at", "-pk")

    def get_queryset(self, request: Any) -> Any:
        return super().get_queryset(request).visible_to(request.user)

    def view_on_site(self, obj: Any) -> str:
        return str(obj.get_absolute_url())


@admin.register(PartnerInvite)
class PartnerInviteAdmin(ReadOnly, ModelAdmin):
    list_display = ("partner", "idea", "request", "people_told", "author", "made_at")
    list_select_related = ("partner", "idea", "request", "author")
    search_fields = ("partner__name",)
    ordering = ("-made_at", "-pk")

    def get_queryset(self, request: Any) -> Any:
        return super().get_queryset(request).visible_to(request.user)
