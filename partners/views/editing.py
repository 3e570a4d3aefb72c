"""Registering and changing a partner."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.views.common import signed_in
from common.design.parts import Link
from common.intake.forms import seen_now
from common.intake.refusals import ChangedMeanwhile, Refusal
from partners import permissions, services
from partners.duplicates import Duplicate, probable_duplicates
from partners.enums import PartnerStatus
from partners.exceptions import InvalidData, PartnerArchived
from partners.forms import PartnerForm
from partners.identifiers import check_identifier
from partners.models import Partner
from partners.views.common import crumbs_of, find_allowed, list_crumbs, refused
from partners.views.moved import follows_merges


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def partner_new(request: HttpRequest) -> HttpResponse:
    if not permissions.can_register_partner(request.user):
        raise PermissionDenied
    form = PartnerForm(request.POST or None, request.FILES or None, user=request.user)
    duplicates: list[Duplicate] = []
    if form.is_valid():
        duplicates = _unconfirmed_duplicates(request, form)
        if not duplicates:
            partner = _registered(request, form)
            if partner:
                _warn_of_numbers(request, form)
                messages.success(request, _("The partner is registered."))
                return redirect(partner)
    context = {
        "form": form,
        "duplicates": duplicates,
        "crumbs": list_crumbs(Link(_("New partner"), "")),
    }
    return render(request, "partners/partner_new.html", context)


def _unconfirmed_duplicates(request: HttpRequest, form: PartnerForm) -> list[Duplicate]:
    """What may be the same, unless the person has said that it is not."""
    if request.POST.get("is_another"):
        return []
    data = form.data_for()
    return probable_duplicates(
        name=data.name,
        name_en=data.name_en,
        acronym=data.acronym,
        website=data.website,
        identifiers=data.identifiers,
        user=request.user,
    )


def _registered(request: HttpRequest, form: PartnerForm) -> Partner | None:
    given = form.cleaned_data
    try:
        with transaction.atomic():
            partner = services.register_partner(
                actor=signed_in(request),
                data=form.data_for(),
                status=given["status"],
                origin_note=given["origin_note"],
                curated_by=given["curated_by"],
            )
            return _with_logo(request, partner, given.get("logo"))
    except InvalidData as error:
        form.refuse(error.errors)
    return None


def _with_logo(request: HttpRequest, partner: Partner, logo: Any) -> Partner:
    if logo is False:
        return services.remove_logo(actor=signed_in(request), partner=partner)
    if isinstance(logo, bytes):
        return services.change_logo(actor=signed_in(request), partner=partner, content=logo)
    return partner


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@follows_merges
def partner_edit(request: HttpRequest, slug: str) -> HttpResponse:
    partner = find_allowed(request, slug, permissions.can_change_partner)
    if partner.status == PartnerStatus.ARCHIVED:
        return refused(request, partner, PartnerArchived())
    only = fields_open_to(request.user, partner)
    options: dict[str, Any] = {"user": request.user, "partner": partner, "only": only}
    form = PartnerForm(request.POST or None, request.FILES or None, **options)
    newest: Partner | None = None
    if form.is_valid():
        try:
            changed = _changed(request, form, partner)
        except ChangedMeanwhile:
            newest = find_allowed(request, slug, permissions.can_change_partner)
            form = _above_the_newest(request, newest, only)
        except InvalidData as error:
            form.refuse(error.errors)
        except Refusal as error:
            return refused(request, partner, error)
        else:
            _warn_of_numbers(request, form)
            messages.success(request, _("The partner is saved."))
            return redirect(changed)
    context = {
        "form": form,
        "partner": partner,
        "newest": newest,
        "duplicates": [],
        "asks_duplicates": only != permissions.OWN_FIELDS,
        "is_own": only == permissions.OWN_FIELDS,
        "crumbs": crumbs_of(partner, Link(_("Change"), "")),
    }
    return render(request, "partners/partner_edit.html", context, status=409 if newest else 200)


def fields_open_to(user: Any, partner: Partner) -> frozenset[str] | None:
    """Names of the form's fields that this person may change; None for all of them."""
    if not permissions.can_keep_partner(user, partner):
        return permissions.OWN_FIELDS
    if permissions.can_hand_over_partner(user, partner):
        return None
    return frozenset(PartnerForm(user=user, partner=partner).fields) - {"curated_by"}


def _changed(request: HttpRequest, form: PartnerForm, partner: Partner) -> Partner:
    actor, given = signed_in(request), form.cleaned_data
    with transaction.atomic():
        data = form.data_for(services.data_of(partner))
        partner = services.change_partner(
            actor=actor, partner=partner, data=data, seen=given.get("seen")
        )
        if "curated_by" in given:
            partner = services.hand_over(actor=actor, partner=partner, office=given["curated_by"])
        return _with_logo(request, partner, given.get("logo"))


def _above_the_newest(
    request: HttpRequest, newest: Partner, only: frozenset[str] | None
) -> PartnerForm:
    """The same words again; sending them once more replaces what another person has saved."""
    return PartnerForm(seen_now(request.POST, newest), user=request.user, partner=newest, only=only)


def _warn_of_numbers(request: HttpRequest, form: PartnerForm) -> None:
    for one in form.identifiers():
        warning = check_identifier(one.scheme, one.value).warning
        if warning:
            messages.warning(request, f"{one.value}: {warning}")
