"""Changing ideas: writing, steps, files, interest of partners, funding."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.views.common import signed_in
from common.design.languages import wording
from common.design.parts import Link
from common.intake.forms import seen_now, tried
from common.intake.refusals import ChangedMeanwhile, Refusal
from partners.permissions import represented_by
from projects import idea_permissions as permissions
from projects import idea_workflow as workflow
from projects.idea_duplicates import similar_ideas
from projects.idea_enums import CLOSED, InterestStatus
from projects.idea_exceptions import (
    IdeaIncomplete,
    IdeaNotLooking,
    IdeaNotWritable,
    IdeaWrongStatus,
    InterestClosed,
)
from projects.idea_forms import IdeaForm
from projects.idea_step_forms import (
    FundForm,
    IdeaFileForm,
    IdeaStepForm,
    InterestForm,
    OutcomeForm,
)
from projects.models import IdeaInterest, ProjectIdea
from projects.services.idea_files import attach_file, withdraw_file
from projects.services.idea_funding import fund_idea
from projects.services.idea_interests import record_outcome, register_interest
from projects.services.ideas import (
    change_idea,
    confirm_idea,
    just_written,
    take_step,
    write_idea,
)
from projects.views.ideas import crumbs_of, find_allowed, find_idea, list_crumbs, refused

METHODS = ["GET", "HEAD", "POST"]


@login_required
@require_http_methods(METHODS)
def idea_new(request: HttpRequest) -> HttpResponse:
    """A draft needs a community and a title; alike ideas are shown before a second one is made."""
    if not permissions.can_write_ideas(request.user):
        raise PermissionDenied
    form = IdeaForm(request.POST or None, user=request.user)
    alike: list[ProjectIdea] = []
    if form.is_valid():
        community = form.chosen_community()
        if not permissions.can_write_ideas(request.user, community):
            raise PermissionDenied
        given, actor, said = form.cleaned_data, signed_in(request), form.data_for()
        is_again = just_written(actor=actor, community=community, data=said)
        if not (is_again or request.POST.get("is_another")):
            alike = similar_ideas(
                user=request.user,
                community=community,
                title=given["title"],
                title_en=given["title_en"],
            )
        if not alike:
            done = tried(form, lambda: write_idea(actor=actor, community=community, data=said))
            if isinstance(done, ProjectIdea):
                text = _("The draft is saved under the reference %(reference)s.")
                messages.success(request, text % {"reference": done.reference})
                return _after_writing(request, done)
    context: dict[str, Any] = {
        "form": form,
        "idea": None,
        "newest": None,
        "duplicates": alike,
        "missing": {},
        "crumbs": list_crumbs(Link(_("New idea"), "")),
    }
    return render(request, "ideas/idea_form.html", context)


@login_required
@require_http_methods(METHODS)
def idea_edit(request: HttpRequest, reference: str) -> HttpResponse:
    idea = find_allowed(request, reference)
    if idea.status in CLOSED:
        return refused(request, idea, IdeaWrongStatus())
    if not permissions.can_write_now(request.user, idea):
        return refused(request, idea, IdeaNotWritable())
    form = IdeaForm(request.POST or None, user=request.user, idea=idea)
    newest: ProjectIdea | None = None
    done = tried(
        form,
        lambda: change_idea(
            actor=signed_in(request),
            idea=idea,
            data=form.data_for(),
            seen=form.cleaned_data["seen"],
        ),
    )
    if isinstance(done, ChangedMeanwhile):
        newest = find_allowed(request, reference)
        form = IdeaForm(seen_now(request.POST, newest), user=request.user, idea=newest)
    elif isinstance(done, Refusal):
        return refused(request, idea, done)
    elif done:
        messages.success(request, _("The idea is saved."))
        return _after_writing(request, done)
    asks = request.method != "POST" and "missing" in request.GET
    missing = dict(workflow.missing_in(idea)) if asks else {}
    context: dict[str, Any] = {
        "form": form,
        "idea": idea,
        "newest": newest,
        "duplicates": [],
        "missing": {
            name: (form[name].label, form[name].id_for_label, " ".join(texts))
            for name, texts in missing.items()
        },
        "crumbs": crumbs_of(idea, Link(_("Change"), "")),
    }
    return render(request, "ideas/idea_form.html", context, status=409 if newest else 200)


def _after_writing(request: HttpRequest, idea: ProjectIdea) -> HttpResponse:
    """To its page; when it was to be submitted at once, that too, or what it lacks."""
    step = workflow.SUBMIT
    wants = "submit" in request.POST and permissions.can_take(request.user, idea, step)
    if not wants or idea.status not in step.sources:
        return redirect(idea)
    try:
        take_step(actor=signed_in(request), idea=idea, code=step.code)
    except IdeaIncomplete:
        messages.warning(request, _("It is saved, but not submitted: something is missing yet."))
        return redirect(_edit_url(idea))
    messages.success(request, _("The idea is submitted. The office will check it."))
    return redirect(idea)


def _edit_url(idea: ProjectIdea) -> str:
    address = reverse("ideas:idea-edit", kwargs={"reference": idea.reference})
    return f"{address}?missing"


@login_required
@require_http_methods(METHODS)
def idea_step(request: HttpRequest, reference: str, code: str) -> HttpResponse:
    """Take a step of the table; 403 for others' steps, 409 when it does not lead on from here."""
    if not workflow.is_step(code):
        raise Http404
    idea = find_idea(request, reference)
    named = next(one for one in workflow.STEPS if one.code == code)
    if not permissions.can_take(request.user, idea, named):
        raise PermissionDenied
    try:
        step = workflow.step_of(idea, code)
    except Refusal as error:
        return refused(request, idea, error)
    if step.needs_project:
        return _fund(request, idea, step)
    form = IdeaStepForm(request.POST if request.method == "POST" else None, step=step)
    try:
        done = tried(
            form,
            lambda: take_step(
                actor=signed_in(request), idea=idea, code=code, note=form.cleaned_data["note"]
            ),
            lets=(IdeaIncomplete,),
        )
    except IdeaIncomplete:
        messages.warning(request, _("Something is missing yet: fill it in first."))
        writes = permissions.can_write_now(request.user, idea)
        return redirect(_edit_url(idea) if writes else idea.get_absolute_url())
    if isinstance(done, Refusal):
        return refused(request, idea, done)
    if done:
        messages.success(request, _("Done: %(step)s.") % {"step": str(step.label).lower()})
        return redirect(idea)
    return _page(request, idea, form, title=str(step.label), lead=str(step.help))


