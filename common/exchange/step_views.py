"""Buttons of an import: each does its step and leads on."""

from __future__ import annotations

import functools
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from common.exchange import jobs, pages
from common.exchange.enums import Outcome
from common.exchange.forms import posted_decisions
from common.exchange.imports import Importer
from common.exchange.models import ImportJob
from common.exchange.views import View, address, go_on, with_job
from common.exchange.workflow import WrongStep


def step(view: Callable[[HttpRequest, Importer, ImportJob], str]) -> View:
    """A button: does the step, says what was refused, and leads to the page given back."""

    @functools.wraps(view)
    def pressed(request: HttpRequest, door: Importer, job: ImportJob) -> HttpResponse:
        try:
            target = view(request, door, job)
        except (WrongStep, jobs.NothingToTakeIn, jobs.UnknownRecord) as error:
            messages.error(request, str(error))
            target = address(request, "preview", job)
        return HttpResponseRedirect(target)

    return require_POST(with_job(pressed))


@step
def import_confirm(request: HttpRequest, door: Importer, job: ImportJob) -> str:
    go_on(request, jobs.start(job))
    return address(request, "result", job)


@step
def import_decide(request: HttpRequest, door: Importer, job: ImportJob) -> str:
    page = request.POST.get("page", "")
    rows = pages.paged(job, pages.rows_of(job, Outcome.DUPLICATE.value), page).object_list
    jobs.decide(job, posted_decisions(rows, request.POST))
    messages.success(request, _("Your answers are kept."))
    query = f"&page={page}" if page.isdigit() else ""
    return f"{address(request, 'preview', job)}?show={Outcome.DUPLICATE.value}{query}"


@step
def import_check(request: HttpRequest, door: Importer, job: ImportJob) -> str:
    go_on(request, jobs.check_again(job, sheet=request.POST.get("sheet")))
    return address(request, "preview", job)


@step
def import_resume(request: HttpRequest, door: Importer, job: ImportJob) -> str:
    if not job.is_waiting_for_a_worker:
        raise WrongStep
    go_on(request, jobs.take_up_again(job))
    return address(request, "preview", job)


@step
def import_cancel(request: HttpRequest, door: Importer, job: ImportJob) -> str:
    jobs.cancel(job)
    messages.success(request, _("The import is cancelled, nothing went in."))
    return address(request, "list")


@step
def import_delete(request: HttpRequest, door: Importer, job: ImportJob) -> str:
    jobs.delete(job)
    messages.success(request, _("The upload is removed."))
    return address(request, "list")
