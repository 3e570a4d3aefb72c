"""The pages on which an IATI file goes into the register: upload, check, decide, take in."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from kombu.exceptions import OperationalError

from common.design.formats import moment, number
from common.design.parts import Fact, Link, Pill, Tone
from common.exchange.enums import JobStatus
from common.exchange.pages import TONES, steps
from common.exchange.workflow import WrongStep
from partners.models import Partner
from projects import permissions, tasks
from projects.iati.reading import FileRefused
from projects.iati_enums import CollisionReason, StagedOutcome, StagedResult
from projects.iati_forms import IatiUploadForm
from projects.iati_import.beside import beside
from projects.iati_import.fields import LABELS
from projects.iati_import.sentences import told_in
from projects.known_bodies import country_name
from projects.models import IatiImport, StagedActivity, StagedBody
from projects.services import iati_imports as imports
from projects.views.projects import list_crumbs

JOBS_ON_A_PAGE = 20
ROWS_ON_A_PAGE = 50
BODIES = "bodies"
_ASKED = re.compile(r"activity-([0-9]{1,9})")


def for_importers(view: Callable[..., Any]) -> Callable[..., HttpResponse]:
    """Those who may register projects."""

    @functools.wraps(view)
    @login_required
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not permissions.can_register_project(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


def find_import(request: HttpRequest, public_id: UUID) -> IatiImport:
    """One's own; those of others do not exist (404)."""
    rows = IatiImport.objects.visible_to(request.user)
    found: IatiImport | None = (
        rows.select_related("uploaded_by", "oblast", "territory")
        .filter(public_id=public_id)
        .first()
    )
    if found is None:
        raise Http404
    return found


def _crumbs(*more: Link) -> list[Link]:
    url = reverse("projects:iati-imports") if more else ""
    return list_crumbs(Link(_("IATI files"), url), *more)


def _pill(job: IatiImport) -> Pill:
    return Pill(str(JobStatus(job.status).label), TONES[job.status])