def _fund(request: HttpRequest, idea: ProjectIdea, step: workflow.Step) -> HttpResponse:
    form = FundForm(request.POST or None, user=request.user, idea=idea)
    done = tried(
        form, lambda: fund_idea(actor=signed_in(request), idea=idea, funding=form.funding())
    )
    if isinstance(done, Refusal):
        return refused(request, idea, done)
    if done:
        text = _("The idea became the project %(reference)s: complete it and publish it.")
        messages.success(request, text % {"reference": done.reference})
        return redirect(idea)
    return _page(request, idea, form, title=str(step.label), lead=str(step.help))


@login_required
@require_POST
def idea_confirm(request: HttpRequest, reference: str) -> HttpResponse:
    """One button: still needed."""
    idea = find_allowed(request, reference)
    try:
        confirm_idea(actor=signed_in(request), idea=idea)
    except Refusal as error:
        return refused(request, idea, error)
    messages.success(request, _("Thank you: the idea stays in the catalogue."))
    return redirect(idea)


# Files


@login_required
@require_http_methods(METHODS)
def file_new(request: HttpRequest, reference: str) -> HttpResponse:
    idea = find_allowed(request, reference)
    if not permissions.can_write_now(request.user, idea):
        error = IdeaWrongStatus() if idea.status in CLOSED else IdeaNotWritable()
        return refused(request, idea, error)
    form = IdeaFileForm(request.POST or None, request.FILES or None)

    def service() -> Any:
        given = form.cleaned_data
        return attach_file(
            actor=signed_in(request),
            idea=idea,
            kind=given["kind"],
            name=given["file"].name,
            content=given["file"].read(),
            alt=given["alt"],
            alt_en=given["alt_en"],
            visibility=given["visibility"],
        )

    done = tried(form, service)
    if isinstance(done, Refusal):
        return refused(request, idea, done)
    if done:
        messages.success(request, _("The file is attached."))
        return redirect(f"{idea.get_absolute_url()}#files")
    return _page(request, idea, form, title=_("Attach a file"))


