"""Keeping strategies: entering, steps, goals, updates, documents, archiving."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.views.common import signed_in
from common.design.parts import Link
from common.intake.forms import seen_now, tried
from common.intake.refusals import ChangedMeanwhile, Refusal
from communities import strategy_workflow as workflow
from communities.models import Strategy
from communities.services.strategies import (
    add_document,
    add_edition,
    archive_strategy,
    change_strategy,
    register_strategy,
    restore_strategy,
    take_step,
    withdraw_document,
)
from communities.services.strategy_goals import add_goal, change_goal
from communities.strategy_exceptions import StrategyArchived
from communities.strategy_forms import (
    DocumentForm,
    EditionForm,
    GoalForm,
    StrategyArchiveForm,
    StrategyForm,
    StrategyStepForm,
)
from communities.strategy_permissions import can_register_strategy
from communities.views.strategies import crumbs_of, find_allowed, find_goal, list_crumbs

METHODS = ["GET", "HEAD", "POST"]


@login_required
@require_http_methods(METHODS)
def strategy_new(request: HttpRequest) -> HttpResponse:
    if not can_register_strategy(request.user):
        raise PermissionDenied
    form = StrategyForm(request.POST or None, user=request.user)
    done = tried(
        form,
        lambda: register_strategy(
            actor=signed_in(request), oblast=form.cleaned_data["oblast"], data=form.data_for()
        ),
    )
    if isinstance(done, Strategy):
        text = _("The strategy is entered as a draft. Add its goals, or import them from a table.")
        messages.success(request, text)
        return redirect(done)
    title = _("New strategy")
    context = {
        "form": form,
        "title": title,
        "lead": _("Goals are added afterwards, one by one or from a table."),
        "strategy": None,
        "newest": None,
        "draft": "strategy-new",
        "crumbs": list_crumbs(Link(title, "")),
    }
    return render(request, "strategies/action_form.html", context)


@login_required
@require_http_methods(METHODS)
def strategy_edit(request: HttpRequest, slug: str) -> HttpResponse:
    strategy = find_allowed(request, slug)
    if strategy.is_archived:
        return _refused(request, strategy, StrategyArchived())
    form = StrategyForm(request.POST or None, user=request.user, strategy=strategy)
    newest: Strategy | None = None
    done = tried(
        form,
        lambda: change_strategy(
            actor=signed_in(request),
            strategy=strategy,
            data=form.data_for(),
            seen=form.cleaned_data["seen"],
        ),
    )
    if isinstance(done, ChangedMeanwhile):
        newest = find_allowed(request, slug)
        form = StrategyForm(seen_now(request.POST, newest), user=request.user, strategy=newest)
    elif isinstance(done, Refusal):
        return _refused(request, strategy, done)
    elif done:
        messages.success(request, _("The strategy is saved."))
        return redirect(done)
    return _page(request, strategy, form, title=_("Change the strategy"), newest=newest)


@login_required
@require_http_methods(METHODS)
def strategy_step(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Take a step of the table; 409 when it does not lead on from where the strategy is."""
    if not workflow.is_step(code):
        raise Http404
    strategy = find_allowed(request, slug)
    try:
        step = workflow.step_of(strategy, code)
    except Refusal as error:
        return _refused(request, strategy, error)
    form = StrategyStepForm(
        request.POST if request.method == "POST" else None, strategy=strategy, step=step
    )
    done = tried(
        form,
        lambda: take_step(
            actor=signed_in(request), strategy=strategy, code=code, **form.cleaned_data
        ),
    )
    said = _("The step is kept.")
    return _answered(
        request, strategy, form, done, said=said, title=str(step.label), lead=str(step.help)
    )


@login_required
@require_http_methods(METHODS)
def strategy_archive(request: HttpRequest, slug: str) -> HttpResponse:
    strategy = find_allowed(request, slug)
    form = StrategyArchiveForm(request.POST or None)
    done = tried(
        form,
        lambda: archive_strategy(
            actor=signed_in(request), strategy=strategy, reason=form.cleaned_data["reason"]
        ),
    )
    lead = _("For what was entered by mistake. A strategy that is over is replaced, not archived.")
    said, title = _("The strategy is archived."), _("Archive the strategy")
    return _answered(request, strategy, form, done, said=said, title=title, lead=lead)


