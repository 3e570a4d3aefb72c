"""Places abroad: the list, one place, adding and changing it, beginning relations."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.views.common import signed_in
from common.design.formats import current_language, number
from common.design.languages import wording
from common.design.parts import Fact, Link, Pill
from common.intake.forms import tell
from common.intake.refusals import Refusal
from common.registers.views import list_view
from communities.models import Office
from communities.permissions import curated_offices
from communities.views.communities import home_crumb
from partners.data import language_names
from partners.selectors import if_known
from twinning.enums import Association, MunicipalityTag
from twinning.exceptions import InvalidMunicipality
from twinning.forms import MunicipalityForm
from twinning.link_permissions import can_register_links
from twinning.models import Municipality, TwinLink
from twinning.permissions import (
    can_add_municipality,
    can_change_municipality,
    can_start_relations,
)
from twinning.registers import MUNICIPALITIES
from twinning.services.municipalities import (
    add_municipality,
    change_municipality,
    start_relations,
)
from twinning.similarity.reasons import country_name


def list_crumb() -> Link:
    return Link(_("Municipalities abroad"), reverse("twinning:municipality-list"))


def crumbs_of(municipality: Municipality, *more: Link) -> list[Link]:
    name = Link(title_of(municipality), municipality.get_absolute_url())
    return [home_crumb(), list_crumb(), *([name, *more] if more else [Link(name.label, "")])]


def title_of(municipality: Municipality) -> str:
    return wording(municipality, "title").text


municipality_list = list_view(
    MUNICIPALITIES,
    "twinning/municipality_list.html",
    lambda: [home_crumb(), Link(_("Municipalities abroad"), "")],
    lambda request: {"may_add": can_add_municipality(request.user)},
)


@require_safe
def municipality_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    municipality = find_municipality(request, public_id)
    return render(
        request,
        "twinning/municipality_detail.html",
        {
            "municipality": municipality,
            "title": title_of(municipality),
            "crumbs": crumbs_of(municipality),
            "status": _status(municipality),
            "key_facts": key_facts(municipality),
            "facts": more_facts(request.user, municipality),
            "tags": labels(MunicipalityTag, municipality.tags),
            "may_change": can_change_municipality(request.user, municipality),
            "may_start": can_start_relations(request.user, municipality),
            "twins": twins_of(municipality, request.user),
            "may_link": can_register_links(request.user),
        },
    )


def twins_of(municipality: Municipality, user: Any) -> list[Link]:
    """Our side of the place's living links."""
    rows = TwinLink.objects.visible_to(user).alive().filter(municipality=municipality).with_sides()
    return [
        Link(
            wording(one.home, "full_name").text,
            one.get_absolute_url(),
            note=one.get_stage_display(),
        )
        for one in rows.order_by("pk")
    ]


def find_municipality(request: HttpRequest, public_id: UUID) -> Municipality:
    rows = Municipality.objects.visible_to(request.user).select_related("partner")
    found: Municipality = get_object_or_404(rows, public_id=public_id)
    return found


def _status(municipality: Municipality) -> Pill:
    if municipality.is_candidate:
        return Pill(_("candidate"), "quiet")
    return Pill(_("in relations"), "good")


def labels(choices: Any, codes: list[str]) -> list[str]:
    known = dict(choices.choices)
    return [str(known.get(code, code)) for code in codes]


def key_facts(municipality: Municipality) -> list[Fact]:
    country = str(municipality.country)
    people = number(municipality.population) if municipality.population else ""
    in_country = f"{reverse('twinning:municipality-list')}?country={country}"
    return [
        Fact(_("Country"), country_name(country), in_country),
        Fact(_("Upper unit"), municipality.region),
        Fact(_("Population"), people),
    ]


def more_facts(user: Any, municipality: Municipality) -> list[Fact]:
    partner = if_known(user, municipality.partner)
    names = language_names(current_language())
    languages = ", ".join(names.get(code, code) for code in municipality.languages)
    return [
        Fact(_("Kind"), municipality.get_kind_display()),
        Fact(_("Own name"), municipality.name),
        Fact(_("Name in Ukrainian"), municipality.name_uk),
        Fact(_("Name in English"), municipality.name_en),
        Fact(_("Also called"), municipality.other_names),
        Fact(_("Website"), municipality.website, municipality.website),
        Fact(_("Languages"), languages),
        Fact(_("Member of"), ", ".join(labels(Association, municipality.associations))),
        Fact(_("Looks for partners on"), ", ".join(municipality.listed_on)),
        Fact(_("Partner record"), partner or "", partner.get_absolute_url() if partner else ""),
        Fact(_("GeoNames number"), municipality.geonames_id or ""),
    ]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def municipality_new(request: HttpRequest) -> HttpResponse:
    if not can_add_municipality(request.user):
        raise PermissionDenied
    form = MunicipalityForm(request.POST or None)
    if form.is_valid():
        try:
            added = add_municipality(actor=signed_in(request), data=form.data_for_service())
        except InvalidMunicipality as refusal:
            tell(form, refusal)
        else:
            messages.success(request, _("The place is in the register."))
            return redirect(added.get_absolute_url())
    heading = _("Add a place abroad")
    crumbs = [home_crumb(), list_crumb(), Link(heading, "")]
    return _form_page(request, form, heading, crumbs, list_crumb().url)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def municipality_edit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    municipality = find_municipality(request, public_id)
    if not can_change_municipality(request.user, municipality):
        raise PermissionDenied
    form = MunicipalityForm(request.POST or None, instance=municipality)
    if form.is_valid():
        data = form.data_for_service()
        try:
            change_municipality(actor=signed_in(request), municipality=municipality, data=data)
        except InvalidMunicipality as refusal:
            tell(form, refusal)
        else:
            messages.success(request, _("The place is saved."))
            return redirect(municipality.get_absolute_url())
    crumbs = crumbs_of(municipality, Link(_("Change"), ""))
    return _form_page(
        request, form, title_of(municipality), crumbs, municipality.get_absolute_url()
    )


@login_required
@require_POST
def municipality_start(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Begin relations: the place gets its record among the partners."""
    municipality = find_municipality(request, public_id)
    if not can_add_municipality(request.user):
        raise PermissionDenied
    office = Office.objects.filter(pk__in=curated_offices(request.user)).order_by("pk").first()
    try:
        partner = start_relations(
            actor=signed_in(request), municipality=municipality, office=office
        )
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect(municipality.get_absolute_url())
    messages.success(request, _("Relations have begun: the place is now among the partners."))
    return redirect(partner.get_absolute_url())


def _form_page(
    request: HttpRequest, form: MunicipalityForm, heading: str, crumbs: list[Link], back: str
) -> HttpResponse:
    context = {"form": form, "heading_text": heading, "crumbs": crumbs, "back": back}
    return render(request, "twinning/municipality_form.html", context)
