"""Entering and changing programmes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.views.common import signed_in
from common.design.languages import wording
from common.design.parts import Link
from common.intake.forms import tried
from common.search.names import search_names
from partners.models import Programme
from partners.programme_data import ProgrammeData
from partners.programme_permissions import can_change_programme, can_register_programme
from partners.services.programmes import move_programme, register_programme
from projects.programme_sections import PROGRAMME_SECTIONS, NewProgrammeForm
from projects.views.call_editing import office_of
from projects.views.programmes import find_programme, list_crumbs
from projects.views.record_pages import METHODS, step_page
from projects.views.sections import Desk, section_page

MOST = 5


def crumbs_of(programme: Programme, *more: Link) -> list[Link]:
    name = wording(programme, "name").text
    return list_crumbs(Link(name, programme.get_absolute_url()), *more)


def section_url(programme: Programme, code: str) -> str:
    return reverse("programmes:programme-edit", kwargs={"slug": programme.slug, "section": code})


DESK = Desk(sections=PROGRAMME_SECTIONS, crumbs=crumbs_of, url_of=section_url)


def find_allowed(request: HttpRequest, slug: str) -> Programme:
    programme = find_programme(request, slug)
    if not can_change_programme(request.user, programme):
        raise PermissionDenied
    return programme


@login_required
@require_http_methods(METHODS)
def programme_new(request: HttpRequest) -> HttpResponse:
    """A draft; programmes with the same name are shown before a second record is made."""
    if not can_register_programme(request.user):
        raise PermissionDenied
    form = NewProgrammeForm(request.POST or None)
    alike: list[Programme] = []
    if form.is_valid():
        if "is_another" not in request.POST:
            alike = _alike(request, form.cleaned_data)
        made = None if alike else tried(form, lambda: _registered(request, form))
        if isinstance(made, Programme):
            messages.success(request, _("The draft is entered. Go on as you like."))
            return redirect(section_url(made, "basics"))
    crumbs = list_crumbs(Link(_("New programme"), ""))
    context = {"form": form, "duplicates": alike, "crumbs": crumbs}
    return render(request, "programmes/programme_new.html", context)


def _alike(request: HttpRequest, given: dict[str, Any]) -> list[Programme]:
    rows = Programme.objects.visible_to(request.user).current()
    names = [given["name"], given["name_en"]]
    found = [one for name in names if name for one in search_names(rows, name)[:MOST]]
    return list(dict.fromkeys(found))[:MOST]


def _registered(request: HttpRequest, form: NewProgrammeForm) -> Programme:
    return register_programme(
        actor=signed_in(request),
        data=ProgrammeData(**form.cleaned_data),
        curated_by=office_of(request.user),
    )


@login_required
@require_http_methods(METHODS)
def programme_edit(request: HttpRequest, slug: str, section: str) -> HttpResponse:
    return section_page(request, DESK, lambda: find_allowed(request, slug), section)


@login_required
@require_http_methods(METHODS)
def programme_step(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    programme = find_allowed(request, slug)
    return step_page(
        request,
        programme,
        code,
        lambda here: crumbs_of(programme, here),
        lambda reason: move_programme(
            actor=signed_in(request), programme=programme, code=code, reason=reason
        ),
    )