@login_required
@require_POST
def file_withdraw(request: HttpRequest, reference: str, public_id: UUID) -> HttpResponse:
    idea = find_allowed(request, reference)
    found = idea.files.filter(public_id=public_id).first()
    if found is None:
        raise Http404
    withdraw_file(actor=signed_in(request), file=found)
    messages.success(request, _("The file is withdrawn: only officials see it now."))
    return redirect(f"{idea.get_absolute_url()}#files")


# Interest of partners


@login_required
@require_http_methods(METHODS)
def interest_new(request: HttpRequest, reference: str) -> HttpResponse:
    idea = find_idea(request, reference)
    if not permissions.can_register_interest(request.user, idea):
        raise PermissionDenied
    if not permissions.is_looking(idea):
        return refused(request, idea, IdeaNotLooking())
    own = represented_by(request.user)
    form = InterestForm(request.POST or None, user=request.user, own=own)
    done = tried(
        form,
        lambda: register_interest(actor=signed_in(request), idea=idea, **form.cleaned_data),
    )
    if isinstance(done, Refusal):
        return refused(request, idea, done)
    if done:
        text = _("The interest is registered. The community and the office have got a letter.")
        messages.success(request, text)
        return redirect(f"{idea.get_absolute_url()}#interest")
    lead = _("The community and the office of its oblast will answer you. Nobody else sees this.")
    return _page(request, idea, form, title=_("We are interested"), lead=lead)


@login_required
@require_http_methods(METHODS)
def interest_outcome(request: HttpRequest, reference: str, public_id: UUID) -> HttpResponse:
    idea = find_idea(request, reference)
    rows = IdeaInterest.objects.visible_to(request.user).filter(idea=idea)
    interest = rows.filter(public_id=public_id).select_related("partner").first()
    if interest is None:
        raise Http404
    interest.idea = idea
    decides = permissions.can_decide_interest(request.user, interest)
    if not (decides or permissions.can_withdraw_interest(request.user, interest)):
        raise PermissionDenied
    if interest.status not in {InterestStatus.NEW, InterestStatus.TALKS}:
        return refused(request, idea, InterestClosed())
    form = OutcomeForm(request.POST or None)
    if not decides:
        # The partner itself may only say that it no longer wants to.
        chosen: Any = form.fields["status"]
        chosen.choices = [(InterestStatus.ENDED.value, InterestStatus.ENDED.label)]
        chosen.initial = InterestStatus.ENDED
    done = tried(
        form,
        lambda: record_outcome(
            actor=signed_in(request),
            interest=interest,
            status=form.cleaned_data["status"],
            note=form.cleaned_data["outcome_note"],
        ),
    )
    if isinstance(done, Refusal):
        return refused(request, idea, done)
    if done:
        messages.success(request, _("The outcome is recorded."))
        return redirect(f"{idea.get_absolute_url()}#interest")
    name = wording(interest.partner, "name").text
    lead = _("The partner gets a letter. That it gives the money is recorded by “Funded”.")
    return _page(
        request, idea, form, title=_("Outcome: %(partner)s") % {"partner": name}, lead=lead
    )


def _page(
    request: HttpRequest, idea: ProjectIdea, form: Any, *, title: str, lead: str = ""
) -> HttpResponse:
    context = {
        "idea": idea,
        "form": form,
        "title": title,
        "lead": lead,
        "crumbs": crumbs_of(idea, Link(title, "")),
    }
    return render(request, "ideas/action_form.html", context)
