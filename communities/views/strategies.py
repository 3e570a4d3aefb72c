"""Reading strategies: the list, one strategy with its goals, one goal, its documents."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from common.codelists.entries import SDG_GOALS, names_of
from common.design.formats import long_date, number
from common.design.languages import wording
from common.design.parts import Fact, Link, Pill, Tone
from common.intake.given import file_answer
from common.registers.views import list_view
from communities import strategy_workflow as workflow
from communities.goals import counted, sections_of_goal
from communities.models import StrategicGoal, Strategy, StrategyDocument
from communities.permissions import is_official
from communities.strategy_enums import StrategyStatus
from communities.strategy_permissions import can_change_strategy, can_register_strategy
from communities.strategy_registers import GOALS, STRATEGIES
from communities.views.communities import home_crumb

TONES: dict[str, Tone] = {
    StrategyStatus.DRAFT: "info",
    StrategyStatus.IN_FORCE: "good",
    StrategyStatus.REPLACED: "quiet",
}


def status_pill(status: str) -> Pill:
    return Pill(str(StrategyStatus(status).label), TONES[status])


def list_crumbs(*more: Link) -> list[Link]:
    if not more:
        return [home_crumb(), Link(_("Strategies"), "")]
    return [home_crumb(), Link(_("Strategies"), reverse("strategies:strategy-list")), *more]


def crumbs_of(strategy: Strategy, *more: Link) -> list[Link]:
    title = wording(strategy, "title").text
    return list_crumbs(Link(title, strategy.get_absolute_url() if more else ""), *more)


def find_strategy(request: HttpRequest, slug: str) -> Strategy:
    """404 when there is none that the person may know of."""
    rows = Strategy.objects.visible_to(request.user).select_related("oblast", "replaced_by")
    found: Strategy | None = rows.filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def find_allowed(request: HttpRequest, slug: str) -> Strategy:
    """As `find_strategy`; 403 unless the person keeps it."""
    strategy = find_strategy(request, slug)
    if not can_change_strategy(request.user, strategy):
        raise PermissionDenied
    return strategy


def find_goal(strategy: Strategy, number: str) -> StrategicGoal:
    rows = strategy.goals.filter(number=number.replace("\x00", ""))
    goal: StrategicGoal | None = rows.first()
    if goal is None:
        raise Http404
    goal.strategy = strategy
    return goal


def _list_actions(request: HttpRequest) -> dict[str, Any]:
    return {"may_register": can_register_strategy(request.user)}


strategy_list = list_view(STRATEGIES, "strategies/strategy_list.html", list_crumbs, _list_actions)
goal_list = list_view(
    GOALS,
    "strategies/goal_list.html",
    lambda: list_crumbs(Link(_("Goals"), "")),
    _list_actions,
)


@require_safe
def strategy_detail(request: HttpRequest, slug: str) -> HttpResponse:
    strategy = find_strategy(request, slug)
    goals = list(strategy.goals.order_by("place"))
    for goal in goals:
        goal.strategy = strategy
    pointing = counted(goals, request.user)
    may_change = can_change_strategy(request.user, strategy)
    is_current = may_change and not strategy.is_archived
    context = {
        "strategy": strategy,
        "crumbs": crumbs_of(strategy),
        "status": status_pill(strategy.status),
        "facts": _facts(strategy),
        "goals": [(one, pointing[one.pk]) for one in goals],
        "has_goals": bool(goals),
        "editions": list(strategy.editions.order_by("-decided_on", "-pk")),
        "documents": [_document_link(one) for one in _documents(request, strategy)],
        "steps": workflow.steps_from(strategy) if is_current else [],
        "may_change": is_current,
        "may_restore": may_change and strategy.is_archived,
    }
    return render(request, "strategies/strategy_detail.html", context)


def _facts(strategy: Strategy) -> list[Fact]:
    replaced = strategy.replaced_by
    decision = ""
    if strategy.decision_on:
        words = {"number": strategy.decision_no, "day": long_date(strategy.decision_on)}
        decision = _("No %(number)s of %(day)s") % words
    return [
        Fact(
            _("Oblast"),
            wording(strategy.oblast, "full_name").text,
            strategy.oblast.get_absolute_url(),
        ),
        Fact(_("Period"), strategy.period),
        Fact(_("Decision of the council"), decision),
        Fact(_("Published at"), strategy.link, strategy.link),
        Fact(
            _("Replaced by"),
            wording(replaced, "title").text if replaced else "",
            replaced.get_absolute_url() if replaced else "",
        ),
    ]


def _documents(request: HttpRequest, strategy: Strategy) -> Any:
    rows = strategy.documents.order_by("pk")
    return rows if is_official(request.user) else rows.filter(is_withdrawn=False)


def _document_link(document: StrategyDocument) -> Link:
    kilobytes = max(1, round(document.size / 1024))
    note = _("%(size)s KB") % {"size": number(kilobytes)}
    if document.is_withdrawn:
        note = f"{note}, {_('withdrawn')}"
    keys = {"slug": document.strategy.slug, "public_id": document.public_id}
    return Link(document.name, reverse("strategies:strategy-document", kwargs=keys), note=note)


@require_safe
def strategy_document(request: HttpRequest, slug: str, public_id: UUID) -> FileResponse:
    """404 alike for a missing file and one that the person may not see."""
    found = _documents(request, find_strategy(request, slug)).filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return file_answer(found)


@require_safe
def goal_detail(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """A goal and what serves it: its progress page."""
    strategy = find_strategy(request, slug)
    goal = find_goal(strategy, number)
    children = list(goal.children.order_by("place"))
    for child in children:
        child.strategy = strategy
    pointing = counted(children, request.user)
    crumbs = [Link(one.number, one.get_absolute_url()) for one in _above(goal)]
    context = {
        "goal": goal,
        "strategy": strategy,
        "crumbs": [*crumbs_of(strategy, *crumbs, Link(goal.number, ""))],
        "level": str(goal.level.label),
        "status": Pill(_("dropped"), "quiet") if goal.is_dropped else None,
        "children": [(one, pointing[one.pk]) for one in children],
        "sdgs": _sdgs(goal),
        "sections": sections_of_goal(goal, request.user),
        "may_change": can_change_strategy(request.user, strategy) and not strategy.is_archived,
    }
    return render(request, "strategies/goal_detail.html", context)


def _sdgs(goal: StrategicGoal) -> list[str]:
    if not goal.sdg_goals:
        return []
    names = names_of(SDG_GOALS)
    return [f"{code} {names[code]}" if code in names else code for code in goal.sdg_goals]


def _above(goal: StrategicGoal) -> Iterator[StrategicGoal]:
    """Goals of which this one is a part, from the top."""
    parts = goal.number.split(".")
    numbers = [".".join(parts[: place + 1]) for place in range(len(parts) - 1)]
    for one in goal.strategy.goals.filter(number__in=numbers).order_by("place"):
        one.strategy = goal.strategy
        yield one
