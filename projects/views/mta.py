"""Technical assistance: the desk, entries of the state register."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.desk import desk_pages
from accounts.views.common import signed_in
from common.design.parts import Link
from common.intake.forms import tried
from common.intake.refusals import Refusal
from projects import mta_permissions as permissions
from projects import mta_registration as registration
from projects.models import Project, ProjectRegistrationEvent
from projects.mta_desk import is_concerned, waiting_for
from projects.mta_exceptions import RegistrationWrongState
from projects.mta_forms import EntryForm, TakeBackForm
from projects.mta_part import card_row, property_row
from projects.mta_rules import RESOLUTION, RULES, broken_rules
from projects.services.mta_registration import (
    enter_registration,
    facts_of,
    take_back_registration,
)
from projects.views.projects import crumbs_of, find_project
from projects.views.record_pages import METHODS, action_page, refused

Rule = Callable[[Any, Project], bool]


def desk_crumbs(*more: Link) -> list[Link]:
    home = Link(_("Home"), reverse("portal:home"))
    here = Link(_("Technical assistance"), reverse("mta:desk") if more else "")
    return [home, here, *more]


def find_allowed(request: HttpRequest, reference: str, may: Rule) -> Project:
    """404 for what the person may not know of, 403 for what is not theirs to do.

    Another kind of project has no such pages, whoever asks.
    """
    project = find_project(request, reference)
    if not may(request.user, project):
        raise PermissionDenied
    return project


def not_done(request: HttpRequest, project: Project, error: Refusal) -> HttpResponse:
    return refused(request, project, crumbs_of(project, Link(_("Not done"), "")), error)


@login_required
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """What is late, due, to be decided: of one's oblasts or of one's communities."""
    if not is_concerned(request.user):
        raise PermissionDenied
    found = waiting_for(request.user)
    cards = found.cards.select_related("project").order_by("due_on", "project__sort_key")
    rows = [card_row(one) for one in cards]
    received = found.received.select_related("project", "recipient").order_by("publish_by", "pk")
    context = {
        "crumbs": desk_crumbs(),
        "pages": desk_pages(signed_in(request), request.path),
        "late": [one for one in rows if one.pill.tone == "bad" and one.card.is_open],
        "cards": [one for one in rows if one.pill.tone != "bad"],
        "to_decide": [
            card_row(one)
            for one in found.to_decide.select_related("project").order_by("submitted_on", "pk")
        ],
        "received": [property_row(one) for one in received],
        "amendments": [(one, _step_links(one, steps)) for one, steps in found.amendments],
    }
    return render(request, "mta/desk.html", context)


def _step_links(project: Project, steps: list[registration.Step]) -> list[Link]:
    return [
        Link(
            str(step.label),
            reverse("mta:entry-new", kwargs={"reference": project.reference, "kind": step.kind}),
        )
        for step in steps
    ]


# The state register


@login_required
@require_http_methods(METHODS)
def entry_new(request: HttpRequest, reference: str, kind: str) -> HttpResponse:
    step = registration.step_called(kind)
    if step is None:
        raise Http404
    project = find_allowed(request, reference, permissions.can_register)
    events = list(project.registration_events.current())
    if step.source != registration.state_of(events):
        return not_done(request, project, RegistrationWrongState())
    form = EntryForm(request.POST or None, user=request.user, project=project, step=step)
    done = tried(
        form,
        lambda: enter_registration(
            actor=signed_in(request), project=project, kind=kind, entry=form.entry()
        ),
    )
    if isinstance(done, Refusal):
        return not_done(request, project, done)
    if done:
        _warn(request, project, events, kind, form)
        messages.success(request, _("The entry is made."))
        return redirect(f"{project.get_absolute_url()}#registration")
    return render(
        request,
        "mta/entry_form.html",
        {
            "form": form,
            "project": project,
            "step": step,
            "resolution": RESOLUTION,
            "rules": RULES,
            "crumbs": crumbs_of(project, Link(str(step.label), "")),
        },
    )


def _warn(
    request: HttpRequest, project: Project, events: list[Any], kind: str, form: EntryForm
) -> None:
    """Rules that keep nothing out are told beside the success."""
    for one in broken_rules(facts_of(project, events, kind, form.entry())):
        if one.warns:
            messages.warning(request, one.message)


@login_required
@require_http_methods(METHODS)
def entry_take_back(request: HttpRequest, reference: str, public_id: UUID) -> HttpResponse:
    project = find_allowed(request, reference, permissions.can_register)
    event: ProjectRegistrationEvent | None = (
        project.registration_events.current().filter(public_id=public_id).first()
    )
    if event is None:
        raise Http404
    form = TakeBackForm(request.POST or None)
    done = tried(
        form,
        lambda: take_back_registration(
            actor=signed_in(request), event=event, reason=form.cleaned_data["reason"]
        ),
    )
    if isinstance(done, Refusal):
        return not_done(request, project, done)
    if done:
        messages.success(request, _("The entry is taken back."))
        return redirect(f"{project.get_absolute_url()}#registration")
    title = _("Take an entry of the state register back")
    lead = f"{event.get_kind_display()}, {event.happened_on:%d.%m.%Y}"
    return action_page(
        request, project, crumbs_of(project, Link(title, "")), form, title=title, lead=lead
    )
