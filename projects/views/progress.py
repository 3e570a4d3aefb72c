"""Progress of projects: reported by those who take part, accepted by the keeping office."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.views.common import signed_in
from common.audit.registry import history_url, may_see_history
from common.design.formats import long_date
from common.design.languages import wording
from common.design.parts import Fact, Link
from common.intake.forms import tried
from common.intake.refusals import Refusal
from common.registers.views import list_view
from projects import progress_workflow as workflow
from projects.models import ProgressReport, Project
from projects.progress_forms import AnswerForm, ReportForm
from projects.progress_permissions import parties_of, roles_in
from projects.progress_registers import REPORTS
from projects.progress_words import known_parties, report_pill
from projects.services.progress import report_progress, standing_values, take_report_step
from projects.views.projects import crumbs_of, find_project, list_crumbs
from projects.views.record_pages import METHODS, action_page, refused

progress_list = list_view(
    REPORTS, "projects/progress_list.html", lambda: list_crumbs(Link(str(REPORTS.title), ""))
)


@login_required
@require_http_methods(METHODS)
def progress_new(request: HttpRequest, reference: str) -> HttpResponse:
    project = find_project(request, reference)
    parties = parties_of(request.user, project)
    if not parties:
        raise PermissionDenied
    form = ReportForm(request.POST or None, project=project, parties=parties)
    made = tried(
        form,
        lambda: report_progress(actor=signed_in(request), project=project, **form.said),
    )
    if isinstance(made, Refusal):
        return _not_done(request, project, made)
    if made:
        messages.success(request, _("Sent. You are told as soon as the office has read it."))
        return redirect(made)
    title = _("Report progress")
    lead = _("Nothing changes in the project before the office accepts your report.")
    crumbs = crumbs_of(project, Link(title, ""))
    return action_page(
        request, project, crumbs, form, title=title, lead=lead, button=_("Send to the office")
    )


def _not_done(request: HttpRequest, project: Project, error: Refusal) -> HttpResponse:
    return refused(request, project, crumbs_of(project, Link(_("Not done"), "")), error)


def find_report(request: HttpRequest, reference: str, public_id: UUID) -> ProgressReport:
    """404 when there is none that the person may know of."""
    project = find_project(request, reference)
    rows = ProgressReport.objects.visible_to(request.user).filter(project=project)
    joined = ("partner", "community", "author", "decided_by")
    found: ProgressReport | None = rows.filter(public_id=public_id).select_related(*joined).first()
    if found is None:
        raise Http404
    found.project = project
    return found


@require_safe
def progress_detail(request: HttpRequest, reference: str, public_id: UUID) -> HttpResponse:
    report = find_report(request, reference, public_id)
    project, user = report.project, request.user
    roles = roles_in(user, report)
    context = {
        "report": report,
        "project": project,
        "crumbs": crumbs_of(project, Link(_("Progress report"), "")),
        "status": report_pill(report.status),
        "facts": _facts(report, user, is_inside=bool(roles)),
        "values": [
            (one, one.period, one.period.indicator)
            for one in report.values.select_related("period__indicator")
        ],
        "steps": workflow.steps_from(report, roles),
        "seen": standing_values(report) if roles else "",
        "is_waiting": report.status == workflow.WAITING,
        "history_url": history_url(report) if may_see_history(user, report) else "",
    }
    return render(request, "projects/progress_detail.html", context)


def _facts(report: ProgressReport, user: Any, *, is_inside: bool) -> list[Fact]:
    """Names of people are for those who deal with the report."""
    knows_party = report.pk in known_parties([report], user)
    party = report.organisation
    by = f" · {report.author}" if is_inside and report.author else ""
    decided = f" · {report.decided_by}" if is_inside and report.decided_by else ""
    return [
        Fact(
            _("Project"), wording(report.project, "title").text, report.project.get_absolute_url()
        ),
        Fact(
            _("Who reports"),
            wording(party, "name").text if knows_party else "",
            party.get_absolute_url(),
        ),
        Fact(_("Reported on"), f"{long_date(report.created_at)}{by}"),
        Fact(
            _("Decided on"),
            f"{long_date(report.decided_on)}{decided}" if report.decided_on else "",
        ),
        Fact(_("Answer"), report.decision_note if is_inside else ""),
    ]


@login_required
@require_http_methods(METHODS)
def progress_step(request: HttpRequest, reference: str, public_id: UUID, code: str) -> HttpResponse:
    """Accept and withdraw at once; refuse after asking why."""
    step = workflow.BY_CODE.get(code)
    if step is None:
        raise Http404
    report = find_report(request, reference, public_id)
    if step.who not in roles_in(request.user, report):
        raise PermissionDenied
    asks = step.needs_note and report.status == workflow.WAITING
    if request.method != "POST" and not asks:
        return redirect(report)
    form: Any = AnswerForm(request.POST if request.method == "POST" else None, step=step)
    done = tried(
        form,
        lambda: take_report_step(
            actor=signed_in(request), report=report, step=step, **form.cleaned_data
        ),
    )
    if isinstance(done, Refusal):
        return _not_done(request, report.project, done)
    if done:
        messages.success(request, str(step.done))
        return redirect(report)
    title = str(step.label)
    crumbs = crumbs_of(report.project, Link(title, ""))
    return action_page(request, report.project, crumbs, form, title=title)
