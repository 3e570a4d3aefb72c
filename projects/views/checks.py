"""A project against the open standard: what the checks say of it, and its file."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from common.design.parts import Link, Pill
from common.registers.formats import NothingFits
from common.registers.views import nothing_fits
from communities.permissions import is_official
from projects.iati import answers
from projects.iati.checks import PILLS, Line, lines_of
from projects.iati.elements.reporting_org import office_of
from projects.iati.export import findings_of
from projects.models import Project
from projects.views.projects import crumbs_of, find_project


@require_safe
def project_checks(request: HttpRequest, reference: str) -> HttpResponse:
    """What keeps the project out of the standard, element by element. For officials."""
    project = find_project(request, reference)
    if not is_official(request.user):
        raise PermissionDenied
    findings, activity, check = findings_of(project, request.user)
    lines = lines_of(activity, findings)
    context = {
        "project": project,
        "crumbs": crumbs_of(project, Link(_("Checks"), "")),
        **_groups(project, lines),
        "is_official": check.is_official,
        "is_published": project.record_status == "published",
        **_summary(lines),
    }
    return render(request, "projects/project_checks.html", context)


@require_safe
def project_iati(request: HttpRequest, reference: str) -> Any:
    """The project as an IATI file. One with errors leads officials to its checks."""
    project = find_project(request, reference)
    rows = Project.objects.visible_to(request.user).current().filter(pk=project.pk)
    try:
        answer = answers.answer(rows, request)
    except NothingFits as error:
        if is_official(request.user):
            return redirect("projects:project-checks", reference)
        return nothing_fits(error)
    answer["Content-Disposition"] = f'attachment; filename="{project.reference}.xml"'
    return answer


Shown = tuple[Line, str, Pill]


def _groups(project: Project, lines: list[Line]) -> dict[str, list[Shown]]:
    """First what is to be mended, errors before warnings; then what is fine; then what is empty."""
    shown = [(line, _address(project, line), _pill(line)) for line in lines]
    wrong = [one for one in shown if one[0].state in {"error", "warning"}]
    return {
        "to_mend": sorted(wrong, key=lambda one: one[0].state),
        "fine": [one for one in shown if one[0].state == "fine"],
        "empty": [one for one in shown if one[0].state == "empty"],
    }


def _pill(line: Line) -> Pill:
    label, tone = PILLS[line.state]
    return Pill(str(label), tone)


def _summary(lines: list[Line]) -> dict[str, Any]:
    errors = sum(line.state == "error" for line in lines)
    warnings = sum(line.state == "warning" for line in lines)
    return {
        "errors": errors,
        "warnings": warnings,
        "errors_text": ngettext(
            "%(count)d part of the project has errors.",
            "%(count)d parts of the project have errors.",
            errors,
        )
        % {"count": errors},
        "warnings_text": ngettext(
            "%(count)d part could be better.", "%(count)d parts could be better.", warnings
        )
        % {"count": warnings},
    }


def _address(project: Project, line: Line) -> str:
    """Where the thing is seen and mended."""
    if line.element == "reporting-org":
        office = office_of(project)
        return office.get_absolute_url() if office else ""
    page = reverse("projects:project-detail", kwargs={"reference": project.reference})
    return f"{page}#{line.section}"
