"""Entering and changing projects: sections, steps, papers, photographs, merging."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.views.common import signed_in
from common.design.parts import Link
from common.intake.forms import tried
from common.intake.refusals import Refusal
from projects import permissions, services
from projects.choosing import CHOOSERS
from projects.duplicates import similar_projects
from projects.models import Project, ProjectDocument, ProjectPhoto
from projects.project_forms import DocumentForm, NewProjectForm, PhotoForm
from projects.project_sections import SECTIONS as OWN_SECTIONS
from projects.result_sections import RESULT_SECTIONS
from projects.views.projects import crumbs_of, find_allowed, list_crumbs
from projects.views.record_pages import METHODS, action_page, refused, step_page
from projects.views.sections import Desk, section_page

LONGEST_ASKED = 200
SECTIONS = (*OWN_SECTIONS, *RESULT_SECTIONS)


def section_url(project: Project, code: str) -> str:
    return reverse(
        "projects:project-edit", kwargs={"reference": project.reference, "section": code}
    )


def files_url(project: Project) -> str:
    return reverse("projects:project-files", kwargs={"reference": project.reference})


DESK = Desk(
    sections=SECTIONS,
    crumbs=crumbs_of,
    url_of=section_url,
    more=lambda project: [Link(_("Documents and photographs"), files_url(project))],
)


@login_required
@require_safe
def project_choices(request: HttpRequest, what: str) -> JsonResponse:
    """Suggestions while somebody who keeps projects types."""
    if not permissions.can_register_project(request.user):
        raise PermissionDenied
    if what not in CHOOSERS:
        raise Http404
    text = request.GET.get("q", "").replace("\x00", "")[:LONGEST_ASKED].strip()
    found = CHOOSERS[what].find(request.user, text) if text else []
    results = [{"value": one.key, "label": one.label, "hint": one.hint} for one in found]
    return JsonResponse({"results": results})


@login_required
@require_http_methods(METHODS)
def project_new(request: HttpRequest) -> HttpResponse:
    """A draft; projects that are alike are shown before a second record is made."""
    if not permissions.can_register_project(request.user):
        raise PermissionDenied
    form = NewProjectForm(request.POST or None, user=request.user)
    alike: list[Project] = []
    if form.is_valid():
        if not permissions.can_register_project(request.user, form.cleaned_data["oblast"]):
            raise PermissionDenied
        if "is_another" not in request.POST:
            alike = _alike(request, form.cleaned_data)
        made = None if alike else tried(form, lambda: _registered(request, form))
        if isinstance(made, Project):
            text = _("The draft is entered under the reference %(reference)s. Go on as you like.")
            messages.success(request, text % {"reference": made.reference})
            return redirect(section_url(made, "basics"))
    crumbs = list_crumbs(Link(_("New project"), ""))
    context = {"form": form, "duplicates": alike, "crumbs": crumbs}
    return render(request, "projects/project_new.html", context)


def _alike(request: HttpRequest, given: Any) -> list[Project]:
    return similar_projects(
        user=request.user,
        title=given.get("title", ""),
        title_en=given.get("title_en", ""),
        numbers=[given.get("number", "")],
    )


@transaction.atomic
def _registered(request: HttpRequest, form: NewProjectForm) -> Project:
    actor = signed_in(request)
    made = services.register_project(
        actor=actor, oblast=form.cleaned_data["oblast"], data=form.data_for()
    )
    return services.set_identifiers(actor=actor, project=made, identifiers=form.numbers())


@login_required
@require_safe
def project_similar(request: HttpRequest) -> HttpResponse:
    """A part of the page: what is typed may be in the register already."""
    if not permissions.can_register_project(request.user):
        raise PermissionDenied
    given = {name: str(value)[:500].replace("\x00", "") for name, value in request.GET.items()}
    return render(request, "projects/_similar.html", {"duplicates": _alike(request, given)})


@login_required
@require_http_methods(METHODS)
def project_edit(request: HttpRequest, reference: str, section: str) -> HttpResponse:
    return section_page(request, DESK, lambda: find_allowed(request, reference), section)


@login_required
@require_http_methods(METHODS)
def project_step(request: HttpRequest, reference: str, code: str) -> HttpResponse:
    project = find_allowed(request, reference)
    return step_page(
        request,
        project,
        code,
        lambda here: crumbs_of(project, here),
        lambda reason: services.move_project(
            actor=signed_in(request), project=project, code=code, reason=reason
        ),
    )


# Documents and photographs


@login_required
@require_safe
def project_files(request: HttpRequest, reference: str) -> HttpResponse:
    project = find_allowed(request, reference)
    links = [Link(str(one.title), section_url(project, one.code)) for one in SECTIONS]
    here = Link(_("Documents and photographs"), files_url(project), current=True)
    context = {
        "project": project,
        "documents": list(project.documents.select_related("project")),
        "photos": list(project.photos.all()),
        "links": [*links, here],
        "crumbs": crumbs_of(project, Link(here.label, "")),
    }
    return render(request, "projects/project_files.html", context)


@login_required
@require_http_methods(METHODS)
def document_new(request: HttpRequest, reference: str) -> HttpResponse:
    project = find_allowed(request, reference)
    form = DocumentForm(request.POST or None, request.FILES or None)
    done = tried(form, lambda: _attached(request, project, form))
    return _paper_page(
        request, project, form, done, title=_("Add a document"), said=_("The document is added.")
    )


def _attached(request: HttpRequest, project: Project, form: DocumentForm) -> ProjectDocument:
    actor, file = signed_in(request), form.cleaned_data["file"]
    if not file:
        url = form.cleaned_data["url"]
        return services.link_document(actor=actor, project=project, paper=form.paper(), url=url)
    return services.attach_document(
        actor=actor, project=project, paper=form.paper(), name=file.name, content=file.read()
    )


@login_required
@require_POST
def document_withdraw(request: HttpRequest, reference: str, public_id: UUID) -> HttpResponse:
    """Withdraw it; give a withdrawn one back."""
    project = find_allowed(request, reference)
    found = project.documents.filter(public_id=public_id).first()
    if found is None:
        raise Http404
    back = "restore" in request.POST
    service = services.restore_document if back else services.withdraw_document
    service(actor=signed_in(request), document=found)
    said = _("The document is shown again.") if back else _("Only officials see the document now.")
    messages.success(request, said)
    return redirect(files_url(project))


@login_required
@require_http_methods(METHODS)
def photo_new(request: HttpRequest, reference: str) -> HttpResponse:
    project = find_allowed(request, reference)
    form = PhotoForm(request.POST or None, request.FILES or None)

    def service() -> ProjectPhoto:
        given = dict(form.cleaned_data)
        content = given.pop("file").read()
        return services.add_photo(
            actor=signed_in(request), project=project, content=content, **given
        )

    done = tried(form, service)
    return _paper_page(
        request,
        project,
        form,
        done,
        title=_("Add a photograph"),
        said=_("The photograph is added."),
    )


@login_required
@require_http_methods(METHODS)
def photo_edit(request: HttpRequest, reference: str, public_id: UUID) -> HttpResponse:
    project = find_allowed(request, reference)
    photo = project.photos.select_related("project").filter(public_id=public_id).first()
    if photo is None:
        raise Http404
    form = PhotoForm(request.POST if request.method == "POST" else None, photo=photo)
    done = tried(
        form,
        lambda: services.change_photo(actor=signed_in(request), photo=photo, **form.cleaned_data),
    )
    return _paper_page(request, project, form, done, title=_("Photograph"), said=_("Saved."))


def _paper_page(
    request: HttpRequest, project: Project, form: Any, done: Any, *, title: str, said: str
) -> HttpResponse:
    crumbs = crumbs_of(
        project, Link(_("Documents and photographs"), files_url(project)), Link(title, "")
    )
    if isinstance(done, Refusal):
        return refused(request, project, crumbs, done)
    if done:
        messages.success(request, said)
        return redirect(files_url(project))
    return action_page(request, project, crumbs, form, title=title)
