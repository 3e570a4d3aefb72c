"""Codes and names come from the state codifier; only a community's profile is changed here."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.contrib.filters.admin import AutocompleteSelectFilter, RangeNumericFilter

from common.audit.admin import KeptForever, ReadOnly
from common.intake.refusals import Refusal
from common.search.names import search_names
from communities.models import Community, Oblast, Raion
from communities.permissions import can_change_community
from communities.services.profiles import change_community_profile

PROFILE = ("about", "about_en", "website")


class FoundByName:
    """Searching as on the portal's pages: every word, in both languages, else the nearest names."""

    search_fields = ("search_text",)
    search_help_text = _("Name in Ukrainian or in English, or the KATOTTG code")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[Any, bool]:
        words = search_term.replace("\x00", "").strip()[:200]
        if queryset.model is not Oblast:
            queryset = queryset.select_related("oblast")
        if words.upper().startswith("UA"):
            return queryset.filter(code__startswith=words.upper()), False
        return search_names(queryset, words), False


@admin.register(Oblast)
class OblastAdmin(FoundByName, ReadOnly, ModelAdmin):
    list_display = ("name", "name_en", "kind", "code", "iso_code", "is_withdrawn")
    list_filter = ("kind", "is_withdrawn")
    ordering = ("sort_key", "code")
    exclude = ("sort_key", "search_text")


@admin.register(Raion)
class RaionAdmin(FoundByName, ReadOnly, ModelAdmin):
    list_display = ("name", "name_en", "oblast", "code", "is_withdrawn")
    list_filter = (("oblast", AutocompleteSelectFilter), "is_withdrawn")
    list_filter_submit = True
    list_select_related = ("oblast",)
    ordering = ("sort_key", "code")
    exclude = ("sort_key", "search_text")


@admin.register(Community)
class CommunityAdmin(FoundByName, KeptForever, ModelAdmin):
    list_display = ("name", "oblast", "raion", "kind", "population", "code", "is_withdrawn")
    list_filter = (
        ("oblast", AutocompleteSelectFilter),
        ("raion", AutocompleteSelectFilter),
        "kind",
        ("population", RangeNumericFilter),
        "is_withdrawn",
    )
    list_filter_submit = True
    list_select_related = ("oblast", "raion")
    ordering = ("sort_key", "code")
    fieldsets = (
        (None, {"fields": ("name", "name_en", "kind", "oblast", "raion", "code", "former_codes")}),
        (_("Profile"), {"fields": PROFILE}),
        (
            _("Facts"),
            {
                "fields": (
                    "centre_name",
                    "centre_name_en",
                    "centre_code",
                    ("latitude", "longitude"),
                    "centre_population",
                    "area_km2",
                    ("population", "population_on"),
                    ("is_withdrawn", "withdrawn_on"),
                    "updated_at",
                )
            },
        ),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        columns = (one.name for one in Community._meta.concrete_fields)
        return tuple(name for name in columns if name not in PROFILE)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Community | None = None) -> bool:
        allowed: bool = super().has_change_permission(request, obj)
        if obj is None:
            return allowed
        return allowed and not obj.is_withdrawn and can_change_community(request.user, obj)

    def save_model(self, request: HttpRequest, obj: Community, form: Any, change: Any) -> None:
        try:
            change_community_profile(
                actor=request.user,
                community=obj,
                **{name: getattr(obj, name) for name in PROFILE},
            )
        except Refusal as refusal:
            messages.error(request, str(refusal))
