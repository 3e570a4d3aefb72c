"""The list of projects as charts: the same filters, bars instead of rows."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from common.design.parts import Link
from common.registers.pages import list_page
from projects.charts import Chart, charts_of
from projects.registers import PROJECTS
from projects.views.projects import list_crumbs
from projects.words import list_tabs


@require_safe
def project_charts(request: HttpRequest) -> HttpResponse:
    page = list_page(PROJECTS, request)
    charts = charts_of(page.asked.rows)
    context = {
        "list": page,
        "charts": [(one, _bars(request, one)) for one in charts],
        "crumbs": list_crumbs(Link(_("Charts"), "")),
        "tabs": list_tabs("charts", request.GET),
    }
    return render(request, "projects/project_charts.html", context)


def _bars(request: HttpRequest, chart: Chart) -> list[tuple[Any, str]]:
    """Each bar with the address of the list that it counts: the filters set here stay set."""
    found = []
    for bar in chart.bars:
        query = request.GET.copy()
        query[chart.parameter] = bar.key
        found.append((bar, f"{reverse('projects:project-list')}?{query.urlencode()}"))
    return found
