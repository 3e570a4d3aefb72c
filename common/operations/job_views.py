"""What the portal does by the clock: for administrators."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from kombu.exceptions import OperationalError

from common.design.formats import number
from common.design.parts import Link, Pill, Tone
from common.operations.jobs import Job, jobs, send
from common.operations.models import JobRun, RunStatus
from common.operations.watch import Standing, last_good_runs

SHOWN_RUNS = 50
TONES: dict[RunStatus, Tone] = {
    RunStatus.EXPECTED: "quiet",
    RunStatus.RUNNING: "info",
    RunStatus.DONE: "good",
    RunStatus.FAILED: "bad",
    RunStatus.DIED: "bad",
}


@dataclass(frozen=True)
class JobRow:
    """One job as the page shows it; `last` is None for a job that was never seen."""

    job: Job
    last: JobRun | None
    pill: Pill

    @property
    def url(self) -> str:
        return reverse("operations:job-detail", kwargs={"name": self.job.name})

    @property
    def has_run(self) -> bool:
        return self.last is not None and self.last.status != RunStatus.EXPECTED

    @property
    def next_at(self) -> Any:
        return self.job.rhythm.next_at(timezone.now())

    @property
    def result(self) -> str:
        return counted(self.job, self.last) if self.last else ""


def _refuse_others(request: HttpRequest) -> None:
    if not request.user.is_superuser:
        raise PermissionDenied


@login_required
@never_cache
@require_safe
def job_list(request: HttpRequest) -> HttpResponse:
    """Late ones first, then by name in the reader's language."""
    _refuse_others(request)
    rows = sorted(_rows(), key=lambda row: (row.pill.tone != "bad", str(row.job.label)))
    late = sum(row.pill.tone == "bad" for row in rows)
    crumbs = [_administration(), Link(_("Scheduled jobs"), "")]
    return render(
        request, "operations/job_list.html", {"rows": rows, "late": late, "crumbs": crumbs}
    )


def _rows() -> list[JobRow]:
    last = {run.job: run for run in JobRun.objects.order_by("job", "-started_at").distinct("job")}
    good = {run.job: run for run in last_good_runs()}
    return [
        JobRow(one, last.get(one.name), _pill(one, last.get(one.name), good.get(one.name)))
        for one in jobs()
    ]


def _pill(one: Job, last: JobRun | None, good: JobRun | None) -> Pill:
    if good and Standing(one, good).is_late(timezone.now()):
        return Pill(pgettext("job", "late"), "bad")
    return pill_of(last) if last else Pill(pgettext("job", "never ran"), "quiet")


def pill_of(run: JobRun) -> Pill:
    status = RunStatus(run.status)
    return Pill(str(status.label), TONES[status])


def counted(one: Job, run: JobRun) -> str:
    """`letters sent: 3, refused: 0`, as the job orders them; a number alone is `done: 3`."""
    places = {name: place for place, name in enumerate(one.counts)}
    in_order = sorted(run.counts.items(), key=lambda pair: places.get(pair[0], len(places)))
    return ", ".join(f"{_name_of_count(one, name)}: {number(value)}" for name, value in in_order)


def _name_of_count(one: Job, name: str) -> str:
    return pgettext("job", "done") if name == "count" else str(one.counts.get(name, name))


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def job_detail(request: HttpRequest, name: str) -> HttpResponse:
    """Runs of one job. Posting has a worker do it now, whether it is due or not."""
    _refuse_others(request)
    one = next((one for one in jobs() if one.name == name), None)
    if one is None:
        raise Http404
    if request.method == "POST":
        return _run_now(request, one)
    runs = list(JobRun.objects.filter(job=name).select_related("asked_by")[:SHOWN_RUNS])
    crumbs = [_administration(), Link(_("Scheduled jobs"), reverse("operations:job-list"))]
    row = next(row for row in _rows() if row.job == one)
    context = {
        "row": row,
        "runs": [(run, pill_of(run), counted(one, run)) for run in runs],
        "crumbs": [*crumbs, Link(str(one.label), "")],
    }
    return render(request, "operations/job_detail.html", context)


def _run_now(request: HttpRequest, one: Job) -> HttpResponse:
    if not one.is_sent:
        raise PermissionDenied
    try:
        send(one, by_hand=True)
    except OperationalError:
        messages.error(request, _("No worker can be reached: the job was not started."))
    else:
        messages.success(
            request, _("A worker was asked. Open this page again in a moment to see the run.")
        )
    return redirect("operations:job-detail", name=one.name)


def _administration() -> Link:
    return Link(_("Administration"), reverse("admin:index"))
