"""Oblasts: all of them, and one."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from common.design.formats import number
from common.design.languages import wording
from common.design.parts import Fact, Link, Pill
from communities.enums import OblastKind
from communities.models import Oblast
from communities.places import sections_of_oblast
from communities.registers import OBLASTS
from communities.selectors import (
    figures_of_oblast,
    oblasts_with_figures,
    raions_of_oblast,
    sentence_of_oblast,
)
from communities.views.communities import filtered, home_crumb, list_tabs


@require_safe
def oblast_list(request: HttpRequest) -> HttpResponse:
    oblasts = list(oblasts_with_figures(request.user))
    downloads = [
        Link(name.upper(), reverse("communities:oblast-download", kwargs={"file_format": name}))
        for name in ("csv", "xlsx")
    ]
    return render(
        request,
        "communities/oblast_list.html",
        {
            "register": OBLASTS,
            "oblasts": oblasts,
            "lit": [one.code for one in oblasts if hasattr(one, "office")],
            "crumbs": [home_crumb(), Link(_("Oblasts and offices"), "")],
            "downloads": downloads,
            "tabs": list_tabs("oblasts"),
        },
    )


@require_safe
def oblast_detail(request: HttpRequest, slug: str) -> HttpResponse:
    rows = Oblast.objects.visible_to(request.user).select_related("office")
    oblast = get_object_or_404(rows, slug=slug)
    figures = figures_of_oblast(oblast)
    people = number(figures.population) if figures.population else ""
    return render(
        request,
        "communities/oblast_detail.html",
        {
            "oblast": oblast,
            "crumbs": [
                home_crumb(),
                Link(_("Oblasts and offices"), reverse("communities:oblast-list")),
                Link(wording(oblast, "full_name").text, ""),
            ],
            "status": Pill(_("withdrawn"), "bad") if oblast.is_withdrawn else None,
            "is_city": oblast.kind == OblastKind.CITY,
            "figures": figures,
            "sentence": sentence_of_oblast(oblast, figures),
            "facts": [
                Fact(_("Population"), people),
                Fact(capfirst(_("KATOTTG code")), oblast.code),
                Fact(capfirst(_("ISO 3166-2 code")), oblast.iso_code),
            ],
            "office": getattr(oblast, "office", None),
            "raions": [(one, filtered(oblast, one)) for one in raions_of_oblast(oblast)],
            "communities_url": filtered(oblast),
            "sections": sections_of_oblast(oblast, request.user),
        },
    )
