"""Search over all registers on one page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from common.design.parts import Link
from portal.selectors import LONGEST, SHORTEST, find_everywhere


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    words = " ".join(request.GET.get("q", "").replace("\x00", "").split())
    is_short = 0 < len(words) < SHORTEST
    asked = words[:LONGEST]
    groups = find_everywhere(request.user, asked) if len(asked) >= SHORTEST else []
    return render(
        request,
        "portal/search.html",
        {
            "words": asked,
            "is_short": is_short,
            "was_cut": len(words) > LONGEST,
            "groups": groups,
            "total": sum(group.count for group in groups),
            "crumbs": [Link(_("Home"), reverse("portal:home")), Link(_("Search"), "")],
        },
    )
