"""The pages on which a table goes into a register. One set for all registers: see `urls`."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe
from kombu.exceptions import OperationalError

from common.design.formats import number
from common.design.parts import Link
from common.exchange import jobs, pages, results, tasks
from common.exchange.enums import JobStatus, Outcome
from common.exchange.forms import UploadForm
from common.exchange.imports import Importer, importer
from common.exchange.models import ImportJob
from common.exchange.problems import UnreadableTable
from common.registers.fields import text_in

FILE_TYPES = ("xlsx", "csv")
JOBS_ON_A_PAGE = 20

View = Callable[..., HttpResponse]


def for_importers(view: Callable[..., Any]) -> View:
    """Give the view its importer; only those who may bring in tables come through."""

    @functools.wraps(view)
    @login_required
    def guarded(request: HttpRequest, register: str, **kwargs: Any) -> Any:
        door = importer(register)
        if not door.may_import(request.user):
            raise PermissionDenied
        return view(request, door, **kwargs)

    return guarded


def with_job(view: Callable[..., Any]) -> View:
    """As `for_importers`, with the upload: one's own; others do not exist (404)."""

    @functools.wraps(view)
    def found(request: HttpRequest, door: Importer, public_id: UUID) -> Any:
        rows = ImportJob.objects.visible_to(request.user).select_related("uploaded_by")
        job = rows.filter(register=door.name, public_id=public_id).first()
        if job is None:
            raise Http404
        return view(request, door, job)

    return for_importers(found)


def address(request: HttpRequest, name: str, job: ImportJob | None = None) -> str:
    """A page of the same register's imports."""
    assert request.resolver_match is not None
    kwargs = {"public_id": job.public_id} if job else {}
    return reverse(f"{request.resolver_match.namespace}:import-{name}", kwargs=kwargs)


def crumbs(request: HttpRequest, door: Importer, *more: Link) -> list[Link]:
    found = [
        Link(_("Home"), reverse("portal:home")),
        Link(str(door.register.title), reverse(door.register.page)),
    ]
    here = Link(_("Imports of tables"), address(request, "list") if more else "")
    return [*found, here, *more]


def page_of(
    request: HttpRequest, door: Importer, template: str, here: str, context: dict[str, Any]
) -> HttpResponse:
    more = [Link(here, "")] if here else []
    whole = {"door": door, "crumbs": crumbs(request, door, *more), **context}
    return render(request, f"exchange/{template}.html", whole)


# Uploading


@require_http_methods(["GET", "HEAD", "POST"])
@for_importers
def import_new(request: HttpRequest, door: Importer) -> HttpResponse:
    posted = request.method == "POST"
    form = UploadForm(
        request.POST if posted else None, request.FILES or None, door=door, user=request.user
    )
    if posted and form.is_valid():
        job = _uploaded(request, door, form)
        if job:
            return HttpResponseRedirect(address(request, "preview", job))
    context = {
        "form": form,
        "steps": pages.steps(None),
        "columns": [(results.heading(column), column) for column in results.template_columns(door)],
        "templates": [Link(kind.upper(), _file(request, "template", kind)) for kind in FILE_TYPES],
    }
    return page_of(request, door, "import_new", _("New import"), context)


def _uploaded(request: HttpRequest, door: Importer, form: UploadForm) -> ImportJob | None:
    try:
        job = jobs.upload_table(
            actor=request.user, door=door, file=form.cleaned_data["file"], office=form.chosen_office
        )
    except UnreadableTable as error:
        form.add_error("file", str(error))
        return None
    go_on(request, job)
    return job


def go_on(request: HttpRequest, job: ImportJob) -> None:
    """Do what is due: a small table at once, a large one by a worker."""
    if jobs.is_small(job):
        tasks.work(job)
        return
    try:
        transaction.on_commit(lambda: tasks.work_on_import.delay(job.pk))
    except OperationalError:
        messages.warning(request, _("No worker answers. The file is kept; go on with it later."))


def _file(request: HttpRequest, name: str, kind: str) -> str:
    assert request.resolver_match is not None
    namespace = request.resolver_match.namespace
    return reverse(f"{namespace}:import-{name}", kwargs={"file_type": kind})


@require_safe
@for_importers
def import_template(request: HttpRequest, door: Importer, file_type: str) -> Any:
    return answer_with_file(
        file_type,
        f"{door.name}-template",
        lambda: results.template_csv(door),
        lambda: results.template_xlsx(door),
    )


def answer_with_file(
    file_type: str, name: str, lines: Callable[[], Any], book: Callable[[], Any]
) -> FileResponse | StreamingHttpResponse:
    if file_type == "xlsx":
        return FileResponse(book(), as_attachment=True, filename=f"{name}.xlsx")
    if file_type != "csv":
        raise Http404
    answer = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


# Looking


@require_safe
@for_importers
def import_list(request: HttpRequest, door: Importer) -> HttpResponse:
    rows = ImportJob.objects.visible_to(request.user).filter(register=door.name)
    page = Paginator(rows.select_related("uploaded_by").newest_first(), JOBS_ON_A_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "page": page,
        "rows": [(job, address(request, "preview", job), pages.status_pill(job)) for job in page],
        "new_url": address(request, "new"),
    }
    return page_of(request, door, "import_list", "", context)


@require_safe
@with_job
def import_preview(request: HttpRequest, door: Importer, job: ImportJob) -> HttpResponse:
    """The check of the table: waiting, refused, or what would happen to each row."""
    if job.status in {JobStatus.RUNNING, JobStatus.DONE}:
        return HttpResponseRedirect(address(request, "result", job))
    context: dict[str, Any] = {
        "job": job,
        "steps": pages.steps(job),
        "pill": pages.status_pill(job),
        "facts": pages.facts(job),
        **links(request, job),
    }
    if job.status == JobStatus.UPLOADED:
        context |= progress_context(job)
        return page_of(request, door, "import_waiting", job.file_name, context)
    if job.status != JobStatus.PREVIEWED:
        context["refusal"] = text_in(job.refusal)
        return page_of(request, door, "import_closed", job.file_name, context)
    return page_of(
        request, door, "import_preview", job.file_name, {**context, **_checked(request, door, job)}
    )


