"""Search over all registers on one page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from common.design.parts import Link
from common.intake.texts import one_line
from common.search.layout import in_other_layout
from portal.selectors import LONGEST, SHORTEST, find_everywhere, total_of


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    words = one_line(request.GET.get("q", ""))
    is_short = 0 < len(words) < SHORTEST
    asked = words[:LONGEST]
    groups = find_everywhere(request.user, asked) if len(asked) >= SHORTEST else []
    meant = "" if groups or is_short else in_other_layout(asked)
    if meant:
        groups = find_everywhere(request.user, meant)
    return render(
        request,
        "portal/search.html",
        {
            "words": asked,
            # Typed with the keyboard in the other alphabet: what these words find is shown.
            "meant": meant if groups else "",
            "is_short": is_short,
            "was_cut": len(words) > LONGEST,
            "groups": groups,
            "total": total_of(groups),
            "crumbs": [Link(_("Home"), reverse("portal:home")), Link(_("Search"), "")],
        },
    )
