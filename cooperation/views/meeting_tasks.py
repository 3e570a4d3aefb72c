"""Decisions of meetings with their tasks: what became of them, whose they are, steps of a task."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.views.common import signed_in
from common.design.parts import Link
from common.intake.forms import tried
from common.intake.refusals import Refusal
from common.intake.texts import many_lines
from communities.permissions import curated_offices, is_official
from cooperation import decision_workflow
from cooperation import meeting_permissions as permissions
from cooperation.decision_forms import TaskStepForm
from cooperation.meeting_enums import MeetingStatus
from cooperation.meeting_papers import PAPERS
from cooperation.meeting_words import owner_name, owner_shown, task_pill
from cooperation.models import Decision, Meeting, MeetingTask, Participant
from cooperation.services import decisions as decide
from cooperation.services.pressed_twice import is_task_just_closed
from cooperation.views.meeting_common import (
    crumbs_of,
    find_meeting,
    keys_seen,
    list_crumbs,
    refused,
    show_form,
)
from cooperation.views.meeting_papers import papers_of
from partners.models import Partner
from projects.views.record_pages import METHODS

MOST_SHOWN = 100


def decisions_of(meeting: Meeting, user: Any) -> list[dict[str, Any]]:
    rows = Decision.objects.visible_to(user).filter(meeting=meeting).select_related("agenda_item")
    tasks: dict[int, list[dict[str, Any]]] = {}
    found = MeetingTask.objects.filter(decision__in=rows.values("pk")).select_related(
        "office", "community", "partner", "decision"
    )
    owners = {one.partner_id for one in found} - {None}
    known = set(keys_seen(Partner, user).filter(pk__in=owners).values_list("pk", flat=True))
    for one in found:
        one.decision.meeting = meeting
        tasks.setdefault(one.decision_id, []).append(_task(one, user, owner_shown(one, known)))
    return [{"record": one, "tasks": tasks.get(one.pk, [])} for one in rows]


def _task(task: MeetingTask, user: Any, owner: str = "") -> dict[str, Any]:
    shown = task.decision.meeting.status in {MeetingStatus.PUBLISHED, MeetingStatus.HELD}
    roles = permissions.roles_in(user, task) if shown and user.is_authenticated else ()
    return {
        "record": task,
        "owner": owner or owner_name(task),
        "pill": task_pill(task),
        "steps": decision_workflow.steps_from(task, *roles),
    }


@require_safe
def execution(request: HttpRequest, reference: str) -> HttpResponse:
    """What became of the decisions of one meeting."""
    meeting = find_meeting(request, reference)
    decisions = decisions_of(meeting, request.user)
    if not decisions:
        raise Http404
    tasks = [task for one in decisions for task in one["tasks"]]
    late = [one for one in tasks if one["pill"].tone == "bad"]
    done = [one for one in tasks if one["record"].status == "done"]
    dropped = [one for one in tasks if one["record"].status == "dropped"]
    context = {
        "meeting": meeting,
        "crumbs": crumbs_of(meeting, Link(_("Execution"), "")),
        "decisions": decisions,
        "total": len(tasks) - len(dropped),
        "done": len(done),
        "late": len(late),
        "dropped": len(dropped),
        "papers": [
            one
            for one in papers_of(meeting, request.user, has_decisions=True)
            if one[0] == str(PAPERS["execution"].label)
        ],
    }
    return render(request, "meetings/execution.html", context)


@login_required
@require_safe
def my_tasks(request: HttpRequest) -> HttpResponse:
    """Invitations to answer, tasks of my office, community or partner, minutes to write."""
    user = request.user
    tasks = (
        MeetingTask.objects.published()
        .of(user)
        .select_related("decision__meeting__office", "office", "community", "partner")
    )
    opened = list(tasks.open().order_by("due_on", "pk")[:MOST_SHOWN])
    today = timezone.localdate()
    closed = tasks.exclude(status="open").order_by("-closed_on", "-pk")
    waiting = Participant.objects.waiting_for(user).select_related("meeting")
    minutes = Meeting.objects.filter(office__in=curated_offices(user)).without_minutes()
    coming = Meeting.objects.visible_to(user).involving(user).coming()
    context = {
        "crumbs": list_crumbs(Link(_("My meetings and tasks"), "")),
        "late": [_task(one, user) for one in opened if one.due_on and one.due_on < today],
        "open": [_task(one, user) for one in opened if not one.due_on or one.due_on >= today],
        "closed": [_task(one, user) for one in closed[:10]],
        "invitations": [one.meeting for one in waiting.order_by("meeting__starts_at")],
        "coming": list(coming[:MOST_SHOWN]),
        "minutes": list(minutes.order_by("starts_at", "pk")[:MOST_SHOWN]),
        "is_office": bool(curated_offices(user)) or is_official(user),
    }
    return render(request, "meetings/my_tasks.html", context)


@login_required
@require_http_methods(METHODS)
def task_step(request: HttpRequest, reference: str, public_id: UUID, code: str) -> HttpResponse:
    """Done, another day, no longer needed, open again: by those whose step it is."""
    meeting = find_meeting(request, reference)
    rows = MeetingTask.objects.visible_to(request.user).filter(decision__meeting=meeting)
    task = get_object_or_404(
        rows.select_related("decision__meeting__office", "office", "community", "partner"),
        public_id=public_id,
    )
    named = next((one for one in decision_workflow.STEPS if one.code == code), None)
    if named is None:
        raise Http404
    if not permissions.can_take(request.user, task, named):
        raise PermissionDenied
    try:
        step = decision_workflow.step_of(task, code)
    except Refusal as error:
        words = many_lines(request.POST.get("result", ""))
        if words and is_task_just_closed(actor=signed_in(request), task=task, words=words):
            return redirect(task)
        return refused(request, meeting, error)
    form = TaskStepForm(request.POST or None, step=step)
    done = tried(
        form,
        lambda: decide.take_task_step(
            actor=signed_in(request),
            task=task,
            code=code,
            words=form.cleaned_data["result"],
            day=form.cleaned_data.get("due_on"),
        ),
    )
    if isinstance(done, Refusal):
        return refused(request, meeting, done)
    if done:
        messages.success(request, f"{step.done}.")
        return redirect(done)
    return show_form(request, meeting, form, title=str(step.label), lead=task.what)
