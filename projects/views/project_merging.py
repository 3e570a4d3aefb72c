"""Two records of one project become one: choose, compare, confirm."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.views.common import signed_in
from common.design.formats import long_date, number
from common.design.languages import wording
from common.design.parts import Link
from common.intake.refusals import Refusal
from projects import services
from projects.data import COLUMNS
from projects.exceptions import (
    MergedAssistance,
    ProjectMerged,
    ProjectMergedWithItself,
    RecordArchived,
)
from projects.models import Project
from projects.permissions import can_change_project, can_merge_projects
from projects.project_forms import MergeForm
from projects.services.merging import coming_over
from projects.services.merging_mta import would_hide
from projects.views.projects import crumbs_of, find_project
from projects.views.record_pages import METHODS, refused


@dataclass(frozen=True)
class Difference:
    label: str
    kept: str
    merged: str
    # Whether the survivor takes the other's value.
    takes: bool


@login_required
@require_http_methods(METHODS)
def project_merge(request: HttpRequest, reference: str) -> HttpResponse:
    """`?with=` names the other record; without it, a page to choose it."""
    kept = find_project(request, reference)
    named = request.POST.get("with", "") or request.GET.get("with", "")
    if not named and not can_change_project(request.user, kept):
        raise PermissionDenied
    crumbs = crumbs_of(kept, Link(_("Merge"), ""))
    if kept.merged_into_id or kept.record_status == "archived":
        gone = ProjectMerged() if kept.merged_into_id else RecordArchived()
        return refused(request, kept, crumbs, gone)
    if not named:
        asked = any(name in request.GET for name in ("other", "other_text"))
        form = MergeForm(request.GET if asked else None, user=request.user)
        if form.is_valid():
            return redirect(f"{request.path}?with={form.cleaned_data['other'].reference}")
        context = {"form": form, "project": kept, "crumbs": crumbs}
        return render(request, "projects/project_merge_choose.html", context)
    merged = find_project(request, named[:24])
    if not can_merge_projects(request.user, kept, merged):
        raise PermissionDenied
    error = _why_not(kept, merged)
    if error:
        return refused(request, kept, crumbs, error)
    if request.method == "POST":
        return _merged(request, kept, merged, crumbs)
    context = {
        "project": kept,
        "other": merged,
        "differences": differences(kept, merged),
        "moves": coming_over(kept, merged),
        "crumbs": crumbs,
    }
    return render(request, "projects/project_merge.html", context)


def _why_not(kept: Project, merged: Project) -> Refusal | None:
    """The two can never be merged this way round."""
    if kept.pk == merged.pk:
        return ProjectMergedWithItself()
    return MergedAssistance() if would_hide(kept, merged) else None


def _merged(
    request: HttpRequest, kept: Project, merged: Project, crumbs: list[Link]
) -> HttpResponse:
    try:
        survivor = services.merge_projects(actor=signed_in(request), kept=kept, merged=merged)
    except Refusal as error:
        return refused(request, kept, crumbs, error)
    text = _("“%(title)s” is now a part of this record, and its address leads here.")
    messages.success(request, text % {"title": wording(merged, "title").text})
    return redirect(survivor)


def differences(kept: Project, merged: Project) -> list[Difference]:
    """Where the two say otherwise. The survivor keeps its own value, if it has one."""
    found = []
    for name in COLUMNS:
        ours, theirs = shown(kept, name), shown(merged, name)
        if ours != theirs:
            label = str(Project._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
            found.append(Difference(label, ours, theirs, takes=not ours))
    return found


def shown(project: Project, name: str) -> str:
    """The value of a column as people read it."""
    value: Any = getattr(project, name)
    if value is None or value == "":
        return ""
    words = getattr(project, f"get_{name}_display", None)
    if words:
        return str(words())
    telling: tuple[tuple[type[Any], Callable[[Any], str]], ...] = (
        (bool, lambda said: _("yes") if said else _("no")),
        (dt.date, long_date),
        (Decimal, number),
        (Model, lambda one: wording(one, "title" if hasattr(one, "title") else "name").text),
    )
    return next((tell(value) for kind, tell in telling if isinstance(value, kind)), str(value))
