"""The first page: figures, search, and an entrance for each kind of reader."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from communities.models import Office
from portal.news.places import latest_news
from portal.selectors import figures


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    visible = Office.objects.visible_to(request.user)
    offices = list(visible.select_related("oblast").in_ukrainian_order())
    return render(
        request,
        "portal/home.html",
        {
            "figures": figures(request.user),
            "news": latest_news(request.user),
            "offices": offices,
            "lit": [office.oblast.code for office in offices],
        },
    )
