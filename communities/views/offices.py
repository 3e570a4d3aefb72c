"""Regional offices: one, and how its head changes it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from common.design.languages import wording
from common.design.parts import Fact, Link
from common.intake.refusals import ChangedMeanwhile
from communities.forms import OfficeForm
from communities.models import Office
from communities.permissions import can_change_office, is_official
from communities.places import sections_of_office
from communities.selectors import people_of_office, team_of_office
from communities.services.offices import change_office
from communities.views.communities import home_crumb


def find_office(request: HttpRequest, slug: str) -> Office:
    rows = Office.objects.visible_to(request.user).select_related("oblast")
    office: Office = get_object_or_404(rows, slug=slug)
    return office


def crumbs_of(office: Office, *more: Link) -> list[Link]:
    oblast = office.oblast
    return [
        home_crumb(),
        Link(_("Oblasts and offices"), reverse("communities:oblast-list")),
        Link(wording(oblast, "full_name").text, oblast.get_absolute_url()),
        *more,
    ]


@require_safe
def office_detail(request: HttpRequest, slug: str) -> HttpResponse:
    office = find_office(request, slug)
    return render(
        request,
        "communities/office_detail.html",
        {
            "office": office,
            "crumbs": crumbs_of(office, Link(wording(office, "name").text, "")),
            "facts": contact_facts(office),
            "team": team_of_office(office),
            "sections": sections_of_office(office, request.user),
            "people": people_of_office(office) if is_official(request.user) else [],
            "may_change": can_change_office(request.user, office),
        },
    )


def contact_facts(office: Office) -> list[Fact]:
    mail = format_html('<a href="mailto:{0}">{0}</a>', office.email) if office.email else ""
    number = "".join(sign for sign in office.phone if sign in "+0123456789")
    phone = format_html('<a href="tel:{}">{}</a>', number, office.phone) if office.phone else ""
    oblast = office.oblast
    return [
        Fact(_("Serves"), wording(oblast, "full_name").text, oblast.get_absolute_url()),
        Fact(_("E-mail"), mail),
        Fact(_("Telephone"), phone),
        Fact(_("Address"), office.postal_address),
        Fact(_("Website"), office.website, office.website),
        Fact(capfirst(_("EDRPOU code")), office.edrpou),
    ]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def office_edit(request: HttpRequest, slug: str) -> HttpResponse:
    office = find_office(request, slug)
    if not can_change_office(request.user, office):
        raise PermissionDenied
    form = OfficeForm(request.POST or None, instance=office)
    newest: Office | None = None
    if form.is_valid():
        try:
            change_office(
                actor=request.user,
                office=office,
                seen=form.cleaned_data["seen"],
                **form.words(),
            )
        except ChangedMeanwhile:
            form = form.after_conflict()
            newest = find_office(request, slug)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The office is saved."))
            return redirect("communities:office-detail", slug=slug)
    return _edit_page(request, find_office(request, slug), form, newest)


def _edit_page(
    request: HttpRequest, office: Office, form: OfficeForm, newest: Office | None
) -> HttpResponse:
    name = Link(wording(office, "name").text, office.get_absolute_url())
    return render(
        request,
        "communities/office_edit.html",
        {
            "office": office,
            "crumbs": crumbs_of(office, name, Link(_("Change"), "")),
            "form": form,
            "newest": newest,
        },
        status=409 if newest else 200,
    )
