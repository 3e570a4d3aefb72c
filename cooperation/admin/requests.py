"""Requests in the administration: mended through the same services as on the pages."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest
from unfold.admin import ModelAdmin, TabularInline

from common.audit.admin import KeptForever, ReadOnly
from common.intake.refusals import Refusal
from common.search.names import search_names
from cooperation.models import CoordinationRequest, RequestEntry
from cooperation.request_data import COLUMNS, request_data_of
from cooperation.request_exceptions import InvalidData
from cooperation.request_permissions import can_write_now
from cooperation.services.requests import change_request

KEPT = ("reference", "community", "office", "status", "outcome", "assignee", "due_on")


class EntryInline(ReadOnly, TabularInline):
    model = RequestEntry
    extra = 0
    fields = ("made_at", "kind", "code", "text", "is_internal", "author")


@admin.register(CoordinationRequest)
class CoordinationRequestAdmin(KeptForever, ModelAdmin):
    """Steps, messages and files live on the page of the request, to which each record leads."""

    list_display = ("reference", "subject", "community", "kind", "status", "assignee", "due_on")
    list_filter = ("status", "outcome", "kind", "urgency", "oblast")
    list_select_related = ("community", "assignee")
    search_fields = ("search_text",)
    ordering = ("-created_at", "-pk")
    inlines = (EntryInline,)
    readonly_fields = KEPT
    autocomplete_fields = ("partner",)
    fields = (*KEPT, *COLUMNS)

    def get_queryset(self, request: HttpRequest) -> Any:
        """Those of the person's own offices, as on the pages."""
        keys = CoordinationRequest.objects.inside_for(request.user).values("pk")
        return super().get_queryset(request).filter(pk__in=keys)

    def get_search_results(
        self, request: HttpRequest, queryset: Any, search_term: str
    ) -> tuple[Any, bool]:
        return (search_names(queryset, search_term) if search_term else queryset), False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(
        self, request: HttpRequest, obj: CoordinationRequest | None = None
    ) -> bool:
        allowed: bool = super().has_change_permission(request, obj)
        return allowed and (obj is None or can_write_now(request.user, obj))

    def save_model(
        self, request: HttpRequest, obj: CoordinationRequest, form: Any, change: Any
    ) -> None:
        actor: Any = request.user
        try:
            change_request(actor=actor, request=obj, data=request_data_of(obj))
        except InvalidData as refusal:
            for texts in refusal.errors.values():
                messages.error(request, " ".join(texts))
        except Refusal as refusal:
            messages.error(request, str(refusal))

    def view_on_site(self, obj: CoordinationRequest) -> str:
        return obj.get_absolute_url()
