"""Ideas in the administration: mended through the same services as on the pages."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest
from unfold.admin import ModelAdmin, TabularInline

from common.audit.admin import KeptForever, ReadOnly
from common.intake.refusals import Refusal
from common.search.names import search_names
from projects.idea_data import COLUMNS, idea_data_of
from projects.idea_exceptions import InvalidData
from projects.idea_permissions import can_write_now
from projects.models import IdeaInterest, IdeaStep, ProjectIdea
from projects.services.ideas import change_idea


class StepInline(ReadOnly, TabularInline):
    model = IdeaStep
    extra = 0
    fields = readonly_fields = ("made_at", "code", "status", "note", "author")


class InterestInline(ReadOnly, TabularInline):
    model = IdeaInterest
    extra = 0
    fields = readonly_fields = ("partner", "status", "message", "outcome_note", "created_at")


@admin.register(ProjectIdea)
class ProjectIdeaAdmin(KeptForever, ModelAdmin):
    """Steps, files and interest live on the page of the idea, to which each record leads."""

    list_display = ("reference", "title", "community", "status", "readiness", "published_on")
    list_filter = ("status", "readiness", "oblast")
    list_select_related = ("community",)
    search_fields = ("search_text",)
    ordering = ("-created_at", "-pk")
    inlines = (StepInline, InterestInline)
    readonly_fields = ("reference", "community", "status", "project")
    fields = (
        "reference",
        "community",
        "status",
        "project",
        *(name for name in COLUMNS if name != "source_note"),
    )

    def get_search_results(
        self, request: HttpRequest, queryset: Any, search_term: str
    ) -> tuple[Any, bool]:
        return (search_names(queryset, search_term) if search_term else queryset), False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: ProjectIdea | None = None) -> bool:
        allowed: bool = super().has_change_permission(request, obj)
        return allowed and (obj is None or can_write_now(request.user, obj))

    def save_model(self, request: HttpRequest, obj: ProjectIdea, form: Any, change: Any) -> None:
        actor: Any = request.user
        try:
            change_idea(actor=actor, idea=obj, data=idea_data_of(obj))
        except InvalidData as refusal:
            for texts in refusal.errors.values():
                messages.error(request, " ".join(texts))
        except Refusal as refusal:
            messages.error(request, str(refusal))

    def view_on_site(self, obj: ProjectIdea) -> str:
        return obj.get_absolute_url()