@require_http_methods(["GET", "HEAD", "POST"])
@for_importers
def iati_imports(request: HttpRequest) -> HttpResponse:
    """Upload a file; below, those that one has uploaded."""
    form = IatiUploadForm(request.POST or None, request.FILES or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        job = _kept(request, form)
        if job is not None:
            _go_on(request, job)
            return redirect("projects:iati-import", job.public_id)
    rows = IatiImport.objects.visible_to(request.user).order_by("-created_at", "-pk")
    page = Paginator(rows.select_related("uploaded_by"), JOBS_ON_A_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "form": form,
        "crumbs": _crumbs(),
        "page": page,
        "rows": [(job, _address(job), _pill(job)) for job in page],
    }
    return render(request, "iati_imports/list.html", context)


def _kept(request: HttpRequest, form: IatiUploadForm) -> IatiImport | None:
    file = form.cleaned_data["file"]
    try:
        return imports.keep_file(
            actor=request.user, file=file.file, name=file.name, wanted=form.wanted()
        )
    except FileRefused as error:
        form.add_error("file", str(error.finding))
        return None


def _go_on(request: HttpRequest, job: IatiImport) -> None:
    """Do what is due: a small file at once, a large one by a worker."""
    if imports.is_small(job):
        imports.go_on(job)
        return
    try:
        transaction.on_commit(lambda: tasks.work_on_iati_import.delay(job.pk))
    except OperationalError:
        messages.warning(request, _("No worker answers. The file is kept; go on with it later."))


def _address(job: IatiImport) -> str:
    return reverse("projects:iati-import", kwargs={"public_id": job.public_id})


@require_safe
@for_importers
def iati_import(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Where the file stands: being read, refused, to be decided on, going in, done."""
    job = find_import(request, public_id)
    context: dict[str, Any] = {
        "job": job,
        "crumbs": _crumbs(Link(job.file_name, "")),
        "pill": _pill(job),
        "steps": steps(job),
        "facts": _facts(job),
        "refusal": told_in(job.refusal),
        **_progress(job),
    }
    if job.status in {JobStatus.PREVIEWED, JobStatus.DONE}:
        context |= _judged(request, job)
    return render(request, "iati_imports/import.html", context)


def _facts(job: IatiImport) -> list[Fact]:
    filters = [
        country_name(job.country),
        job.territory.full_name if job.territory else "",
        job.words,
    ]
    return [
        Fact(_("Activities"), number(sum(job.counts.values())) if job.counts else ""),
        Fact(_("Version"), job.version),
        Fact(_("Only"), ", ".join(filter(None, filters))),
        Fact(_("New records are kept by"), job.oblast.full_name),
        Fact(_("Uploaded"), moment(job.created_at)),
    ]


def _progress(job: IatiImport) -> dict[str, Any]:
    return {
        "is_working": job.status in {JobStatus.UPLOADED, JobStatus.RUNNING},
        "is_forgotten": tasks.is_forgotten(job),
        "is_reading": job.status == JobStatus.UPLOADED,
        "done": job.done // 1024 if job.status == JobStatus.UPLOADED else job.done,
        "total": job.total // 1024 if job.status == JobStatus.UPLOADED else job.total,
        "progress_url": reverse(
            "projects:iati-import-progress", kwargs={"public_id": job.public_id}
        ),
        "step_url": reverse("projects:iati-import-step", kwargs={"public_id": job.public_id}),
        "list_url": reverse("projects:iati-imports"),
    }


@require_safe
@for_importers
def iati_import_progress(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The part of the page that tells how far the work is; asks for the whole page at the end."""
    job = find_import(request, public_id)
    context = _progress(job)
    answer = render(request, "iati_imports/_progress.html", {"job": job, **context})
    if not context["is_working"]:
        answer["HX-Refresh"] = "true"
    return answer


def _judged(request: HttpRequest, job: IatiImport) -> dict[str, Any]:
    shown = request.GET.get("show", "")
    known = [one.value for one in _ORDER if job.counts.get(one)]
    if shown not in {*known, BODIES}:
        shown = known[0] if known else BODIES
    rows: Any = StagedBody.objects.filter(job=job).select_related(
        "partner", "community", "oblast", "office"
    )
    if shown != BODIES:
        rows = StagedActivity.objects.filter(job=job, outcome=shown).select_related("project")
        rows = rows.defer("hashes") if _asks(job, shown) else rows.defer("payload", "hashes")
    page = Paginator(rows, ROWS_ON_A_PAGE).get_page(request.GET.get("page"))
    wanted = StagedActivity.objects.filter(job=job).to_go_in().count()
    left = StagedActivity.objects.filter(job=job).undecided().count()
    return {
        "shown": shown,
        "tabs": _tabs(job, shown),
        "page": page,
        "activities": []
        if shown == BODIES
        else [_shown(one, compares=_asks(job, shown)) for one in page],
        "bodies": list(page) if shown == BODIES else [],
        "may_decide": job.status == JobStatus.PREVIEWED,
        "wanted": wanted,
        "confirm_label": ngettext(
            "Take in %(count)s activity", "Take in %(count)s activities", wanted
        )
        % {"count": number(wanted)},
        "left": left,
        "results": _results(job) if job.status == JobStatus.DONE else [],
    }


def _asks(job: IatiImport, shown: str) -> bool:
    """Whether ours and the file's values stand side by side, for somebody to choose."""
    is_open = job.status == JobStatus.PREVIEWED
    return is_open and shown in {StagedOutcome.COLLIDING, StagedOutcome.CHANGED}


# In the order of work: first what asks for a person, then what will happen.
_ORDER = (
    StagedOutcome.COLLIDING,
    StagedOutcome.ERROR,
    StagedOutcome.NEW,
    StagedOutcome.CHANGED,
    StagedOutcome.UNCHANGED,
    StagedOutcome.OUTSIDE,
)


def _tabs(job: IatiImport, shown: str) -> list[Link]:
    path = _address(job)
    found = [
        Link(
            capfirst(str(one.label)),
            f"{path}?show={one}",
            current=one == shown,
            count=job.counts[one],
        )
        for one in _ORDER
        if job.counts.get(one)
    ]
    bodies = StagedBody.objects.filter(job=job).count()
    here = shown == BODIES
    return [*found, Link(_("Organisations"), f"{path}?show={BODIES}", current=here, count=bodies)]


def _results(job: IatiImport) -> list[Fact]:
    rows = StagedActivity.objects.filter(job=job)
    return [
        Fact(capfirst(str(one.label)), number(count))
        for one in StagedResult
        if one and (count := rows.filter(result=one).count())
    ]


def _shown(one: StagedActivity, *, compares: bool) -> dict[str, Any]:
    label = str(StagedResult(one.result).label) if one.result else ""
    tone: Tone = "bad" if one.result == StagedResult.REFUSED else "good"
    return {
        "activity": one,
        "changes": ", ".join(str(LABELS[name]) for name in one.changes),
        "collisions": ", ".join(str(LABELS[name]) for name in one.collisions),
        "compared": beside(one) if compares else [],
        "reason": str(CollisionReason(one.reason).label) if one.reason else "",
        "choices": imports.choices_for(one) if one.outcome == StagedOutcome.COLLIDING else [],
        "problems": [(told_in(problem), problem["line"]) for problem in one.problems],
        "pill": Pill(label, tone) if label else None,
    }


@require_POST
@for_importers
def iati_import_step(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A button of the page; says what was refused and shows where the import stands."""
    job = find_import(request, public_id)
    press = _STEPS.get(request.POST.get("step", ""))
    if press is None:
        raise Http404
    try:
        press(request, job)
    except (WrongStep, imports.NothingToTakeIn, imports.NotToBeDecided) as error:
        messages.error(request, str(error))
    shown = request.POST.get("show", "")
    query = f"?show={shown}" if shown in {*StagedOutcome.values, BODIES} else ""
    return HttpResponseRedirect(_address(job) + query)


def _confirm(request: HttpRequest, job: IatiImport) -> None:
    _go_on(request, imports.start(job))


def _check_again(request: HttpRequest, job: IatiImport) -> None:
    _go_on(request, imports.check_again(job))


def _resume(request: HttpRequest, job: IatiImport) -> None:
    if job.status not in {JobStatus.UPLOADED, JobStatus.RUNNING}:
        raise WrongStep
    _go_on(request, imports.take_up_again(job))


def _cancel(request: HttpRequest, job: IatiImport) -> None:
    imports.cancel(job)
    messages.success(request, _("The import is cancelled, nothing went in."))


def _decide(request: HttpRequest, job: IatiImport) -> None:
    """Answers for single activities, then one answer for all that are left."""
    given = {
        int(asked[1]): str(value)
        for name, value in request.POST.items()
        if (asked := _ASKED.fullmatch(name))
    }
    others = request.POST.get("all", "")
    known = {"", "keep", "take", "new", "skip"}
    if not known.issuperset(given.values()) or others not in {"", "keep", "take", "skip"}:
        raise imports.NotToBeDecided
    with transaction.atomic():
        imports.decide(job, given)
        if others:
            imports.decide_all(job, others)
    messages.success(request, _("Your answers are kept."))


def _link(request: HttpRequest, job: IatiImport) -> None:
    """What was typed for organisations: the name or address of a partner; `-` for none."""
    links: dict[str, Partner | None] = {}
    for name, value in request.POST.items():
        typed = str(value).replace("\x00", "").strip()
        if not name.startswith("body-") or "\x00" in name or not typed:
            continue
        partner = None if typed == "-" else _partner(request, typed)
        if partner is None and typed != "-":
            text = _("There is no partner called «%(name)s».")
            messages.error(request, text % {"name": typed[:100]})
            continue
        links[name.removeprefix("body-")] = partner
    imports.link_bodies(job, links)
    if links:
        messages.success(request, _("Your answers are kept."))


def _partner(request: HttpRequest, typed: str) -> Partner | None:
    rows = Partner.objects.visible_to(request.user).filter(merged_into=None)
    for field in ("slug", "name__iexact", "name_en__iexact"):
        found = list(rows.filter(**{field: typed})[:2])
        if len(found) == 1:
            one: Partner = found[0]
            return one
    return None


_STEPS: dict[str, Callable[[HttpRequest, IatiImport], None]] = {
    "confirm": _confirm,
    "check": _check_again,
    "resume": _resume,
    "cancel": _cancel,
    "decide": _decide,
    "link": _link,
}