@login_required
@require_POST
def strategy_restore(request: HttpRequest, slug: str) -> HttpResponse:
    strategy = find_allowed(request, slug)
    try:
        restored = restore_strategy(actor=signed_in(request), strategy=strategy)
    except Refusal as error:
        return _refused(request, strategy, error)
    messages.success(request, _("The strategy is restored."))
    return redirect(restored)


@login_required
@require_http_methods(METHODS)
def edition_new(request: HttpRequest, slug: str) -> HttpResponse:
    strategy = find_allowed(request, slug)
    form = EditionForm(request.POST or None)
    done = tried(
        form,
        lambda: add_edition(actor=signed_in(request), strategy=strategy, data=form.data_for()),
    )
    said, title = _("The update is kept."), _("Update of the strategy")
    return _answered(request, strategy, form, done, said=said, title=title)


@login_required
@require_http_methods(METHODS)
def document_new(request: HttpRequest, slug: str) -> HttpResponse:
    strategy = find_allowed(request, slug)
    form = DocumentForm(request.POST or None, request.FILES or None)

    def service() -> Any:
        file = form.cleaned_data["file"]
        return add_document(
            actor=signed_in(request), strategy=strategy, name=file.name, content=file.read()
        )

    said, title = _("The file is attached."), _("Attach a file")
    return _answered(request, strategy, form, tried(form, service), said=said, title=title)


@login_required
@require_POST
def document_withdraw(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    strategy = find_allowed(request, slug)
    found = strategy.documents.filter(public_id=public_id).first()
    if found is None:
        raise Http404
    withdraw_document(actor=signed_in(request), document=found)
    messages.success(request, _("The file is withdrawn: only officials see it now."))
    return redirect(strategy)


@login_required
@require_http_methods(METHODS)
def goal_new(request: HttpRequest, slug: str) -> HttpResponse:
    strategy = find_allowed(request, slug)
    form = GoalForm(request.POST or None, initial={"number": _next_number(request, strategy)})
    done = tried(
        form, lambda: add_goal(actor=signed_in(request), strategy=strategy, data=form.data_for())
    )
    said, title = _("The goal is added."), _("New goal")
    return _answered(request, strategy, form, done, said=said, title=title)


def _next_number(request: HttpRequest, strategy: Strategy) -> str:
    """The number after the last one on the asked level: `?under=2` gives 2.3."""
    upper = request.GET.get("under", "")[:11]
    beside = {"parent__number": upper} if upper else {"parent": None}
    rows = strategy.goals.filter(**beside)
    last = rows.order_by("place").last()
    following = int(last.number.rpartition(".")[2]) + 1 if last else 1
    return f"{upper}.{following}" if upper else str(following)


@login_required
@require_http_methods(METHODS)
def goal_edit(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    strategy = find_allowed(request, slug)
    goal = find_goal(strategy, number)
    form = GoalForm(request.POST or None, goal=goal)
    done = tried(
        form, lambda: change_goal(actor=signed_in(request), goal=goal, data=form.data_for())
    )
    said, title = _("The goal is saved."), _("Change the goal")
    return _answered(request, strategy, form, done, said=said, title=title)


def _answered(
    request: HttpRequest,
    strategy: Strategy,
    form: Any,
    done: Any,
    *,
    said: str,
    title: str,
    lead: str = "",
) -> HttpResponse:
    if isinstance(done, Refusal):
        return _refused(request, strategy, done)
    if strategy.is_archived and not done:
        return _refused(request, strategy, StrategyArchived())
    if done:
        messages.success(request, said)
        return redirect(done if hasattr(done, "level") else strategy)
    return _page(request, strategy, form, title=title, lead=lead)


def _page(
    request: HttpRequest,
    strategy: Strategy,
    form: Any,
    *,
    title: str,
    lead: str = "",
    newest: Strategy | None = None,
) -> HttpResponse:
    context = {
        "strategy": strategy,
        "form": form,
        "title": title,
        "lead": lead,
        "newest": newest,
        "crumbs": crumbs_of(strategy, Link(title, "")),
        "draft": f"strategy-{strategy.slug}-{request.resolver_match.url_name}",  # type: ignore[union-attr]
    }
    return render(request, "strategies/action_form.html", context, status=409 if newest else 200)


def _refused(request: HttpRequest, strategy: Strategy, error: Refusal) -> HttpResponse:
    context = {
        "strategy": strategy,
        "message": str(error),
        "crumbs": crumbs_of(strategy, Link(_("Not done"), "")),
    }
    return render(request, "strategies/refused.html", context, status=error.status)
