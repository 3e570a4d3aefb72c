"""Property received as technical assistance: the list, recording, mending, publishing."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.views.common import signed_in
from common.design.parts import Link
from common.intake.forms import seen_now, tried
from common.intake.refusals import ChangedMeanwhile, Refusal
from common.registers.listing import listing
from common.registers.views import download_view, list_view
from communities.permissions import communities_of
from partners.permissions import represented_by
from projects import mta_permissions as permissions
from projects.models import Project, ReceivedProperty
from projects.mta_exceptions import PropertyWithdrawn
from projects.mta_forms import PropertyForm, PublishForm, WithdrawForm
from projects.mta_registers import PROPERTY
from projects.mta_words import sums_of
from projects.services.mta_property import (
    change_property,
    publish_property,
    record_property,
    withdraw_property,
)
from projects.views.mta import find_allowed, not_done
from projects.views.projects import crumbs_of, list_crumbs
from projects.views.record_pages import METHODS, action_page


def _sums(request: HttpRequest) -> dict[str, Any]:
    """The values of all that the filters leave, by currency."""
    rows = listing(PROPERTY, request.GET, request.user).rows.order_by().only("amount", "currency")
    return {"sums": sums_of(rows), "may_import": permissions.can_report_any(request.user)}


property_list = list_view(
    PROPERTY,
    "mta/property_list.html",
    lambda: list_crumbs(Link(str(PROPERTY.title), "")),
    _sums,
)
property_download = download_view(PROPERTY)


def _back(project: Project) -> HttpResponse:
    return redirect(f"{project.get_absolute_url()}#property")


def _find(request: HttpRequest, reference: str, public_id: UUID) -> ReceivedProperty:
    project = find_allowed(request, reference, permissions.can_report)
    rows = ReceivedProperty.objects.visible_to(request.user)
    found: ReceivedProperty | None = (
        rows.filter(project=project, public_id=public_id).select_related("recipient").first()
    )
    if found is None:
        raise Http404
    found.project = project
    return found


@login_required
@require_http_methods(METHODS)
def property_new(request: HttpRequest, reference: str) -> HttpResponse:
    project = find_allowed(request, reference, permissions.can_report)
    form = PropertyForm(
        request.POST or None,
        project=project,
        own=communities_of(request.user),
        mine=represented_by(request.user),
    )
    made = tried(
        form,
        lambda: record_property(actor=signed_in(request), project=project, data=form.data_for()),
    )
    if isinstance(made, Refusal):
        return not_done(request, project, made)
    if made:
        messages.success(request, _("Recorded. Publish it within ten days, by one click below."))
        return _back(project)
    title = _("Record property received")
    lead = _("What the recipient took on its balance sheet: one record for each kind of thing.")
    crumbs = crumbs_of(project, Link(title, ""))
    return action_page(request, project, crumbs, form, title=title, lead=lead)


@login_required
@require_http_methods(METHODS)
def property_edit(request: HttpRequest, reference: str, public_id: UUID) -> HttpResponse:
    received = _find(request, reference, public_id)
    project = received.project
    if received.is_withdrawn:
        return not_done(request, project, PropertyWithdrawn())
    form, newest = PropertyForm(request.POST or None, project=project, received=received), None
    done = tried(form, lambda: _change(request, received, form))
    if isinstance(done, ChangedMeanwhile):
        newest = _find(request, reference, public_id)
        said = seen_now(request.POST, newest)
        form = PropertyForm(said, project=project, received=newest)
    elif isinstance(done, Refusal):
        return not_done(request, project, done)
    elif done:
        messages.success(request, _("Saved."))
        return _back(project)
    title = _("Change the entry of property received")
    crumbs = crumbs_of(project, Link(title, ""))
    return action_page(request, project, crumbs, form, title=title, newest=newest)


def _change(request: HttpRequest, received: ReceivedProperty, form: PropertyForm) -> Any:
    seen = form.cleaned_data["seen"]
    return change_property(
        actor=signed_in(request), received=received, data=form.data_for(), seen=seen
    )


STEPS = ("publish", "withdraw")


@login_required
@require_http_methods(METHODS)
def property_step(request: HttpRequest, reference: str, public_id: UUID, code: str) -> HttpResponse:
    """Publish by one click; withdraw after asking why."""
    if code not in STEPS:
        raise Http404
    received = _find(request, reference, public_id)
    project = received.project
    if code == "publish":
        if request.method != "POST":
            return _back(project)
        return _published(request, received)
    form = WithdrawForm(request.POST or None)
    done = tried(
        form,
        lambda: withdraw_property(
            actor=signed_in(request), received=received, reason=form.cleaned_data["reason"]
        ),
    )
    if isinstance(done, Refusal):
        return not_done(request, project, done)
    if done:
        messages.success(request, _("The entry is withdrawn."))
        return _back(project)
    title = _("Withdraw the entry")
    crumbs = crumbs_of(project, Link(title, ""))
    lead = received.description
    return action_page(request, project, crumbs, form, title=title, lead=lead)


def _published(request: HttpRequest, received: ReceivedProperty) -> HttpResponse:
    form = PublishForm(request.POST)
    url = form.cleaned_data["published_url"] if form.is_valid() else ""
    try:
        publish_property(actor=signed_in(request), received=received, url=url)
    except Refusal as error:
        return not_done(request, received.project, error)
    messages.success(request, _("Published: everybody sees it on the page of the project."))
    return _back(received.project)
