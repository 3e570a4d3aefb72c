"""Contact persons: entered, changed and erased by those who keep the partner."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.views.common import signed_in
from common.design.parts import Link
from common.intake.refusals import Refusal
from partners import permissions, services
from partners.exceptions import InvalidData
from partners.forms import ContactForm
from partners.models import ContactPerson, Partner
from partners.views.common import crumbs_of, find_allowed, refused
from partners.views.moved import follows_merges


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@follows_merges
def contact_new(request: HttpRequest, slug: str) -> HttpResponse:
    partner = find_allowed(request, slug, permissions.can_change_contacts)
    form = ContactForm(request.POST or None)
    if form.is_valid():
        try:
            services.add_contact(actor=signed_in(request), partner=partner, data=form.data_for())
        except InvalidData as error:
            form.refuse(error.errors)
        except Refusal as error:
            return refused(request, partner, error)
        else:
            messages.success(request, _("The contact person is saved."))
            return _back(partner)
    return _page(request, partner, form, _("New contact person"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@follows_merges
def contact_edit(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    partner = find_allowed(request, slug, permissions.can_change_contacts)
    contact = _contact(request, partner, public_id)
    form = ContactForm(request.POST or None, contact=contact)
    if form.is_valid():
        try:
            services.change_contact(actor=signed_in(request), contact=contact, data=form.data_for())
        except InvalidData as error:
            form.refuse(error.errors)
        except Refusal as error:
            return refused(request, partner, error)
        else:
            messages.success(request, _("The contact person is saved."))
            return _back(partner)
    return _page(request, partner, form, _("Contact person"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@follows_merges
def contact_erase(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    partner = find_allowed(request, slug, permissions.can_change_contacts)
    contact = _contact(request, partner, public_id)
    if request.method == "POST":
        try:
            services.erase_contact(actor=signed_in(request), contact=contact)
        except Refusal as error:
            return refused(request, partner, error)
        messages.success(request, _("The data of the person are erased."))
        return _back(partner)
    crumbs = crumbs_of(partner, Link(_("Erase"), ""))
    context = {"partner": partner, "contact": contact, "crumbs": crumbs}
    return render(request, "partners/contact_erase.html", context)


def _contact(request: HttpRequest, partner: Partner, public_id: UUID) -> ContactPerson:
    """404 also for one whose data were erased."""
    rows = ContactPerson.objects.visible_to(request.user).filter(partner=partner)
    found: ContactPerson | None = rows.filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def _page(request: HttpRequest, partner: Partner, form: ContactForm, title: str) -> HttpResponse:
    context = {
        "partner": partner,
        "form": form,
        "title": title,
        "crumbs": crumbs_of(partner, Link(title, "")),
    }
    return render(request, "partners/contact_form.html", context)


def _back(partner: Partner) -> HttpResponse:
    return redirect(f"{partner.get_absolute_url()}#people")
