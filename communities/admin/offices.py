"""Offices: opened by a portal administrator, kept by their heads."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin, TabularInline

from common.audit.admin import KeptForever, ReadOnly
from common.intake.refusals import Refusal
from communities.models import Office, OfficeMembership
from communities.permissions import can_change_office, can_change_territory
from communities.services.offices import EDITABLE, change_office, open_office


class OfficeMembershipInline(ReadOnly, TabularInline):
    """Roles are given and ended on the portal's page of members."""

    model = OfficeMembership
    fk_name = "office"
    fields = ("user", "role", "starts_on", "ends_on", "granted_by")
    extra = 0
    can_delete = False
    tab = True
    verbose_name_plural = _("Team")

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("user", "granted_by")


@admin.register(Office)
class OfficeAdmin(KeptForever, ModelAdmin):
    list_display = ("name", "oblast", "email", "phone")
    list_select_related = ("oblast",)
    search_fields = ("name", "name_en", "oblast__search_text")
    autocomplete_fields = ("oblast",)
    ordering = ("oblast__sort_key", "pk")
    fields = ("oblast", "slug", *EDITABLE)
    inlines = (OfficeMembershipInline,)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("oblast", "slug") if obj else ()

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        return self.inlines if obj else ()

    def has_add_permission(self, request: HttpRequest) -> bool:
        return can_change_territory(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Office | None = None) -> bool:
        allowed: bool = super().has_change_permission(request, obj)
        return allowed and (obj is None or can_change_office(request.user, obj))

    def save_model(self, request: HttpRequest, obj: Office, form: Any, change: Any) -> None:
        words = {name: getattr(obj, name) for name in EDITABLE}
        try:
            if change:
                change_office(actor=request.user, office=obj, **words)
            else:
                made = open_office(actor=request.user, oblast=obj.oblast, slug=obj.slug, **words)
                obj.pk = made.pk
        except Refusal as refusal:
            messages.error(request, str(refusal))