def links(request: HttpRequest, job: ImportJob) -> dict[str, str]:
    names = ("new", "list")
    steps = ("confirm", "decide", "cancel", "delete", "check", "resume", "progress", "result")
    found = {f"{name}_url": address(request, name) for name in names}
    return found | {f"{name}_url": address(request, name, job) for name in steps}


def _checked(request: HttpRequest, door: Importer, job: ImportJob) -> dict[str, Any]:
    shown = pages.shown_tab(job, request.GET.get("show", ""))
    page = pages.paged(job, pages.rows_of(job, shown), request.GET.get("page", ""))
    wanted = job.rows.to_go_in().count()
    path = address(request, "preview", job)
    left = job.rows.waiting().count()
    return {
        "shown": shown,
        "page": page,
        "tabs": pages.tabs(job, shown, path),
        "notes": [text_in(note) for note in job.notes],
        "wanted": wanted,
        "confirm_label": confirm_label(wanted),
        "left": left,
        "sheets": [sheet for sheet in job.sheets if sheet != job.sheet],
        "files": _result_files(request, job, left),
        **_shown_rows(page.object_list, door, job, shown),
    }


def confirm_label(rows: int) -> str:
    text = ngettext("Take in %(rows)s row", "Take in %(rows)s rows", rows)
    return text % {"rows": number(rows)}


def _shown_rows(rows: Any, door: Importer, job: ImportJob, shown: str) -> dict[str, Any]:
    if shown in {Outcome.ERROR, pages.WARNING}:
        return {"remarks": list(pages.remarks(rows, door))}
    if shown == Outcome.DUPLICATE:
        return {"doubts": pages.doubts(rows, door)}
    if shown == Outcome.CHANGED:
        return {"changed": pages.changed_rows(rows, door)}
    return {"preview": pages.table(rows, job, pages.outcome_labels()[shown])}


def _result_files(request: HttpRequest, job: ImportJob, left: int) -> list[Link]:
    base = address(request, "result", job).rstrip("/")
    whole, some = _("all rows with what becomes of them"), _("only the rows to mend")
    files = [Link(kind.upper(), f"{base}.{kind}", note=whole) for kind in FILE_TYPES]
    if left:
        query = f"?rows={pages.LEFT}"
        files += [Link(kind.upper(), f"{base}.{kind}{query}", note=some) for kind in FILE_TYPES]
    return files


@require_safe
@with_job
def import_result(request: HttpRequest, door: Importer, job: ImportJob) -> HttpResponse:
    if job.status not in {JobStatus.RUNNING, JobStatus.DONE}:
        return HttpResponseRedirect(address(request, "preview", job))
    context: dict[str, Any] = {
        "job": job,
        "steps": pages.steps(job),
        "pill": pages.status_pill(job),
        **links(request, job),
    }
    if job.status == JobStatus.RUNNING:
        context |= progress_context(job)
        return page_of(request, door, "import_waiting", job.file_name, context)
    return page_of(
        request, door, "import_result", job.file_name, {**context, **_taken(request, door, job)}
    )


def _taken(request: HttpRequest, door: Importer, job: ImportJob) -> dict[str, Any]:
    held = pages.result_counts(job)
    filters = pages.result_filters()
    first = next((code for code in filters if held[code]), pages.LEFT)
    asked = request.GET.get("show", "")
    shown = asked if asked in filters else first
    page = pages.paged(job, job.rows.filter(filters[shown][1]), request.GET.get("page", ""))
    path = address(request, "result", job)
    return {
        "counts": held,
        "shown": shown,
        "tabs": [
            Link(label, f"{path}?show={code}", current=code == shown, count=held[code])
            for code, (label, _rule) in filters.items()
            if held[code] or code == shown
        ],
        "page": page,
        "rows": pages.taken(list(page.object_list), door),
        "left": held[pages.LEFT],
        "files": _result_files(request, job, held[pages.LEFT]),
    }


@require_safe
@with_job
def import_progress(request: HttpRequest, door: Importer, job: ImportJob) -> HttpResponse:
    """The part of the page that tells how far the work is; asks for the whole page at the end."""
    context = {"job": job, **links(request, job), **progress_context(job)}
    answer = render(request, "exchange/_progress.html", context)
    if not job.is_waiting_for_a_worker:
        answer["HX-Refresh"] = "true"
    return answer


def progress_context(job: ImportJob) -> dict[str, Any]:
    return {"is_forgotten": tasks.is_forgotten(job), "is_reading": job.status == JobStatus.UPLOADED}


@require_safe
@with_job
def import_result_xlsx(request: HttpRequest, door: Importer, job: ImportJob) -> Any:
    return _result_file(request, door, job, "xlsx")


@require_safe
@with_job
def import_result_csv(request: HttpRequest, door: Importer, job: ImportJob) -> Any:
    return _result_file(request, door, job, "csv")


def _result_file(request: HttpRequest, door: Importer, job: ImportJob, file_type: str) -> Any:
    left = request.GET.get("rows") == pages.LEFT
    name = f"{door.name}-import-{job.created_at:%Y-%m-%d}{'-left' if left else ''}"
    return answer_with_file(
        file_type,
        name,
        lambda: results.result_csv(job, door, waiting=left),
        lambda: results.result_xlsx(job, door, waiting=left),
    )
