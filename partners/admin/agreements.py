"""The register of agreements in the administration: read here, changed on the pages."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin, TabularInline

from common.audit.registry import history_url
from common.search.names import search_names
from partners.models import (
    Agreement,
    AgreementAmendment,
    AgreementPartner,
    AgreementParty,
    AgreementRow,
    AgreementStep,
)


class ReadOnly:
    """Seen by whoever may view; changed by nobody here."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class PartyInline(ReadOnly, TabularInline):
    model = AgreementParty
    extra = 0
    raw_id_fields = ("oblast", "community")


class CounterpartInline(ReadOnly, TabularInline):
    model = AgreementPartner
    extra = 0
    raw_id_fields = ("partner",)


class StepInline(ReadOnly, TabularInline):
    model = AgreementStep
    extra = 0
    fields = ("code", "status", "happened_on", "number", "note", "author")


class AmendmentInline(ReadOnly, TabularInline):
    model = AgreementAmendment
    extra = 0
    fields = ("kind", "happened_on", "summary", "expires_on", "author")


@admin.register(Agreement)
class AgreementAdmin(ReadOnly, ModelAdmin):
    """Rules, steps and the clock live on the pages of agreements, to which each record leads."""

    list_display = ("reference", "title", "kind", "status", "oblast", "signed_on", "expires_on")
    list_filter = ("kind", "status", "source", "is_archived")
    list_select_related = ("oblast",)
    search_fields = ("search_text",)
    ordering = ("-created_at", "-pk")
    show_full_result_count = False
    list_per_page = 50
    inlines = (PartyInline, CounterpartInline, StepInline, AmendmentInline)

    def get_search_results(
        self, request: HttpRequest, queryset: Any, search_term: str
    ) -> tuple[Any, bool]:
        return (search_names(queryset, search_term) if search_term else queryset), False

    def view_on_site(self, obj: Agreement) -> str:
        return obj.get_absolute_url()

    def history_view(self, request: HttpRequest, object_id: str, extra: Any = None) -> HttpResponse:
        found = self.get_object(request, object_id)
        return HttpResponseRedirect(history_url(found) if found else "../")


@admin.register(AgreementRow)
class AgreementRowAdmin(ReadOnly, ModelAdmin):
    list_display = ("title", "outcome", "agreement_reference", "file_name", "number", "created_at")
    list_filter = ("outcome",)
    list_select_related = ("agreement",)
    search_fields = ("title",)
    ordering = ("-created_at", "-pk")
    show_full_result_count = False

    @admin.display(description=_("agreement"))
    def agreement_reference(self, obj: AgreementRow) -> str:
        return obj.agreement.reference if obj.agreement else ""

    def view_on_site(self, obj: AgreementRow) -> str:
        return obj.get_absolute_url()
