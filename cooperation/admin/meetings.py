"""Meetings in the administration: looked at here, led on their pages, to which each leads."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from unfold.admin import ModelAdmin, TabularInline

from common.audit.admin import ReadOnly
from common.search.names import search_names
from cooperation.models import AgendaItem, Decision, Meeting, MeetingStep, MeetingTask


class AgendaInline(ReadOnly, TabularInline):
    model = AgendaItem
    extra = 0
    fields = ("number", "title", "speaker")


class DecisionInline(ReadOnly, TabularInline):
    model = Decision
    extra = 0
    fields = ("number", "text")


class StepInline(ReadOnly, TabularInline):
    model = MeetingStep
    extra = 0
    fields = ("made_at", "code", "status", "note", "author")


@admin.register(Meeting)
class MeetingAdmin(ReadOnly, ModelAdmin):
    list_display = ("reference", "title", "office", "kind", "status", "starts_at")
    list_filter = ("status", "kind", "office")
    list_select_related = ("office",)
    search_fields = ("search_text",)
    ordering = ("-starts_at", "-pk")
    inlines = (AgendaInline, DecisionInline, StepInline)
    fields = (
        "reference",
        "office",
        "kind",
        "status",
        "title",
        "title_en",
        "starts_at",
        "ends_at",
        "time_zone",
        "place",
        "visibility",
        "minutes",
        "cancel_reason",
    )

    def get_queryset(self, request: HttpRequest) -> Any:
        """Drafts of other offices are unknown here too."""
        return Meeting.objects.visible_to(request.user).order_by(*self.ordering)

    def get_search_results(
        self, request: HttpRequest, queryset: Any, search_term: str
    ) -> tuple[Any, bool]:
        return (search_names(queryset, search_term) if search_term else queryset), False

    def view_on_site(self, obj: Meeting) -> str:
        return obj.get_absolute_url()


@admin.register(MeetingTask)
class MeetingTaskAdmin(ReadOnly, ModelAdmin):
    list_display = ("what", "owner_kind", "due_on", "status", "closed_on")
    list_filter = ("status", "owner_kind")
    search_fields = ("what", "what_en")
    ordering = ("due_on", "pk")

    def get_queryset(self, request: HttpRequest) -> Any:
        return MeetingTask.objects.visible_to(request.user).order_by(*self.ordering)
