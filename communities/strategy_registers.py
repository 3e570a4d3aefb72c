"""The registers of strategies and of their goals: page, API, downloads and schema."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import django_filters
from django import forms
from django.conf import settings
from django.db.models import BooleanField, F, Func, JSONField, OuterRef
from django.utils.translation import gettext_lazy as _

from common.codelists.entries import SDG_GOALS, choices_of
from common.codelists.enums import Visibility
from common.codelists.models import CodelistEntry
from common.design.formats import current_language
from common.registers.expressions import JsonList, JsonObject, address, codes
from common.registers.fields import Field, FieldKind
from common.registers.register import Register, register
from common.search.described import Searched
from common.search.names import search_names
from communities.models import StrategicGoal, Strategy
from communities.register_parts import TITLE, UPDATED_AT, VISIBILITY, oblast_field
from communities.registers import API, level_of
from communities.strategy_enums import StrategyStatus


@cache
def strategy_statuses() -> dict[str, Any]:
    return codes(StrategyStatus, "mosty-strategy-status")


class HeldIn(Func):
    """Whether the first stands in the second, an array."""

    template = "(%(expressions)s))"
    arg_joiner = " = ANY("
    output_field = BooleanField()


def sdg_json(column: str = "sdg_goals") -> JsonList:
    """The goals whose numbers stand in the array, with their names."""
    item = JsonObject(code=F("code"), name=JsonObject(uk=F("name"), en=F("name_en")))
    rows = CodelistEntry.objects.filter(HeldIn(F("code"), OuterRef(column)), codelist=SDG_GOALS)
    return JsonList(rows.order_by("position", "code").values(item=item))


class SdgFilter(django_filters.MultipleChoiceFilter):
    """Records that serve any of the chosen goals."""

    def __init__(self, column: str = "sdg_goals", **options: Any) -> None:
        options.setdefault("label", _("sustainable development goals"))
        options.setdefault("widget", forms.CheckboxSelectMultiple)
        super().__init__(choices=lambda: choices_of(SDG_GOALS), **options)
        self.column = column

    def filter(self, rows: Any, chosen: Any) -> Any:
        return rows.filter(**{f"{self.column}__overlap": list(chosen)}) if chosen else rows


def strategy_json(path: str = "strategy") -> JsonObject:
    """A link to a strategy as every register shows it."""
    return JsonObject(
        code=F(f"{path}__slug"),
        name=JsonObject(uk=F(f"{path}__title"), en=F(f"{path}__title_en")),
        url=address(f"{settings.SITE_URL}{API}strategies/", f"{path}__slug", "/"),
    )


def goal_json(path: str) -> JsonObject:
    """A link to a goal: its identifier, its number and title, its strategy."""
    return JsonObject(
        id=F(f"{path}__public_id"),
        code=F(f"{path}__number"),
        name=JsonObject(uk=F(f"{path}__title"), en=F(f"{path}__title_en")),
        url=address(f"{settings.SITE_URL}{API}strategic-goals/", f"{path}__public_id", "/"),
        strategy=F(f"{path}__strategy__slug"),
    )


def _goals_json() -> JsonList:
    item = JsonObject(
        id=F("public_id"),
        code=F("number"),
        name=JsonObject(uk=F("title"), en=F("title_en")),
        sdg_goals=Func(F("sdg_goals"), function="to_jsonb", output_field=JSONField()),
        is_dropped=F("is_dropped"),
        url=address(f"{settings.SITE_URL}{API}strategic-goals/", "public_id", "/"),
    )
    rows = StrategicGoal.objects.filter(strategy=OuterRef("pk"))
    return JsonList(rows.order_by("place", "pk").values(item=item))


def _strategies() -> Any:
    return Strategy.objects.current()


def _goals() -> Any:
    return StrategicGoal.objects.filter(strategy__is_archived=False).with_place()


def _strategy_choices() -> list[tuple[str, str]]:
    """Of what everybody may see: a choice must not tell of a draft."""
    english = current_language() == "en"
    rows = Strategy.objects.current().filter(visibility=Visibility.PUBLIC)
    shown = rows.exclude(status=StrategyStatus.DRAFT).order_by("-starts_year", "sort_key")
    return [(one.slug, (one.title_en if english else "") or one.title) for one in shown]


class StrategyFilter(django_filters.ChoiceFilter):
    def filter(self, rows: Any, slug: Any) -> Any:
        return rows.filter(strategy__slug=slug) if slug else rows


STRATEGIES = register(
    Register(
        name="strategies",
        singular="Strategy",
        title=_("Strategies"),
        about=_(
            "Strategies of development and recovery of oblasts with their goals, at which ideas "
            "and projects point."
        ),
        model=Strategy,
        queryset=_strategies,
        key="slug",
        default_sort="-starts_year",
        level_of=level_of,
        search=search_names,
        searched=Searched(
            names=("title",),
            codes=("decision_no",),
            texts=("about", "goals"),
        ),
        api_path=f"{API}strategies/",
        page="strategies:strategy-list",
        fields=(
            Field(name="code", label=_("address"), source="slug", required=True),
            replace(TITLE, importable=False),
            oblast_field(),
            Field(
                name="status",
                label=_("status"),
                kind=FieldKind.CODE,
                choices=strategy_statuses,
                required=True,
                filterable=True,
            ),
            Field(
                name="starts_year",
                label=_("first year"),
                kind=FieldKind.NUMBER,
                sort="starts_year",
                required=True,
            ),
            Field(name="ends_year", label=_("last year"), kind=FieldKind.NUMBER, required=True),
            Field(name="decision_no", label=_("number of the decision")),
            Field(name="decision_on", label=_("date of the decision"), kind=FieldKind.DATE),
            Field(name="link", label=_("published at"), kind=FieldKind.URL),
            Field(
                name="about",
                label=_("about the strategy"),
                kind=FieldKind.BILINGUAL,
                in_list=False,
            ),
            Field(
                name="goals",
                label=_("goals"),
                kind=FieldKind.REFERENCES,
                expression=_goals_json,
                in_list=False,
                in_table=False,
            ),
            VISIBILITY,
            UPDATED_AT,
        ),
    )
)

GOALS = register(
    Register(
        name="strategic-goals",
        singular="StrategicGoal",
        title=_("Goals of strategies"),
        about=_(
            "Strategic and operational goals of the strategies of oblasts, with the goals of "
            "sustainable development that they serve."
        ),
        model=StrategicGoal,
        queryset=_goals,
        key="public_id",
        default_sort="number",
        level_of=level_of,
        search=search_names,
        searched=Searched(
            names=("title",),
            codes=("number",),
            texts=("description", "strategy"),
        ),
        api_path=f"{API}strategic-goals/",
        page="strategies:goal-list",
        extra_filters={
            "strategy": StrategyFilter(choices=_strategy_choices, label=_("strategy")),
            "sdg": SdgFilter(),
        },
        fields=(
            Field(
                name="id",
                label=_("identifier"),
                kind=FieldKind.UUID,
                source="public_id",
                required=True,
            ),
            Field(
                name="strategy",
                label=_("strategy"),
                kind=FieldKind.REFERENCE,
                expression=strategy_json,
                extra={"codes": True},
                required=True,
                importable=True,
            ),
            Field(
                name="number",
                label=_("number"),
                required=True,
                sort="place_text",
                importable=True,
            ),
            Field(
                name="title",
                label=_("title"),
                kind=FieldKind.BILINGUAL,
                required=True,
                importable=True,
            ),
            Field(
                name="description",
                label=_("description"),
                kind=FieldKind.BILINGUAL,
                importable=True,
            ),
            Field(
                name="sdg_goals",
                label=_("sustainable development goals"),
                kind=FieldKind.REFERENCES,
                expression=sdg_json,
                extra={"codes": True},
                importable=True,
            ),
            Field(name="is_dropped", label=_("dropped"), kind=FieldKind.FLAG, required=True),
            UPDATED_AT,
        ),
    )
)
