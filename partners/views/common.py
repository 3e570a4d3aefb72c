"""What the pages of partners share: finding the record, crumbs, refusals."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from common.design.languages import wording
from common.design.parts import Link
from common.intake.refusals import Refusal
from partners.models import Partner
from partners.selectors import survivor_of


class Moved(Exception):
    """The record was merged: its addresses lead to the survivor."""

    def __init__(self, survivor: Partner) -> None:
        super().__init__(survivor.slug)
        self.survivor = survivor


def find_partner(request: HttpRequest, slug: str) -> Partner:
    """404 when there is none that the person may know of; Moved when it was merged."""
    rows = Partner.objects.visible_to(request.user).select_related("parent", "curated_by__oblast")
    slug = slug.replace("\x00", "")
    found: Partner | None = rows.filter(slug=slug).first()
    if found:
        return found
    survivor = survivor_of(request.user, slug=slug)
    if survivor:
        raise Moved(survivor)
    raise Http404


def find_allowed(request: HttpRequest, slug: str, rule: Any) -> Partner:
    """As `find_partner`; 403 unless `rule(user, partner)`."""
    partner = find_partner(request, slug)
    if not rule(request.user, partner):
        raise PermissionDenied
    return partner


def list_crumbs(*more: Link) -> list[Link]:
    home = Link(_("Home"), reverse("portal:home"))
    if not more:
        return [home, Link(_("Partners"), "")]
    return [home, Link(_("Partners"), reverse("partners:partner-list")), *more]


def crumbs_of(partner: Partner, *more: Link) -> list[Link]:
    here = Link(wording(partner, "name").text, partner.get_absolute_url() if more else "")
    return list_crumbs(here, *more)


def refused(request: HttpRequest, partner: Partner, error: Refusal) -> HttpResponse:
    """A page that says why the step was not taken and what is so now; usually 409."""
    context = {
        "partner": partner,
        "message": str(error),
        "crumbs": crumbs_of(partner, Link(_("Not done"), "")),
    }
    return render(request, "partners/refused.html", context, status=error.status)
