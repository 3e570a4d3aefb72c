"""Strategies in the administration: kept through the same services as on the pages."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest
from unfold.admin import ModelAdmin, TabularInline

from common.audit.admin import KeptForever, ReadOnly
from common.intake.refusals import Refusal
from common.search.names import search_names
from communities.models import StrategicGoal, Strategy, StrategyEdition
from communities.services.strategies import change_strategy, register_strategy
from communities.services.strategy_goals import add_goal, change_goal
from communities.strategy_data import goal_data_of, strategy_data_of
from communities.strategy_permissions import can_change_strategy, can_register_strategy


class EditionInline(ReadOnly, TabularInline):
    model = StrategyEdition
    extra = 0
    fields = ("decided_on", "decision_no", "summary")


@admin.register(Strategy)
class StrategyAdmin(KeptForever, ModelAdmin):
    """Steps, updates and documents live on the page of the strategy, to which each leads."""

    list_display = ("title", "oblast", "period", "status", "decision_no", "is_archived")
    list_filter = ("status", "is_archived")
    list_select_related = ("oblast",)
    search_fields = ("search_text",)
    autocomplete_fields = ("oblast",)
    ordering = ("-starts_year", "sort_key")
    inlines = (EditionInline,)
    fields = (
        "oblast",
        "title",
        "title_en",
        "starts_year",
        "ends_year",
        "about",
        "about_en",
        "decision_no",
        "decision_on",
        "link",
        "visibility",
    )

    def get_search_results(
        self, request: HttpRequest, queryset: Any, search_term: str
    ) -> tuple[Any, bool]:
        return (search_names(queryset, search_term) if search_term else queryset), False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("oblast",) if obj else ()

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and can_register_strategy(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Strategy | None = None) -> bool:
        allowed: bool = super().has_change_permission(request, obj)
        return allowed and (
            obj is None or (can_change_strategy(request.user, obj) and not obj.is_archived)
        )

    def save_model(self, request: HttpRequest, obj: Strategy, form: Any, change: Any) -> None:
        actor: Any = request.user
        data = strategy_data_of(obj)
        try:
            if change:
                change_strategy(actor=actor, strategy=obj, data=data)
                return
            if not can_register_strategy(actor, obj.oblast):
                messages.error(request, str(Refusal()))
                return
            made = register_strategy(actor=actor, oblast=obj.oblast, data=data)
            obj.pk = made.pk
        except Refusal as refusal:
            messages.error(request, str(refusal))

    def view_on_site(self, obj: Strategy) -> str:
        return obj.get_absolute_url()


@admin.register(StrategicGoal)
class StrategicGoalAdmin(KeptForever, ModelAdmin):
    list_display = ("number", "title", "strategy", "is_dropped")
    list_filter = ("strategy__oblast", "is_dropped")
    list_select_related = ("strategy",)
    search_fields = ("search_text",)
    autocomplete_fields = ("strategy",)
    ordering = ("strategy", "place")
    fields = (
        "strategy",
        "number",
        "title",
        "title_en",
        "description",
        "description_en",
        "sdg_goals",
        "is_dropped",
    )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("strategy",) if obj else ()

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and can_register_strategy(request.user)

    def has_change_permission(self, request: HttpRequest, obj: StrategicGoal | None = None) -> bool:
        allowed: bool = super().has_change_permission(request, obj)
        return allowed and (obj is None or can_change_strategy(request.user, obj.strategy))

    def save_model(self, request: HttpRequest, obj: StrategicGoal, form: Any, change: Any) -> None:
        actor: Any = request.user
        data = goal_data_of(obj)
        try:
            if change:
                change_goal(actor=actor, goal=obj, data=data)
                return
            if not can_change_strategy(actor, obj.strategy):
                messages.error(request, str(Refusal()))
                return
            obj.pk = add_goal(actor=actor, strategy=obj.strategy, data=data).pk
        except Refusal as refusal:
            messages.error(request, str(refusal))

    def view_on_site(self, obj: StrategicGoal) -> str:
        return obj.get_absolute_url()
