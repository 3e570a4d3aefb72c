"""Pages of standing text: what this is, accessibility, personal data."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from common.design.parts import Link


def _crumbs(label: str) -> list[Link]:
    return [Link(_("Home"), reverse("portal:home")), Link(label, "")]


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/about.html", {"crumbs": _crumbs(_("About the portal"))})


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    crumbs = _crumbs(_("Accessibility statement"))
    return render(request, "portal/accessibility.html", {"crumbs": crumbs})


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/privacy.html", {"crumbs": _crumbs(_("Personal data"))})
