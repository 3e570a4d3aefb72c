"""Who works where: one page of an oblast, and the same as a table to take away."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from common.codelists.models import Theme
from common.design.formats import current_language, number
from common.design.languages import wording
from common.design.parts import Chip, Link
from common.exchange.tables import csv_lines, xlsx_file
from communities.models import Oblast
from communities.permissions import curated_oblasts
from partners.models import Partner
from projects.models import ProjectTerritory
from projects.views.projects import list_crumbs
from projects.words import list_tabs
from projects.work_forms import WorkFilter
from projects.work_matrix import Matrix, Spot, work_matrix

NAMED = 3
SHOWN = 12


@require_safe
def work_page(request: HttpRequest) -> HttpResponse:
    form, matrix = _asked(request)
    context: dict[str, Any] = {
        "form": form,
        "matrix": matrix,
        "tabs": list_tabs("work"),
        "crumbs": list_crumbs(Link(_("Who works where"), "")),
        "chips": _chips(request, form),
        "clear_url": request.path,
    }
    if matrix:
        shows_all = bool(form.cleaned_data["all"])
        lines = matrix.lines if shows_all else matrix.busy
        columns = matrix.columns if shows_all or form.cleaned_data["theme"] else matrix.busy_columns
        busy = [one for one in matrix.busy if one.community]
        context |= {
            "oblast": matrix.oblast,
            "heads": [_theme_name(matrix.themes[one]) for one in columns],
            "lines": [
                (line, [_told(line.spots[one], matrix) for one in columns]) for line in lines
            ],
            "communities": _communities(len(busy)),
            "empty": len(matrix.lines) - len(matrix.busy),
            "all_url": _with(request, all="" if shows_all else "yes"),
            "shows_all": shows_all,
            "overlaps": [(one, _spot(one, matrix)) for one in matrix.overlaps[:SHOWN]],
            "more_overlaps": max(0, len(matrix.overlaps) - SHOWN),
            "white": [
                (one, _communities(len(one.communities)), one.communities) for one in matrix.white
            ],
            "downloads": [
                Link(
                    name.upper(),
                    f"{reverse('work:work-download', args=[name])}?{request.GET.urlencode()}",
                    note=_("overlaps and white spots too"),
                )
                for name in ("csv", "xlsx")
            ],
        }
    return render(request, "projects/who_works_where.html", context)


@require_safe
def work_download(request: HttpRequest, file_format: str) -> Any:
    """A line for each community and theme, the empty ones too."""
    _form, matrix = _asked(request)
    if matrix is None or file_format not in {"csv", "xlsx"}:
        raise Http404
    header = [
        _("Oblast"),
        _("KATOTTG code"),
        _("Community"),
        _("Theme"),
        _("Partners"),
        _("Number of partners"),
        _("Number of projects"),
    ]
    lines = list(_table(matrix))
    if file_format == "xlsx":
        file = xlsx_file(_("Who works where"), header, lines)
        return FileResponse(file, as_attachment=True, filename="who-works-where.xlsx")
    answer = StreamingHttpResponse(csv_lines(header, lines), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="who-works-where.csv"'
    return answer


def _asked(request: HttpRequest) -> tuple[WorkFilter, Matrix | None]:
    """What the address asks for; without an oblast: the person's own, or the busiest one."""
    data = request.GET.copy()
    if not data.get("oblast"):
        data["oblast"] = _usual_oblast(request.user)
    form = WorkFilter(data, user=request.user)
    if not form.is_valid():
        return form, None
    given = form.cleaned_data
    matrix = work_matrix(
        oblast=given["oblast"],
        user=request.user,
        themes=given["theme"],
        partner=given["partner"],
        only_running=given["when"] != "any",
    )
    return form, matrix


def _usual_oblast(user: Any) -> str:
    own = Oblast.objects.in_force().filter(pk__in=curated_oblasts(user)).first()
    if own is None:
        busy = ProjectTerritory.objects.filter(oblast__isnull=False).values("oblast")
        counted = busy.annotate(projects=Count("project", distinct=True)).order_by("-projects")
        own = Oblast.objects.in_force().filter(pk__in=counted.values("oblast")[:1]).first()
    return str(own.code) if own else ""


def _chips(request: HttpRequest, form: WorkFilter) -> list[Chip]:
    if not form.is_valid():
        return []
    given, chips = form.cleaned_data, []
    chips += [
        Chip(_("Theme"), _theme_name(one), _without(request, "theme", one.slug))
        for one in given["theme"]
    ]
    if given["partner"]:
        name = wording(given["partner"], "name").text
        chips.append(Chip(_("Partner"), name, _without(request, "partner")))
    if given["when"] == "any":
        label = _("closed and cancelled projects too")
        chips.append(Chip(_("When"), label, _without(request, "when")))
    return chips


def _without(request: HttpRequest, name: str, value: str = "") -> str:
    query = request.GET.copy()
    left = [one for one in query.getlist(name) if value and one != value]
    query.setlist(name, left)
    if name == "partner":
        query.pop("partner_text", None)
    return f"{request.path}?{query.urlencode()}"


def _with(request: HttpRequest, **changes: str) -> str:
    query = request.GET.copy()
    for name, value in changes.items():
        query[name] = value
    return f"{request.path}?{query.urlencode()}"


def _theme_name(theme: Theme | None) -> str:
    return wording(theme, "name").text if theme else _("no theme named")


def _communities(count: int) -> str:
    text = ngettext("%(count)s community", "%(count)s communities", count)
    return text % {"count": number(count)}


def _told(spot: Spot, matrix: Matrix) -> tuple[Spot, str, dict[str, Any]]:
    """Spot, theme, who works there."""
    return spot, _theme_name(spot.theme), _spot(spot, matrix)


def _spot(spot: Spot, matrix: Matrix) -> dict[str, Any]:
    """Who works in one place with one theme, in words, and the list of those projects."""
    if not spot.partners:
        return {}
    names = [_short(one) for one in spot.partners]
    more = len(names) - NAMED
    query: list[tuple[str, str]] = [("oblast", matrix.oblast.code)]
    if spot.community:
        query = [("community", spot.community.code)]
    if spot.theme:
        query.append(("themes", spot.theme.slug))
    count = ngettext("%(count)s project", "%(count)s projects", spot.projects)
    return {
        "names": ", ".join(names[:NAMED]) + (f" + {more}" if more > 0 else ""),
        "all_names": ", ".join(wording(one, "name").text for one in spot.partners),
        "url": f"{reverse('projects:project-list')}?{urlencode(query)}",
        "projects": count % {"count": number(spot.projects)},
    }


def _short(partner: Partner) -> str:
    """The acronym in the language of the page: registers hold “ЄІБ / EIB”."""
    ukrainian, _slash, english = partner.acronym.partition(" / ")
    own = english if current_language() == "en" else ukrainian
    return own or partner.acronym or wording(partner, "name").text


def _table(matrix: Matrix) -> Iterator[list[Any]]:
    for spot in matrix.spots:
        community = spot.community
        yield [
            wording(matrix.oblast, "full_name").text,
            community.code if community else matrix.oblast.code,
            wording(community, "full_name").text if community else _("the oblast as a whole"),
            _theme_name(spot.theme),
            "; ".join(wording(one, "name").text for one in spot.partners),
            len(spot.partners),
            spot.projects,
        ]
