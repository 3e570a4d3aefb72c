"""The catalogue of ideas, said once: page, API, downloads, import and schema come from here."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import django_filters
from django import forms
from django.db.models import OuterRef, Q
from django.utils.translation import gettext_lazy as _

from common.codelists.enums import Visibility
from common.money.expressions import money_json
from common.registers.expressions import JsonList, codes
from common.registers.fields import Field, FieldKind
from common.registers.register import Register, register
from common.search.described import Searched
from common.search.names import search_names
from communities.filters import OfCommunity
from communities.models import StrategicGoal
from communities.register_parts import (
    CREATED_AT,
    ID,
    TITLE,
    UPDATED_AT,
    VISIBILITY,
    community_json,
    oblast_field,
    themes_field,
)
from communities.registers import API, level_of
from communities.strategy_registers import SdgFilter, goal_json, sdg_json
from projects.idea_enums import IdeaStatus, Readiness
from projects.models import IdeaCommunity, IdeaGoal, IdeaTheme, ProjectIdea
from projects.register_links import known_project_json


@cache
def idea_statuses() -> dict[str, Any]:
    return codes(IdeaStatus, "mosty-idea-status")


@cache
def readiness_levels() -> dict[str, Any]:
    return codes(Readiness, "mosty-idea-readiness")


def _together_json() -> JsonList:
    rows = IdeaCommunity.objects.filter(idea=OuterRef("pk")).order_by("pk")
    return JsonList(rows.values(item=community_json()))


def _goals_json() -> JsonList:
    rows = IdeaGoal.objects.filter(idea=OuterRef("pk"), goal__strategy__is_archived=False)
    return JsonList(rows.order_by("goal__place", "pk").values(item=goal_json("goal")))


def _ideas() -> Any:
    return ProjectIdea.objects.with_worth()


class CommunityFilter(OfCommunity):
    """By the KATOTTG code of a community that proposes the idea, alone or with others."""

    def filter(self, rows: Any, code: Any) -> Any:
        if not code:
            return rows
        together = IdeaCommunity.objects.filter(community__code=code).values("idea")
        return rows.filter(Q(community__code=code) | Q(pk__in=together))


class GoalFilter(django_filters.UUIDFilter):
    """By a goal of a strategy; what points at a goal below it counts too."""

    shown_when_used = True

    def filter(self, rows: Any, key: Any) -> Any:
        goal = StrategicGoal.objects.filter(public_id=key).first() if key else None
        if key is None:
            return rows
        if goal is None:
            return rows.none()
        below = Q(number=goal.number) | Q(number__startswith=f"{goal.number}.")
        goals = StrategicGoal.objects.filter(below, strategy=goal.strategy_id)
        return rows.filter(pk__in=IdeaGoal.objects.filter(goal__in=goals).values("idea"))


class WorthFilter(django_filters.RangeFilter):
    """Cost in hryvnias by the rate of its day."""


IDEAS = register(
    Register(
        name="ideas",
        singular="Idea",
        title=_("Project ideas"),
        about=_(
            "What communities want to do with partners: problem, solution, cost, readiness. Each "
            "idea was checked by the office of its oblast."
        ),
        model=ProjectIdea,
        queryset=_ideas,
        key="public_id",
        default_sort="-created_at",
        level_of=level_of,
        search=search_names,
        searched=Searched(
            names=("title",),
            codes=("reference",),
            texts=("problem", "solution", "expected_result", "community"),
        ),
        api_path=f"{API}ideas/",
        page="ideas:idea-list",
        extra_filters={
            "sdg": SdgFilter(),
            "cost": WorthFilter(
                field_name="worth",
                label=_("cost in hryvnias"),
                help_text=_("By the rate of the day of the estimate."),
            ),
            "goal": GoalFilter(label=_("goal of a strategy")),
            "community": CommunityFilter(widget=forms.TextInput),
        },
        fields=(
            ID,
            Field(
                name="reference",
                label=_("reference"),
                required=True,
                importable=True,
                help="Given once, when the community writes the idea.",
            ),
            TITLE,
            Field(
                name="status",
                label=_("status"),
                kind=FieldKind.CODE,
                choices=idea_statuses,
                required=True,
                filterable=True,
            ),
            Field(
                name="community",
                label=_("community"),
                kind=FieldKind.REFERENCE,
                expression=community_json,
                extra={"codes": True},
                required=True,
                importable=True,
            ),
            Field(
                name="together_with",
                label=_("together with"),
                kind=FieldKind.REFERENCES,
                expression=_together_json,
                extra={"codes": True},
            ),
            oblast_field(),
            themes_field(IdeaTheme, "idea"),
            Field(
                name="readiness",
                label=_("readiness"),
                kind=FieldKind.CODE,
                choices=readiness_levels,
                filterable=True,
                importable=True,
            ),
            Field(
                name="cost",
                label=_("estimated cost"),
                kind=FieldKind.MONEY,
                expression=lambda: money_json("amount", "currency", "amount_on"),
                sort="worth_order",
                importable=True,
            ),
            Field(
                name="own_amount",
                label=_("own share, amount"),
                kind=FieldKind.DECIMAL,
                importable=True,
                help="In the currency of the cost.",
            ),
            Field(
                name="own_percent",
                label=_("own share, per cent"),
                kind=FieldKind.DECIMAL,
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
            Field(
                name="goals",
                label=_("goals of strategies"),
                kind=FieldKind.REFERENCES,
                expression=_goals_json,
                extra={"codes": True},
            ),
            Field(
                name="problem",
                label=_("problem"),
                kind=FieldKind.BILINGUAL,
                in_list=False,
                importable=True,
            ),
            Field(
                name="solution",
                label=_("solution"),
                kind=FieldKind.BILINGUAL,
                in_list=False,
                importable=True,
            ),
            Field(
                name="expected_result",
                label=_("expected result"),
                kind=FieldKind.BILINGUAL,
                in_list=False,
                importable=True,
            ),
            Field(
                name="starts_on",
                label=_("planned start"),
                kind=FieldKind.DATE,
                importable=True,
            ),
            Field(name="ends_on", label=_("planned end"), kind=FieldKind.DATE, importable=True),
            Field(name="published_on", label=_("published on"), kind=FieldKind.DATE),
            Field(
                name="project",
                label=_("project"),
                kind=FieldKind.REFERENCE,
                expression=lambda: known_project_json(Visibility.PUBLIC),
                extra={"codes": True},
                help="What the idea became when it was funded.",
            ),
            VISIBILITY,
            replace(CREATED_AT, sort="created_at"),
            UPDATED_AT,
        ),
    )
)
